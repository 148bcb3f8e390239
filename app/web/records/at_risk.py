"""The list of members about to lose a tier, as a page."""

from dataclasses import dataclass

from flask import request

from app.access import Can
from app.days import local_day
from app.expression.gap import sentence
from app.program.checked import CheckedLadder
from app.runtime.at_risk import LONGEST, SOON, AtRisk, Mark, Question, at_risk
from app.runtime.releases import live
from app.storage.standings import last_evaluation
from app.web.frame import Here
from app.web.records import addresses
from app.web.records.model import Chip, TierShown
from app.web.records.showing import initial_of_member, name_of, tier_shown
from app.words import Words

SIZE = 50
NEAREST = 2
CHOICES = (7, SOON, 90, LONGEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRow:
    name: str
    initial: str
    number: str
    url: str
    tier: TierShown | None
    falls_to: TierShown | None
    due: int
    left: int
    in_grace: bool
    told_at: int | None
    missing: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtRiskPage:
    days: int
    ladders: tuple[Chip, ...]
    spans: tuple[Chip, ...]
    rows: tuple[RiskRow, ...]
    daily: bool
    as_of: int | None
    """When the metrics were brought up to date for everybody."""
    members_url: str
    first_url: str | None
    next_url: str | None
    design_url: str | None
    """Where reviews are designed, for whom may."""


def at_risk_page(here: Here) -> AtRiskPage:
    found = live(here.space, here.program_id)
    ladders = found.checked.ladders
    asked = request.args.get("ladder", "")
    key = asked if asked in ladders else next(iter(ladders), "")
    days = min(max(1, request.args.get("days", SOON, type=int)), LONGEST)
    after = addresses.until(request.args.get("after"))
    mark = None if after is None else Mark(due=after.at, member_id=after.record_id)
    question = Question(days=days, after=mark, size=SIZE)
    ladder = ladders.get(key)
    page = at_risk(here.space, found, ladder, question, now=here.now) if ladder else None
    last = last_evaluation(here.space, here.program_id)
    following = page.next if page else None
    return AtRiskPage(
        days=days,
        ladders=tuple(
            Chip(label=each.ladder.label, url=_url(here, name, days), current=name == key)
            for name, each in ladders.items()
        )
        if len(ladders) > 1
        else (),
        spans=tuple(
            Chip(label=_within(each), url=_url(here, key, each), current=each == days)
            for each in CHOICES
        ),
        rows=tuple(_row(here, ladder, each) for each in page.members) if page and ladder else (),
        daily=ladder is not None and not ladder.ladder.review.dated,
        as_of=last.finished_at if last else None,
        members_url=here.url("records.members"),
        first_url=_url(here, key, days) if after else None,
        next_url=_url(here, key, days, addresses.write(following.due, following.member_id))
        if following
        else None,
        design_url=here.url("builder.ladder") if here.visitor.may(Can.EDIT_DRAFT) else None,
    )


def _url(here: Here, ladder: str, days: int, after: str | None = None) -> str:
    more = {} if after is None else {"after": after}
    return here.url("records.at_risk", ladder=ladder, days=days, **more)


def _within(days: int) -> Words:
    if days == LONGEST:
        return Words("一年内", "Within a year")
    return Words(f"{days} 天内", f"Within {days} days")


def _row(here: Here, ladder: CheckedLadder, each: AtRisk) -> RiskRow:
    name = name_of(each.member, personal=here.visitor.may(Can.READ_PERSONAL))
    number = str(each.member.get("number") or each.member.get("external_id") or "")
    missing = sentence(each.missing[:NEAREST])
    return RiskRow(
        name=name,
        initial=initial_of_member(name),
        number="" if number == name else number,
        url=here.url("records.member", member_id=each.member["id"]),
        tier=tier_shown(ladder.ladder, each.tier.key),
        falls_to=tier_shown(ladder.ladder, each.falls_to.key),
        due=each.due,
        left=each.due - local_day(here.now, here.formats.zone),
        in_grace=each.failed is not None,
        told_at=each.told_at,
        missing=missing if missing.zh else None,
    )
