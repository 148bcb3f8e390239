"""A page to ask who would meet a condition, and why a member does or not; nothing is kept."""

from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from app.access import Can
from app.builder import drafts
from app.builder.palette.place import Sort
from app.program.codec import load
from app.web.builder.boot import boot
from app.web.builder.conditions import condition_urls
from app.web.builder.views import blueprint
from app.web.frame import open_program, shell
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.words import Words

TRY = Words("试一个条件", "Try a condition")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceToTry:
    """Where a condition could stand."""

    place: str
    label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionPage:
    """What the page needs beside the draft."""

    places: tuple[PlaceToTry, ...]


@blueprint.get("/conditions")
@policy(Can.READ_PROGRAM)
def conditions(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    program = load(drafts.get(here.space, here.program_id).content)
    everyone = PlaceToTry(place=Sort.MEMBER.value, label=Words("全部会员", "All members"))
    ladders = tuple(
        PlaceToTry(place=f"{Sort.LADDER}:{each.key}", label=each.label) for each in program.ladders
    )
    page = ConditionPage(places=(*ladders, everyone))
    return show(
        "builder/_island.html",
        shell=shell(here, Crumb(label=TRY)),
        title=TRY,
        island_name="conditions",
        boot=boot(here, page=page, urls=condition_urls(here)),
    )
