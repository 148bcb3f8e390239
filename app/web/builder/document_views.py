"""The whole draft as text, for those who ask for it."""

from flask.typing import ResponseReturnValue

from app.access import Can
from app.web.builder.boot import boot
from app.web.builder.views import blueprint
from app.web.frame import open_program, shell
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.words import Words

DOCUMENT = Words("草稿全文", "The draft as text")


@blueprint.get("/document")
@policy(Can.READ_PROGRAM)
def document(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    return show(
        "builder/_island.html",
        shell=shell(here, Crumb(label=DOCUMENT)),
        title=DOCUMENT,
        island_name="document",
        boot=boot(here, page=None, urls={}),
    )
