"""Ctrl+K: members by name, phone or number, and the places one may go."""

from collections.abc import Mapping
from typing import Any

from app.access import Can
from app.runtime.member_filter import Whom
from app.runtime.member_list import Question, find_members
from app.runtime.releases import live
from app.web.frame import Here, places
from app.web.language import t, w
from app.web.records.showing import name_of, tier_shown

MOST = 8


def search_everything(here: Here, text: str) -> list[dict[str, str]]:
    wanted = text.strip().casefold()
    found = [
        {"label": t(each.label), "detail": w("页面", "Page"), "url": each.url}
        for each in places(here)
        if any(wanted in label.casefold() for label in each.label)
    ]
    return [*(_members(here, text) if wanted else ()), *found]


def _members(here: Here, text: str) -> list[dict[str, str]]:
    if here.standing.number is None:
        return []
    ladder = next(iter(live(here.space, here.program_id).checked.program.ladders), None)
    personal = here.visitor.may(Can.READ_PERSONAL)
    return [_member(here, each, ladder, personal=personal) for each in found_members(here, text)]


def found_members(here: Here, text: str) -> tuple[Mapping[str, Any], ...]:
    """Find members by name, phone or number; a text that is blank finds the first few."""
    if here.standing.number is None:
        return ()
    released = live(here.space, here.program_id)
    personal = here.visitor.may(Can.READ_PERSONAL)
    question = Question(whom=Whom(search=text, personal=personal), size=MOST)
    moment = released.moment(here.now)
    return find_members(here.space, released, question, (), moment).members


def _member(here: Here, member: Any, ladder: Any, *, personal: bool) -> dict[str, str]:
    tier = tier_shown(ladder, member[f"tier:{ladder.key}"]) if ladder else None
    number = str(member.get("number") or "")
    return {
        "label": name_of(member, personal=personal),
        "detail": " · ".join(each for each in (number, t(tier.label) if tier else "") if each),
        "url": here.url("records.member", member_id=member["id"]),
    }
