"""Runs of consecutive days, weeks or months, in Python and as gaps and islands in SQL."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from app.days import Calendar, Moment, add_months, from_day, start_of_month
from app.expression.dialects import Month, Year
from app.expression.translator import bound

UNITS = ("day", "week", "month")
_FAR = 700_000
"""Weeks; added so that days before 1970 divide like those after."""


@dataclass(frozen=True, slots=True)
class Streak:
    best: int
    length: int
    """Of the latest run, whether or not it still goes on."""
    end: int | None
    """The last day of the latest run."""


def unit_number(day: int, unit: str, calendar: Calendar) -> int:
    """Count the days, weeks or months, so that neighbours differ by one."""
    match unit:
        case "day":
            return day
        case "week":
            return (day + 3 - calendar.week_starts) // 7
        case _:
            then = from_day(day)
            return then.year * 12 + then.month - 1


def sql_unit_number(day: ColumnElement[Any], unit: str, calendar: Calendar) -> ColumnElement[Any]:
    match unit:
        case "day":
            return day
        case "week":
            shifted = day + bound(3 - calendar.week_starts + 7 * _FAR)
            return shifted // bound(7) - bound(_FAR)
        case _:
            return Year(day) * bound(12) + Month(day) - bound(1)


def alive_from(unit: str, moment: Moment) -> int:
    """Give the first day on which a run must have ended at the earliest to be going on.

    Today, this week or this month not yet done does not break it.
    """
    today = moment.today
    match unit:
        case "day":
            return today - 1
        case "week":
            return moment.calendar.start_of_week(today) - 7
        case _:
            return add_months(start_of_month(today), -1)


def streak(days: set[int], unit: str, calendar: Calendar) -> Streak:
    """Find the best and the latest run."""
    if not days:
        return Streak(0, 0, None)
    numbers = sorted({unit_number(day, unit, calendar) for day in days})
    best = length = 0
    previous: int | None = None
    for number in numbers:
        length = length + 1 if previous is not None and number == previous + 1 else 1
        best, previous = max(best, length), number
    return Streak(best, length, max(days))


def islands(
    days: Select[Any], unit: str, calendar: Calendar, *, by: tuple[str, ...] = ()
) -> Select[Any]:
    """Group days into runs: columns `length`, `last` (day), and those named by `by`.

    `days` has a column `day` and those of `by`; days may be repeated.
    """
    seen = days.subquery("seen")
    number = sql_unit_number(seen.c.day, unit, calendar)
    owners = [seen.c[name] for name in by]
    units = (
        select(*owners, number.label("number"), func.max(seen.c.day).label("last"))
        .group_by(*owners, number)
        .subquery("units")
    )
    owners = [units.c[name] for name in by]
    order = func.row_number().over(partition_by=owners or None, order_by=units.c.number)
    numbered = select(*owners, units.c.last, (units.c.number - order).label("island")).subquery(
        "numbered"
    )
    owners = [numbered.c[name] for name in by]
    return select(
        *owners, func.count().label("length"), func.max(numbered.c.last).label("last")
    ).group_by(*owners, numbered.c.island)


def streaks(days: Select[Any], unit: str, calendar: Calendar) -> Select[Any]:
    """Turn (member_id, day) into member_id, best, current_length, current_end.

    `current_length` is that of the latest run; whether it still goes on is asked when it is read.
    """
    runs = islands(days, unit, calendar, by=("member_id",)).subquery("runs")
    latest = func.max(runs.c.last).over(partition_by=runs.c.member_id)
    known = select(runs.c.member_id, runs.c.length, runs.c.last, latest.label("end")).subquery(
        "known"
    )
    current = case((known.c.last == known.c.end, known.c.length))
    return select(
        known.c.member_id,
        func.max(known.c.length).label("best"),
        func.max(current).label("current_length"),
        func.max(known.c.end).label("current_end"),
    ).group_by(known.c.member_id)
