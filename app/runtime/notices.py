"""Notices before a review: who would not keep their tier as things stand (c6)."""

from functools import partial

from sqlalchemy import Insert, and_, bindparam, literal, select

from app.days import Moment
from app.runtime.placing import How, Placing
from app.runtime.releases import Live
from app.runtime.tiers import between
from app.storage import notices
from app.storage.space import Space
from app.storage.types import BIG


def write(space: Space, live: Live, moment: Moment, *, after: int, up_to: int) -> None:
    """Note once for each review which of these members are told that they would fall.

    Looks at the members with `after` < id <= `up_to`, as of now: what they would still have to do
    is what is missing of the condition to stay.
    """
    dialect = space.connection.dialect.name
    for ladder in live.checked.ladders.values():
        if ladder.ladder.review.dated and ladder.ladder.review.notice_days:
            placing = Placing(live, ladder, moment)
            statement = placing.remembered("noticed", dialect, partial(_noticed, placing))
            space.execute(statement, {"after": after, "up_to": up_to, "now": moment.now})


def _noticed(placing: Placing) -> Insert:
    table, columns = placing.members.table, placing.columns
    today, days = placing.moment.today, placing.ladder.ladder.review.notice_days
    due = table.c[columns.due.name]
    told = notices.told(columns.id, table.c.id, due)
    near = and_(between(table), due > today, due <= today + days, ~told)
    seen = placing.seen(near, How.REVIEW)
    return notices.from_select(
        select(
            literal(placing.live.catalogue.workspace_id),
            literal(placing.live.catalogue.program_id),
            seen.c.id,
            literal(columns.id),
            seen.c.due,
            seen.c.old_earned,
            bindparam("now", type_=BIG),
        ).where(placing.falls(seen))
    )
