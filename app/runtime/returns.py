"""The yearly return of the day a member joined, as columns: when a year of membership begins."""

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, case, func

from app.days import Moment, add_months
from app.expression.check import check
from app.expression.source import Source
from app.expression.sql import to_sql
from app.expression.types import Date, Scope

YEAR = 12
RETURN = {"anniversary": [{"var": "joined_at"}]}


def return_after(source: Source, scope: Scope, moment: Moment, day: int) -> ColumnElement[Any]:
    """Give the first return of the joining day behind a day; null where nobody knows it."""
    then = replace(moment, today=day + 1)
    found = check(RETURN, scope, expect=Date(), set_wise=True)
    return to_sql(found, source, then)


def last_return(source: Source, scope: Scope, moment: Moment, day: int) -> ColumnElement[Any]:
    """Give the last return up to and with a day; null where nobody knows the joining day."""
    found = return_after(source, scope, moment, add_months(day, -YEAR))
    # From 28 February a year ago, 29 February comes back on the morrow: the return was a year ago.
    before = return_after(source, scope, moment, add_months(day, -2 * YEAR))
    return case((found <= day, found), else_=func.coalesce(before, found))


def second_return(source: Source, scope: Scope, moment: Moment, day: int) -> ColumnElement[Any]:
    """Give the return that follows the first one behind a day."""
    first = return_after(source, scope, moment, day)
    year_on = add_months(day, YEAR)
    found = return_after(source, scope, moment, year_on)
    # A year after 28 February, 29 February may still be the first.
    return case((found > first, found), else_=return_after(source, scope, moment, year_on + 1))
