"""`/`: the quotient as a number; null where the divisor is zero."""

from sqlalchemy import Double, func, literal

from app.expression.arithmetic import Arithmetic, as_double, nothing, said
from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.dialects import Quotient
from app.expression.offering import (
    NUMERIC,
    Kind,
    Offer,
    Section,
    Shape,
    Slot,
    always,
    computed,
    operand,
)
from app.expression.ranges import as_number
from app.expression.speaker import Speaker
from app.expression.translator import Column, Translator
from app.expression.tree import Apply, Constant, Typed
from app.expression.types import Number
from app.words import Words


class DividedBy(Arithmetic):
    key = "/"
    label = Words("除以", "divided by")
    fewest = most = 2

    def offers(self) -> tuple[Offer, ...]:
        return (
            computed(
                Section.CALCULATION,
                always(Kind.NUMBER),
                operand(*NUMERIC),
                Slot(
                    shape=Shape.VALUE,
                    label=Words("除以", "by"),
                    accepts=(Kind.NUMBER, Kind.INTEGER, Kind.MONEY),
                ),
            ),
        )

    def check(self, call: Call, checker: Checker) -> Typed:
        nodes = (checker.argument(call, 0), checker.argument(call, 1))
        if self.numeric(nodes, checker) is None:
            return nothing(call)
        left, right = (as_double(node, checker) for node in nodes)
        above, below = as_number(left.type), as_number(right.type)
        never_zero = isinstance(right, Constant) and right.value != 0
        kind = Number(
            above.magnitude / below.smallest,
            above.smallest / below.magnitude,
            left.type.nullable or right.type.nullable or not never_zero,
        )
        return checker.guard(
            Apply(path=call.path, type=kind, operator=self.key, arguments=(left, right))
        )

    def python(self, node: Apply, code: Coder) -> str:
        if not node.type.nullable or _by_constant(node):
            return code.otherwise_null(node.arguments, lambda left, right: f"({left} / {right})")
        test, (left, right) = code.strict(node.arguments)
        name = code.fresh()
        test = f"{test} and ({name} := {right})" if test else f"({name} := {right})"
        return f"({left} / {name} if {test} else None)"

    def sql(self, node: Apply, translate: Translator) -> Column:
        left, right = (translate.value(each) for each in node.arguments)
        if not _by_constant(node):
            right = func.nullif(right, literal(0.0, Double()))
        return Quotient(left, right)

    def phrase(self, node: Apply, say: Speaker) -> Words:
        return said(Words(" ÷ ", " ÷ "), node.arguments, say)


def _by_constant(node: Apply) -> bool:
    divisor = node.arguments[1]
    return isinstance(divisor, Constant) and divisor.value != 0
