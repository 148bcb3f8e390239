"""What a metric means over day buckets: the runtime keeps them and asks here how to add them up."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, true

from app.days import Calendar, Moment
from app.expression.operators import OPERATORS
from app.expression.rolling import Buckets, Rolling
from app.expression.source import Source
from app.expression.streaks import alive_from, streaks
from app.expression.translator import Translator, bound
from app.expression.tree import Rollup
from app.expression.windows import Window, bounds

__all__ = [
    "Buckets",
    "alive_from",
    "from_buckets",
    "in_window",
    "is_bucketed",
    "streaks_of_buckets",
    "to_rows_sql",
]


def _word(rollup: Rollup) -> Rolling:
    found = OPERATORS[rollup.function]
    assert isinstance(found, Rolling)
    return found


def is_bucketed(rollup: Rollup) -> bool:
    """Say whether day buckets are enough; `first_of` and `last_of` are computed from rows."""
    return _word(rollup).bucketed


def in_window(
    window: Window,
    day: ColumnElement[int],
    moment: Moment,
    start: ColumnElement[int] | None = None,
) -> ColumnElement[bool]:
    """Say whether a day is in a window; a per-member window needs its first day in `start`."""
    first, last = bounds(window, moment)
    conditions = [day <= bound(moment.today if last is None else last)]
    if first is not None:
        conditions.append(day >= bound(first))
    if window.needs is not None:
        assert start is not None
        conditions.append(day >= start)
        if window.count:
            conditions.append(day < start + bound(window.count))
    return and_(true(), *conditions)


def from_buckets(
    rollup: Rollup, buckets: Buckets, counted: ColumnElement[bool]
) -> ColumnElement[Any]:
    """Compute a metric over one member's buckets; streaks have a statement of their own."""
    return _word(rollup).from_buckets(rollup, buckets, counted)


def streaks_of_buckets(days: Select[Any], rollup: Rollup, calendar: Calendar) -> Select[Any]:
    """Turn (member_id, day) into member_id, best, current_length, current_end."""
    return streaks(days, rollup.unit or "day", calendar)


def to_rows_sql(rollup: Rollup, source: Source, moment: Moment) -> ColumnElement[Any]:
    """Compute a metric from rows, as a correlated subquery."""
    return _word(rollup).sql_metric(rollup, Translator(source, moment, OPERATORS))
