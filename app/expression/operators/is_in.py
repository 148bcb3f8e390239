"""`in`: an item of a list, or a part of a text."""

from app.expression.checker import Call, Checker
from app.expression.containing import Containing
from app.expression.offering import Kind, Offer, operand, rule, value, values
from app.expression.tree import Typed
from app.words import Words


class In(Containing):
    key = "in"
    label = Words("属于", "is one of")

    def offers(self) -> tuple[Offer, ...]:
        return (
            rule(
                operand(Kind.CHOICE, Kind.TEXT, Kind.INTEGER, Kind.REFERENCE),
                values(),
                negated=Words("不属于", "is none of"),
                order=7,
            ),
            rule(
                value(1, items=True),
                operand(Kind.LIST, Kind.TEXT),
                subject=1,
                label=Words("包含", "contains"),
                negated=Words("不包含", "does not contain"),
                listed=False,
            ),
        )

    def check(self, call: Call, checker: Checker) -> Typed:
        return self.contained(call, checker, 1)
