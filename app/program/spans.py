"""Days, weeks, months, quarters and years of the calendar, by their first local days."""

from app.days import (
    Calendar,
    add_months,
    start_of_month,
    start_of_quarter,
    start_of_year,
)
from app.program.benefit import Every

WEEK = 7
MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}


def first_day(every: Every, day: int, calendar: Calendar) -> int:
    """Give the first day of the stretch a day lies in."""
    match every:
        case Every.DAY:
            return day
        case Every.WEEK:
            return calendar.start_of_week(day)
        case Every.MONTH:
            return start_of_month(day)
        case Every.QUARTER:
            return start_of_quarter(day)
        case Every.YEAR:
            return start_of_year(day)


def next_first_day(every: Every, first: int) -> int:
    """Give the first day of the stretch behind the one that begins on a day."""
    match every:
        case Every.DAY:
            return first + 1
        case Every.WEEK:
            return first + WEEK
        case _:
            return add_months(first, MONTHS[every])
