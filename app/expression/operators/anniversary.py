"""`anniversary`: the next yearly return of a date, today included; 29 February by policy."""

from sqlalchemy import case

from app.days import LeapDay, Moment, from_day, next_return
from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.dialects import DayOfMonth, Month
from app.expression.offering import TIMES, Kind, Offer, Section, always, computed, operand
from app.expression.timing import OfDays, python_day, sql_add_months, sql_day, sql_months_of
from app.expression.translator import Column, Translator, bound
from app.expression.tree import Apply, Typed
from app.expression.types import Date
from app.words import Words

FEBRUARY = 2
LEAP_DAY = 29


class Anniversary(OfDays):
    key = "anniversary"
    label = Words("下一个周年日", "next anniversary")
    most = 1
    sentence = Words("{0}的下一个周年日", "next anniversary of {0}")

    def offers(self) -> tuple[Offer, ...]:
        return (computed(Section.DATE, always(Kind.DATE), operand(*TIMES)),)

    def check(self, call: Call, checker: Checker) -> Typed:
        node = self.day(call, 0, checker)
        if node is None:
            return self.nothing(call)
        return Apply(
            path=call.path,
            type=Date(node.type.nullable),
            operator=self.key,
            arguments=(node,),
        )

    def python(self, node: Apply, code: Coder) -> str:
        function = code.constant(_return_from)
        name = code.fresh()
        day = python_day(node.arguments[0], code)
        return f"({function}({name}, moment) if ({name} := {day}) is not None else None)"

    def sql(self, node: Apply, translate: Translator) -> Column:
        moment = translate.moment
        day = translate.once(sql_day(node.arguments[0], translate))
        year = from_day(moment.today).year
        this_year = translate.once(_sql_return(day, year, translate))
        next_year = translate.once(_sql_return(day, year + 1, translate))
        return case((this_year >= bound(moment.today), this_year), else_=next_year)


def _return_from(day: int, moment: Moment) -> int:
    return next_return(day, moment.today, moment.calendar.leap_day)


def _sql_return(day: Column, year: int, translate: Translator) -> Column:
    january = bound(year * 12)
    months = january + Month(day) - bound(1) - sql_months_of(day)
    found = translate.once(sql_add_months(day, months, translate))
    if translate.moment.calendar.leap_day is LeapDay.FEB_28:
        return found
    # A day of 29 February that this year lacks has become 28 February and moves on to 1 March.
    lacking = (DayOfMonth(day) == bound(LEAP_DAY)) & (Month(day) == bound(FEBRUARY))
    moved = lacking & (DayOfMonth(found) != bound(LEAP_DAY))
    return case((moved, found + bound(1)), else_=found)
