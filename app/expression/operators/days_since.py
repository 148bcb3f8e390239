"""`days_since`: how many days ago a day was; negative for days to come."""

from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.offering import TIMES, Kind, Offer, Section, always, computed, operand
from app.expression.proving import Amount, Prover
from app.expression.timing import OfDays, python_day, sql_day
from app.expression.translator import Column, Translator, bound
from app.expression.tree import Apply, Rollup, Typed
from app.expression.types import FIRST_DAY, LAST_DAY, Integer
from app.words import Words

SPAN = LAST_DAY - FIRST_DAY


class DaysSince(OfDays):
    key = "days_since"
    label = Words("距今天数", "days since")
    most = 1
    sentence = Words("{0}距今天数", "days since {0}")

    def offers(self) -> tuple[Offer, ...]:
        return (computed(Section.DATE, always(Kind.INTEGER, "day"), operand(*TIMES)),)

    def check(self, call: Call, checker: Checker) -> Typed:
        node = self.day(call, 0, checker)
        if node is None:
            return self.nothing(call)
        kind = Integer(-SPAN, SPAN, node.type.nullable)
        return Apply(path=call.path, type=kind, operator=self.key, arguments=(node,))

    def python(self, node: Apply, code: Coder) -> str:
        day = python_day(node.arguments[0], code)
        if not node.type.nullable:
            return f"(moment.today - {day})"
        name = code.fresh()
        return f"(moment.today - {name} if ({name} := {day}) is not None else None)"

    def sql(self, node: Apply, translate: Translator) -> Column:
        return bound(translate.moment.today) - sql_day(node.arguments[0], translate)

    def amount(self, node: Apply, prove: Prover) -> Amount:
        found = prove.day(node.arguments[0])
        return Amount(prove.today - found.value, found.known)

    def unit(self, node: Apply | Rollup) -> str:
        return "day"
