"""The page of benefits; the view reads the request, calls one function and answers."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.access import Can
from app.web.benefits.matrix import benefits_page
from app.web.benefits.model import STATES, TONES
from app.web.frame import open_program, shell
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.words import Words

blueprint = Blueprint("benefits", __name__, url_prefix="/programs/<int:program_id>")
BENEFITS = Words("权益与积分", "Benefits and points")


@blueprint.get("/benefits")
@policy(Can.READ_PROGRAM)
def benefits(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    frame = shell(here, Crumb(label=BENEFITS))
    page = benefits_page(here)
    return show("benefits/benefits.html", shell=frame, page=page, states=STATES, tones=TONES)
