"""The editor of forms."""

from flask import request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.builder.field_palette import field_palette
from app.builder.form_palette import form_palette
from app.program.numerals import currency_sign
from app.web.builder.boot import boot
from app.web.builder.conditions import condition_urls
from app.web.builder.form_design_model import FormsIsland
from app.web.builder.views import blueprint
from app.web.frame import open_program, shell
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.words import Words

DESIGN = Words("设计表单", "Design forms")


@blueprint.get("/forms/design")
@policy(Can.READ_PROGRAM)
def design_forms(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    page = FormsIsland(
        palette=form_palette(),
        fields=field_palette(),
        currency=currency_sign(here.standing.settings.currency),
        chosen=request.args.get("form"),
    )
    return show(
        "builder/_island.html",
        shell=shell(here, Crumb(label=DESIGN)),
        title=DESIGN,
        island_name="forms",
        boot=boot(here, page=page, urls=condition_urls(here)),
    )
