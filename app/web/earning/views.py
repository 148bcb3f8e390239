"""Views of earning; each reads the request, calls one function and answers."""

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.builder import earning as kept
from app.builder.earning import Part
from app.builder.segments import Author
from app.clock import from_instant
from app.errors import Conflict, NotFound
from app.web.earning.page import earning_page
from app.web.frame import Here, open_program, shell
from app.web.language import t
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.words import Words

blueprint = Blueprint("earning", __name__, url_prefix="/programs/<int:program_id>/earning")
EARNING = Words("积分规则", "Earning rules")
BENEFITS = "benefits"


def part_of(text: str) -> Part:
    """Read which list an address names. Raises `NotFound`."""
    if text not in set(Part):
        raise NotFound("没有这一页。", "There is no such page.")
    return Part(text)


def home_of(here: Here, **more: str) -> str:
    """Give the page a visitor came from: that of benefits shows budgets too."""
    if request.args.get("from") == BENEFITS:
        return here.url("benefits.benefits", **more, _anchor="budgets")
    return here.url("earning.earning", **more)


def coming_from() -> dict[str, str]:
    """Give what an address hands on, so that one returns to where one came from."""
    return {"from": BENEFITS} if request.args.get("from") == BENEFITS else {}


def author(here: Here) -> Author:
    return Author(now=from_instant(here.now), by=here.visitor.user.email)


@blueprint.get("")
@policy(Can.READ_PROGRAM)
def earning(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    frame = shell(here, Crumb(label=EARNING))
    return show("earning/earning.html", shell=frame, page=earning_page(here))


@blueprint.post("/<part>/<thing>/duplicate")
@policy(Can.EDIT_DRAFT)
def duplicate(program_id: int, part: str, thing: str) -> ResponseReturnValue:
    here = open_program(program_id)
    made = kept.duplicate(here.space, here.program_id, part_of(part), thing, author(here))
    flash(t(Words("已复制，先停用着。", "Copied; the copy rests for now.")))
    return redirect(here.url("earning.edit", part=part, thing=made, **coming_from()))


@blueprint.post("/<part>/<thing>/delete")
@policy(Can.EDIT_DRAFT)
def delete(program_id: int, part: str, thing: str) -> ResponseReturnValue:
    here = open_program(program_id)
    try:
        label = kept.remove(here.space, here.program_id, part_of(part), thing, author(here))
    except Conflict:
        # The page says beside the budget what still draws on it.
        return redirect(home_of(here, kept=thing))
    name = Words(f"已从草稿移除“{label.to('zh')}”。", f"{label.to('en')} is out of the draft.")
    flash(t(name))
    return redirect(home_of(here))
