"""Views of analytics; each reads the request, calls one function and answers."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.access import Can
from app.web.analytics.page import diagnosis_page
from app.web.frame import open_program, shell
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.words import Words

blueprint = Blueprint("analytics", __name__, url_prefix="/programs/<int:program_id>")
NOT_READ = 422


@blueprint.get("/diagnosis")
@policy(Can.READ_PROGRAM)
def diagnosis(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    frame = shell(here, Crumb(label=Words("诊断", "Diagnosis")))
    page = None if here.standing.number is None else diagnosis_page(here)
    if page is None:
        url = here.url("builder.check") if here.visitor.may(Can.PUBLISH) else None
        return show("analytics/undiagnosed.html", shell=frame, url=url)
    answer = show("analytics/diagnosis.html", shell=frame, page=page)
    return answer, NOT_READ if page.form.problem else 200
