"""`+`: the sum of numbers or of amounts."""

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
from app.expression.speaker import Speaker
from app.expression.translator import Column, Translator
from app.expression.tree import Apply, Typed
from app.expression.types import Decimal, Integer, Number, Type
from app.words import Words


class Plus(Arithmetic):
    key = "+"
    label = Words("加", "plus")

    def offers(self) -> tuple[Offer, ...]:
        return (
            computed(
                Section.CALCULATION, alike(NUMERIC), operand(*NUMERIC), value(zh="加", en="plus")
            ),
        )

    def check(self, call: Call, checker: Checker) -> Typed:
        nodes = self.operands(call, checker)
        if nodes is None:
            return nothing(call)
        level = level_all(nodes, checker)
        return checker.guard(
            Apply(path=call.path, type=_sum_type(level), operator=self.key, arguments=level)
        )

    def python(self, node: Apply, code: Coder) -> str:
        return code.otherwise_null(node.arguments, lambda *names: f"({' + '.join(names)})")

    def sql(self, node: Apply, translate: Translator) -> Column:
        columns = [translate.value(each) for each in node.arguments]
        return infix("+", *columns) if len(columns) > 1 else columns[0]

    def amount(self, node: Apply, prove: Prover) -> Amount:
        values, known = prove.strict(node.arguments)
        if isinstance(node.type, Number):
            return prove.free(node, known=known)  # Doubles are rounded; numbers that prove are not.
        return Amount(sum(values[1:], values[0]), known)

    def phrase(self, node: Apply, say: Speaker) -> Words:
        return said(Words(" + ", " + "), node.arguments, say)


def _sum_type(nodes: tuple[Typed, ...]) -> Type:
    kinds = [node.type for node in nodes]
    nullable = any_null(nodes)
    match common(nodes):
        case Decimal(scale=scale):
            lo, hi = _ends(kinds)
            return Decimal(scale, lo, hi, nullable)
        case Integer():
            lo, hi = _ends(kinds)
            return Integer(lo, hi, nullable)
        case _:
            numbers = [kind for kind in kinds if isinstance(kind, Number)]
            smallest = min(each.smallest for each in numbers)
            if len(numbers) > 1:
                smallest *= CANCELLED
            return Number(sum(each.magnitude for each in numbers), smallest, nullable)


def _ends(kinds: list[Type]) -> tuple[int, int]:
    ranges = [kind for kind in kinds if isinstance(kind, Integer | Decimal)]
    return sum(each.lo for each in ranges), sum(each.hi for each in ranges)
