"""`%`: what a whole-number division leaves, with the sign of the dividend; null for zero."""

from math import fmod

from sqlalchemy import func

from app.expression.arithmetic import Arithmetic, any_null, common, level_all, nothing
from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.offering import Kind, Offer, Section, always, computed, number, operand
from app.expression.speaker import Speaker
from app.expression.translator import Column, Translator, bound
from app.expression.tree import Apply, Constant, Typed
from app.expression.types import USUAL_WHOLE, Decimal, Integer, Number
from app.words import Words


class Remainder(Arithmetic):
    key = "%"
    label = Words("取余", "remainder of")
    fewest = most = 2

    def offers(self) -> tuple[Offer, ...]:
        divisor = number("除数", "divisor", least=1, most=USUAL_WHOLE, usual=2)
        return (
            computed(Section.CALCULATION, always(Kind.INTEGER), operand(Kind.INTEGER), divisor),
        )

    def check(self, call: Call, checker: Checker) -> Typed:
        nodes = self.operands(call, checker)
        if nodes is None:
            return nothing(call)
        for node in nodes:
            if isinstance(node.type, Number):
                return checker.wrong(
                    node.path,
                    "取余只用于整数和金额。",
                    "A remainder is taken of whole numbers and amounts only.",
                    Words('先取整：{"round": […]}', 'Round first: {"round": […]}'),
                )
        left, right = level_all(nodes, checker)
        divisor = right.value if isinstance(right, Constant) else 0
        nullable = any_null((left, right)) or divisor == 0
        kind = common((left, right))
        assert isinstance(left.type, Integer | Decimal)
        lo, hi = min(left.type.lo, 0), max(left.type.hi, 0)
        typed = (
            Decimal(kind.scale, lo, hi, nullable)
            if isinstance(kind, Decimal)
            else Integer(lo, hi, nullable)
        )
        return Apply(path=call.path, type=typed, operator=self.key, arguments=(left, right))

    def python(self, node: Apply, code: Coder) -> str:
        function = code.constant(remainder)
        return code.otherwise_null(
            node.arguments, lambda left, right: f"{function}({left}, {right})"
        )

    def sql(self, node: Apply, translate: Translator) -> Column:
        left, right = (translate.value(each) for each in node.arguments)
        return left % func.nullif(right, bound(0))

    def phrase(self, node: Apply, say: Speaker) -> Words:
        return say.filled(
            Words("{0} 除以 {1} 的余数", "the remainder of {0} ÷ {1}"), node.arguments
        )


def remainder(left: int, right: int) -> int | None:
    return int(fmod(left, right)) if right else None
