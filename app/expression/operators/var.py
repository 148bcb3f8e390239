"""`var`: a field of the record, of a record it refers to, or the current item."""

from app.expression.checker import Call, Checker
from app.expression.choosing import first_set
from app.expression.offering import (
    Kind,
    Offer,
    Result,
    Section,
    Shape,
    Slot,
    computed,
    operand,
    rule,
)
from app.expression.operator import Operator
from app.expression.reading import read
from app.expression.tree import Typed
from app.expression.types import Null
from app.words import Words


class Var(Operator):
    key = "var"
    label = Words("字段", "field")
    most = 2

    def offers(self) -> tuple[Offer, ...]:
        name = Slot(shape=Shape.NAME, label=Words("字段", "field"))
        yes, no = Words("为是", "is yes"), Words("为否", "is no")
        return (
            computed(Section.FIELD, Result(of=0), name, alone=True),
            rule(operand(Kind.BOOLEAN), label=yes, negated=no, bare=True, order=1),
        )

    def check(self, call: Call, checker: Checker) -> Typed:
        name = call.arguments[0]
        if not isinstance(name, str):
            return checker.wrong(
                call.at(0),
                "字段名必须是固定文本。",
                "The name of a field must be a fixed text.",
            )
        found = read(name, call.path, checker)
        if len(call.arguments) == 1 or isinstance(found.type, Null):
            return found
        default = checker.needs(call, 1, found.type)
        return first_set(call.path, (found, default), checker)
