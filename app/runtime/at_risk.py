"""Who is about to lose a tier: members reviewed soon who would not keep it as things stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, literal, or_, select, true

from app.expression.gap import Way, ways
from app.program.checked import CheckedLadder
from app.program.ladder import Tier
from app.runtime.knowing import Fields, Known, explained, values_of_many, with_cuts
from app.runtime.placing import NOWHERE, Placing
from app.runtime.releases import Live
from app.storage import cuts, notices, records
from app.storage.space import Space

SOON = 30
"""Days ahead, where nobody says how many."""
LONGEST = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a page ended."""

    due: int
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AtRisk:
    """A member who would lose a tier."""

    member: Fields
    tier: Tier
    """The earned one."""
    falls_to: Tier
    due: int
    """The local day of the review."""
    failed: int | None
    """The day on which a review was not passed, while in grace."""
    told_at: int | None
    """When the member was told of this review."""
    missing: tuple[Way, ...]
    """The nearest ways to keep the tier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    members: tuple[AtRisk, ...]
    next: Mark | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which members are meant."""

    days: int = SOON
    """How far ahead their reviews are."""
    after: Mark | None = None
    size: int = 50


def at_risk(space: Space, live: Live, ladder: CheckedLadder, asked: Question, *, now: int) -> Page:
    """Give a page of those who would fall, the earliest review first, then by id.

    On a ladder that is looked at every day, everybody's review is tomorrow. Metrics are as of
    their last refresh, so that the list costs one statement however many members there are.
    """
    placing = Placing(live, ladder, live.moment(now))
    rows = _rows(space, placing, asked)
    page = rows[: asked.size]
    more = len(rows) > asked.size
    return Page(
        members=tuple(_described(space, placing, page)),
        next=Mark(due=page[-1].due, member_id=page[-1].id) if more else None,
    )


def _rows(space: Space, placing: Placing, asked: Question) -> Sequence[Any]:
    table, columns, today = placing.members.table, placing.columns, placing.moment.today
    readable = placing.members.readable
    daily = not placing.ladder.ladder.review.dated
    mine = readable.c[columns.due.name]
    near = true() if daily else and_(mine > today, mine <= today + asked.days)
    seen = placing.reviewed(near).subquery()
    day = literal(today + 1) if daily else table.c[columns.due.name]
    found = (
        select(seen.c.id, seen.c.held, seen.c.position, seen.c.grace, day.label("due"))
        .join_from(seen, table, table.c.id == seen.c.id)
        .where(placing.own, seen.c.position < seen.c.held, seen.c.position != NOWHERE)
    )
    if asked.after is not None:
        last = asked.after
        later = and_(day == last.due, seen.c.id > last.member_id)
        found = found.where(or_(day > last.due, later))
    order = [seen.c.id] if daily else [day, seen.c.id]
    return space.execute(found.order_by(*order).limit(asked.size + 1)).all()


def _described(space: Space, placing: Placing, page: Sequence[Any]) -> Iterator[AtRisk]:
    live, ladder = placing.live, placing.ladder
    program_id = live.catalogue.program_id
    ids = [each.id for each in page]
    members = records.find_rows(space, placing.members, ids)
    kept = cuts.cuts(space, program_id)
    values = values_of_many(space, live, list(members.values()), placing.moment, materialised=True)
    told = notices.of_members(space, placing.columns.id, ids)
    for each in page:
        fields = members[each.id]
        tier = ladder.ladder.tiers[each.held]
        mine = ladder.of(fields["created_at"])
        known = with_cuts(Known(values=values[each.id], moment=placing.moment), mine, kept)
        stay = explained(mine, mine.stay(tier.key), known)
        yield AtRisk(
            member=fields,
            tier=tier,
            falls_to=ladder.ladder.tiers[each.position],
            due=each.due,
            failed=each.grace,
            told_at=told.get((each.id, each.due)),
            missing=() if stay is None else ways(stay),
        )
