"""`contains`: a text has a part, or a list has an item."""

from app.expression.checker import Call, Checker
from app.expression.containing import Containing
from app.expression.offering import Kind, Offer, operand, rule, value
from app.expression.tree import Typed
from app.words import Words


class Contains(Containing):
    key = "contains"
    label = Words("包含", "contains")

    def offers(self) -> tuple[Offer, ...]:
        no = Words("不包含", "does not contain")
        return (rule(operand(Kind.LIST, Kind.TEXT), value(items=True), order=9, negated=no),)

    def check(self, call: Call, checker: Checker) -> Typed:
        return self.contained(call, checker, 0)
