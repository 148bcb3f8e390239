"""`*`: the product; an amount times a whole number or a short decimal stays exact."""

from app.expression.arithmetic import Arithmetic, as_double, nothing
from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.dialects import Wide, infix
from app.expression.literals import Unfit, coerce
from app.expression.offering import (
    Kind,
    Offer,
    Section,
    Shape,
    Slot,
    alike,
    computed,
    operand,
)
from app.expression.parse import is_literal
from app.expression.proving import Amount, Prover
from app.expression.ranges import fits, scale_of
from app.expression.speaker import Speaker
from app.expression.translator import Column, Translator
from app.expression.tree import Apply, Constant, Typed
from app.expression.types import Decimal, Integer, Number, Type
from app.words import Words

FINEST = 6
"""Decimal places up to which a product of amounts is kept exactly."""


class Times(Arithmetic):
    key = "*"
    label = Words("乘", "times")

    def offers(self) -> tuple[Offer, ...]:
        factor = Slot(
            shape=Shape.VALUE, label=Words("乘以", "times"), accepts=(Kind.NUMBER, Kind.INTEGER)
        )
        return (
            computed(
                Section.CALCULATION,
                alike((Kind.NUMBER, Kind.MONEY)),
                operand(Kind.NUMBER, Kind.MONEY),
                factor,
            ),
        )

    def check(self, call: Call, checker: Checker) -> Typed:
        nodes = tuple(self._operand(call, i, checker) for i in range(len(call.arguments)))
        if self.numeric(nodes, checker) is None:
            return nothing(call)
        product, *others = nodes
        for each in others:
            product = self._product(call, product, each, checker)
        return product

    def _operand(self, call: Call, index: int, checker: Checker) -> Typed:
        """Type a factor; 0.1 is taken as exactly one tenth, so that amounts stay exact."""
        node = checker.plain(call.arguments[index])
        if is_literal(node) and isinstance(node, float) and not node.is_integer():
            try:
                value, kind = coerce(node, Decimal(4))
            except Unfit:
                return checker.typed(node, call.at(index))
            return Constant(path=call.at(index), type=kind, value=value)
        return checker.typed(node, call.at(index))

    def _product(self, call: Call, left: Typed, right: Typed, checker: Checker) -> Typed:
        scales = scale_of(left.type) + scale_of(right.type)
        kinds = left.type, right.type
        if scales > FINEST or any(isinstance(kind, Number) for kind in kinds):
            left, right = as_double(left, checker), as_double(right, checker)
        kind = _type(left.type, right.type)
        return checker.guard(
            Apply(path=call.path, type=kind, operator=self.key, arguments=(left, right))
        )

    def python(self, node: Apply, code: Coder) -> str:
        return code.otherwise_null(node.arguments, lambda left, right: f"({left} * {right})")

    def sql(self, node: Apply, translate: Translator) -> Column:
        left, right = (translate.value(each) for each in node.arguments)
        if isinstance(node.type, Number) or fits(node.type):
            return infix("*", left, right)
        return infix("*", Wide(left), right)

    def amount(self, node: Apply, prove: Prover) -> Amount:
        values, known = prove.strict(node.arguments)
        by_constant = any(isinstance(each, Constant) for each in node.arguments)
        if isinstance(node.type, Number) or not by_constant:
            return prove.free(node, known=known)
        return Amount(values[0] * values[1], known)

    def phrase(self, node: Apply, say: Speaker) -> Words:
        parts = [_factor(each, say) for each in node.arguments]
        return Words(" × ".join(p.zh for p in parts), " × ".join(p.en for p in parts))


def _factor(node: Typed, say: Speaker) -> Words:
    """Say a literal as the number it was written as, not as an amount of money."""
    if isinstance(node, Constant) and isinstance(node.type, Decimal):
        assert isinstance(node.value, int)
        text = f"{node.value / 10**node.type.scale:g}"
        return Words(text, text)
    return say.words(node)


def _type(left: Type, right: Type) -> Type:
    nullable = left.nullable or right.nullable
    if isinstance(left, Number) and isinstance(right, Number):
        return Number(left.magnitude * right.magnitude, left.smallest * right.smallest, nullable)
    assert isinstance(left, Integer | Decimal)
    assert isinstance(right, Integer | Decimal)
    ends = [a * b for a in (left.lo, left.hi) for b in (right.lo, right.hi)]
    scale = scale_of(left) + scale_of(right)
    if scale:
        return Decimal(scale, min(ends), max(ends), nullable)
    return Integer(min(ends), max(ends), nullable)
