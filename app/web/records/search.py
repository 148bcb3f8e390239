"""Ctrl+K: members by name, phone or number, what was designed, and the places one may go."""

from collections.abc import Mapping
from typing import Any

from flask import current_app

from app.access import Can
from app.runtime.member_filter import Whom
from app.runtime.member_list import Question, find_members
from app.runtime.releases import live
from app.web.frame import Here, places
from app.web.language import t, w
from app.web.records.designed import found_things
from app.web.records.showing import name_of, tier_shown
from app.words import Words

MOST = 8
FURTHER = (
    ("designs.designs", Words("券与权益设计", "Coupons and benefits"), Can.READ_PROGRAM),
    ("records.at_risk", Words("即将降级", "At risk"), Can.READ_MEMBERS),
    ("records.segments", Words("人群", "Segments"), Can.READ_PROGRAM),
    ("builder.parameters", Words("参数", "Parameters"), Can.READ_PROGRAM),
    ("builder.conditions", Words("试写条件", "Try a condition"), Can.READ_PROGRAM),
    ("builder.design_forms", Words("设计表单", "Design forms"), Can.READ_PROGRAM),
    ("builder.document", Words("以 JSON 查看方案", "The programme as JSON"), Can.READ_PROGRAM),
    ("builder.draft_versions", Words("草稿的版本", "Versions of the draft"), Can.READ_PROGRAM),
    ("builder.check", Words("检查并发布", "Check and publish"), Can.PUBLISH),
    ("flows.runs", Words("运行记录", "Runs of automations"), Can.READ_MEMBERS),
    ("flows.health", Words("运行状况", "Health of automations"), Can.READ_PROGRAM),
    ("benefits.counter", Words("核销", "Redeem"), Can.REDEEM),
)
"""Pages that the main navigation does not show, or not to everybody."""


def search_everything(here: Here, text: str) -> list[dict[str, str]]:
    wanted = text.strip().casefold()
    members = _members(here, text) if wanted else []
    return [*members, *_pages(here, wanted), *found_things(here, wanted)]


def _pages(here: Here, wanted: str) -> list[dict[str, str]]:
    pages = [(each.label, each.url) for each in places(here)]
    pages += [
        (label, here.url(endpoint))
        for endpoint, label, asks in FURTHER
        if wanted and endpoint in current_app.view_functions and here.visitor.may(asks)
    ]
    found = {url: label for label, url in reversed(pages) if _named(label, wanted)}
    return [
        {"label": t(label), "detail": w("页面", "Page"), "url": url}
        for url, label in reversed(found.items())
    ]


def _named(label: Words, wanted: str) -> bool:
    return any(wanted in each.casefold() for each in label)


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
