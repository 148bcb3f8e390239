"""The review ahead as a page shows it: the day, whether the tier is kept, what it takes."""

from app.days import from_day, local_day
from app.expression.gap import sentence
from app.runtime.prospect import Prospect
from app.runtime.standing import LadderView
from app.web.frame import Here
from app.web.records.conditions import line
from app.web.records.member_model import KeepingShown
from app.web.records.showing import tier_shown
from app.words import Words

NEAREST = 2
BADGES = {
    "kept": Words("能保住", "Kept as things stand"),
    "rises": Words("将晋升", "Rises as things stand"),
    "risk": Words("有降级风险", "At risk"),
    "grace": Words("宽限期内", "In grace"),
}


def keeping_shown(here: Here, view: LadderView) -> KeepingShown | None:
    found = view.prospect
    if found is None or found.due is None:
        return None
    state = _state(view, found)
    if state == "kept" and found.stay is None:
        return None  # Nothing is asked of the lowest tier, and nothing is gained.
    missing = sentence(found.missing[:NEAREST])
    told = next((each.at for each in view.notices if each.due == found.due), None)
    return KeepingShown(
        state=state,
        badge=BADGES[state],
        text=_with_layers(view, found, _text(view, found, state)),
        due=found.due,
        left=found.due - local_day(here.now, here.formats.zone),
        then=tier_shown(view.ladder, found.tier),
        missing=missing if missing.zh else None,
        condition=line(found.stay) if found.stay else None,
        told=told,
    )


def _state(view: LadderView, found: Prospect) -> str:
    if not found.keeps:
        return "grace" if found.failed is not None else "risk"
    earned = view.holding.earned if view.holding else None
    held = view.ladder.position(earned.key if earned else None)
    return "rises" if view.ladder.position(found.earned) > held else "kept"


def _text(view: LadderView, found: Prospect, state: str) -> Words:
    then = _label(view, found.earned)
    if state == "kept":
        return Words(
            "照现在的数据，届时能保住等级。", "As things stand, the tier is kept at the review."
        )
    if state == "rises":
        return Words(
            f"照现在的数据，届时晋升为“{then.to('zh')}”。",
            f"As things stand, the member rises to “{then.to('en')}”.",
        )
    if state == "grace":
        return Words(
            f"考核未通过，正在宽限：到期前仍未达到，将降为“{then.to('zh')}”。",
            f"The review was not passed. Unless it is made up for by then, the tier falls to"
            f" “{then.to('en')}”.",
        )
    if found.grace is not None:
        until = from_day(found.grace).isoformat()
        return Words(
            f"照现在的数据保不住：先宽限到 {until}，之后降为“{then.to('zh')}”。",
            f"Not kept as things stand: grace until {until}, then down to “{then.to('en')}”.",
        )
    return Words(
        f"照现在的数据保不住，届时降为“{then.to('zh')}”。",
        f"Not kept as things stand: the tier falls to “{then.to('en')}”.",
    )


def _with_layers(view: LadderView, found: Prospect, said: Words) -> Words:
    """Add the tier in force then, where a layer makes it another one."""
    if found.tier == found.earned:
        return said
    then = _label(view, found.tier)
    return Words(
        f"{said.zh}由于其他层，届时实际等级是“{then.to('zh')}”。",
        f"{said.en} With the other layers, the tier in force is “{then.to('en')}” then.",
    )


def _label(view: LadderView, key: str | None) -> Words:
    if view.ladder.position(key) < 0:
        return Words("无等级", "no tier")
    return view.ladder.tier(str(key)).label
