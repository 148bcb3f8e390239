"""The yearly return of the day a member joined, as columns: when a year of membership begins."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case

from app.days import Moment, from_day, to_day
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
    year = from_day(day).year
    this_year = _return_in(year, source, scope, moment)
    return case((this_year <= day, this_year), else_=_return_in(year - 1, source, scope, moment))


def second_return(source: Source, scope: Scope, moment: Moment, day: int) -> ColumnElement[Any]:
    """Give the return that follows the first one behind a day."""
    year = from_day(day).year
    still_to_come = _return_in(year, source, scope, moment) > day
    later = [_return_in(year + n, source, scope, moment) for n in (1, 2)]
    return case((still_to_come, later[0]), else_=later[1])


def _return_in(year: int, source: Source, scope: Scope, moment: Moment) -> ColumnElement[Any]:
    """Give the one return of a year: moving 29 February by months would miss some, or count two."""
    return return_after(source, scope, moment, to_day(date(year, 1, 1)) - 1)
