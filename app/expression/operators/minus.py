"""`-`: the difference of two numbers, or the opposite of one."""

from app.expression.arithmetic import (
    CANCELLED,
    Arithmetic,
    any_null,
    common,
    level_all,
    nothing,
    said,
)
from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.dialects import infix
from app.expression.offering import NUMERIC, Offer, Section, alike, computed, operand, value
from app.expression.proving import Amount, Prover
from app.expression.ranges import as_number
from app.expression.speaker import Speaker
from app.expression.translator import Column, Translator
from app.expression.tree import Apply, Typed
from app.expression.types import Decimal, Integer, Number, Type
from app.words import Words


class Minus(Arithmetic):
    key = "-"
    label = Words("减", "minus")
    most = 2

    def offers(self) -> tuple[Offer, ...]:
        return (
            computed(
                Section.CALCULATION, alike(NUMERIC), operand(*NUMERIC), value(zh="减", en="minus")
            ),
        )

    def check(self, call: Call, checker: Checker) -> Typed:
        nodes = self.operands(call, checker)
        if nodes is None:
            return nothing(call)
        level = level_all(nodes, checker)
        return checker.guard(
            Apply(path=call.path, type=_type(level), operator=self.key, arguments=level)
        )

    def python(self, node: Apply, code: Coder) -> str:
        if len(node.arguments) == 1:
            return code.otherwise_null(node.arguments, lambda name: f"(-{name})")
        return code.otherwise_null(node.arguments, lambda left, right: f"({left} - {right})")

    def sql(self, node: Apply, translate: Translator) -> Column:
        columns = [translate.value(each) for each in node.arguments]
        return -columns[0] if len(columns) == 1 else infix("-", *columns)

    def amount(self, node: Apply, prove: Prover) -> Amount:
        values, known = prove.strict(node.arguments)
        if len(values) == 1:
            return Amount(-values[0], known)
        if isinstance(node.type, Number):
            return prove.free(node, known=known)  # Doubles are rounded.
        return Amount(values[0] - values[1], known)

    def phrase(self, node: Apply, say: Speaker) -> Words:
        if len(node.arguments) == 1:
            return say.filled(Words("-{0}", "-{0}"), node.arguments)
        return said(Words(" - ", " - "), node.arguments, say)


def _type(nodes: tuple[Typed, ...]) -> Type:
    nullable = any_null(nodes)
    first, last = nodes[0].type, nodes[-1].type
    kind = common(nodes)
    if isinstance(first, Integer | Decimal) and isinstance(last, Integer | Decimal):
        lo, hi = (
            (-last.hi, -last.lo) if len(nodes) == 1 else (first.lo - last.hi, first.hi - last.lo)
        )
        if isinstance(kind, Decimal):
            return Decimal(kind.scale, lo, hi, nullable)
        return Integer(lo, hi, nullable)
    one, other = as_number(first), as_number(last)
    if len(nodes) == 1:
        return Number(one.magnitude, one.smallest, nullable)
    smallest = min(one.smallest, other.smallest) * CANCELLED
    return Number(one.magnitude + other.magnitude, smallest, nullable)
