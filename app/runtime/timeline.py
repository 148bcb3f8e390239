"""What happened with one member, newest first: orders, refunds, activities and the rest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_

from app.days import local_day, start_of_day
from app.program.objects import ACTIVITY, MEMBER, Object
from app.runtime.releases import Live
from app.storage import records
from app.storage.catalogue import Records
from app.storage.space import Space

PURCHASE = "purchase"
"""The activity that every paid order writes; the order itself says more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One record of a member."""

    object: Object
    at: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """Where a page of the time line ended."""

    at: int
    record_id: int


def timeline(
    space: Space, live: Live, member_id: int, *, until: Until | None, size: int
) -> tuple[tuple[Happened, ...], Until | None]:
    """Give one page of what happened, and where the earlier page begins."""
    found = [
        each
        for kept in live.catalogue.records.values()
        if kept.object.of_member and kept.object.occurred and kept.object.key != MEMBER
        for each in _of(space, live, kept, member_id, until=until, size=size)
    ]
    found.sort(key=lambda each: (each.at, each.values["id"]), reverse=True)
    page = tuple(found[:size])
    if len(found) <= size:
        return page, None
    return page, Until(at=page[-1].at, record_id=page[-1].values["id"])


def _of(  # What one page of one object needs.
    space: Space, live: Live, kept: Records, member_id: int, *, until: Until | None, size: int
) -> Iterator[Happened]:
    zone = live.checked.program.settings.calendar.zone
    occurred = kept.object.occurred or ""
    column, identity = kept.table.c[kept.fields[occurred].name], kept.table.c.id
    by_day = occurred not in kept.days
    statement = records.own(space, kept).where(kept.table.c.member_id == member_id)
    if kept.object.key == ACTIVITY:
        kind = kept.table.c[kept.fields["kind"].name]
        statement = statement.where(kind.is_distinct_from(PURCHASE))
    if until is not None:
        last = local_day(until.at, zone) if by_day else until.at
        statement = statement.where(
            or_(column < last, and_(column == last, identity < until.record_id))
        )
    rows = space.execute(statement.order_by(column.desc(), identity.desc()).limit(size + 1))
    for row in rows:
        values = records.by_field(kept, row)
        if (moment := values[occurred]) is not None:
            at = start_of_day(moment, zone) if by_day else moment
            yield Happened(object=kept.object, at=at, values=values)
