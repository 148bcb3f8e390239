"""Notices before a review: who would not keep their tier as things stand (c6)."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Insert, Select, and_, bindparam, literal, select

from app.days import Moment
from app.runtime.moves import between
from app.runtime.placing import How, Placing
from app.runtime.releases import Live
from app.storage import notices
from app.storage.sets import bound, numbers
from app.storage.space import Space
from app.storage.types import BIG


def ahead(space: Space, placing: Placing, *, after: int, up_to: int) -> Sequence[int]:
    """Give who of the members with `after` < id <= `up_to` would be told something by now."""
    if not _gives_notice(placing):
        return ()
    dialect = space.connection.dialect.name
    found = placing.remembered("to notice", dialect, partial(_near, placing))
    return space.execute(found, {"after": after, "up_to": up_to}).scalars().all()


def write(space: Space, live: Live, moment: Moment, member_ids: Sequence[int]) -> None:
    """Note once for each review which of these members are told that they would fall.

    Looks at them as of now: what they would still have to do is what is missing of the condition
    to stay.
    """
    dialect = space.connection.dialect.name
    for ladder in live.checked.ladders.values():
        placing = Placing(live, ladder, moment)
        if _gives_notice(placing):
            statement = placing.remembered("noticed", dialect, partial(_noticed, placing, dialect))
            values = {"ids": bound(dialect, member_ids), "now": moment.now}
            space.execute(statement, values)


def _gives_notice(placing: Placing) -> bool:
    review = placing.ladder.ladder.review
    return review.dated and review.notice_days > 0


def _falling(placing: Placing, among: ColumnElement[bool]) -> tuple[FromClause, Select[Any]]:
    """Give the members whose review is near, and a SELECT of the ids of those who would fall."""
    table, columns = placing.members.table, placing.columns
    today, days = placing.moment.today, placing.ladder.ladder.review.notice_days
    due = table.c[columns.due.name]
    told = notices.told(columns.id, table.c.id, due)
    near = and_(among, due > today, due <= today + days, ~told)
    seen = placing.seen(near, How.REVIEW)
    return seen, select(seen.c.id).where(placing.falls(seen))


def _near(placing: Placing) -> Select[Any]:
    return _falling(placing, between(placing.members.table))[1]


def _noticed(placing: Placing, dialect: str) -> Insert:
    seen, falling = _falling(placing, placing.members.table.c.id.in_(numbers(dialect)))
    return notices.from_select(
        falling.with_only_columns(
            literal(placing.live.catalogue.workspace_id),
            literal(placing.live.catalogue.program_id),
            seen.c.id,
            literal(placing.columns.id),
            seen.c.due,
            seen.c.old_earned,
            bindparam("now", type_=BIG),
        )
    )
