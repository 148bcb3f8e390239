"""`round`: to some decimal places, halves away from zero."""

from math import floor

from sqlalchemy import Double, case, func, literal

from app.expression.arithmetic import Arithmetic, nothing
from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.dialects import Floor, Quotient
from app.expression.offering import NUMERIC, Offer, Section, alike, computed, number, operand
from app.expression.ranges import as_number
from app.expression.speaker import Speaker
from app.expression.translator import Column, Translator, bound
from app.expression.tree import Apply, Typed
from app.expression.types import WHOLE, Decimal, Integer, Number, Type
from app.words import Words

MOST_DIGITS = 6
LIMIT = float(WHOLE // 4)
"""A double from here on has no halves to round."""


class Rounded(Arithmetic):
    key = "round"
    label = Words("四舍五入", "rounded")
    most = 2

    def offers(self) -> tuple[Offer, ...]:
        digits = number(
            "小数位数", "decimal places", least=0, most=MOST_DIGITS, usual=0, optional=True
        )
        return (computed(Section.CALCULATION, alike(NUMERIC), operand(*NUMERIC), digits),)

    def check(self, call: Call, checker: Checker) -> Typed:
        value = checker.argument(call, 0)
        digits = checker.plain(call.arguments[1]) if len(call.arguments) > 1 else 0
        if (
            not isinstance(digits, int)
            or isinstance(digits, bool)
            or not 0 <= digits <= MOST_DIGITS
        ):
            return checker.wrong(
                call.at(1),
                f"小数位数为 0 到 {MOST_DIGITS}。",
                f"Round to 0 to {MOST_DIGITS} places.",
            )
        if self.numeric((value,), checker) is None:
            return nothing(call)
        if isinstance(value.type, Integer):
            return value
        if isinstance(value.type, Decimal) and digits >= value.type.scale:
            return value
        return checker.guard(
            Apply(
                path=call.path,
                type=_type(value, digits),
                operator=self.key,
                arguments=(value,),
                words=(str(digits),),
            )
        )

    def python(self, node: Apply, code: Coder) -> str:
        (value,) = node.arguments
        if isinstance(value.type, Decimal):
            step = 10 ** (value.type.scale - int(node.words[0]))
            function = code.constant(round_units)
            return code.otherwise_null((value,), lambda name: f"{function}({name}, {step})")
        function = code.constant(round_number)
        scale = 10.0 ** int(node.words[0])
        return code.otherwise_null((value,), lambda name: f"{function}({name}, {scale!r})")

    def sql(self, node: Apply, translate: Translator) -> Column:
        (value,) = node.arguments
        digits = int(node.words[0])
        column = translate.once(translate.value(value))
        if isinstance(value.type, Decimal):
            step = 10 ** (value.type.scale - digits)
            size = (func.abs(column) + bound(step // 2)) // bound(step) * bound(step)
            return case((column < bound(0), -size), else_=size)
        scale: Column = literal(10.0**digits, Double())
        zero: Column = literal(0.0, Double())
        half: Column = literal(0.5, Double())
        limit: Column = literal(LIMIT, Double())
        size = Quotient(Floor(func.abs(column) * scale + half), scale)
        return case((func.abs(column) * scale >= limit, column), (column < zero, -size), else_=size)

    def phrase(self, node: Apply, say: Speaker) -> Words:
        digits = node.words[0]
        said = say.words(node.arguments[0])
        return Words(f"{said.zh}（保留 {digits} 位小数）", f"{said.en} rounded to {digits} places")


def _type(value: Typed, digits: int) -> Type:
    kind = value.type
    if isinstance(kind, Decimal):
        step = 10 ** (kind.scale - digits)
        return Decimal(kind.scale, kind.lo - step, kind.hi + step, kind.nullable)
    number = as_number(kind)
    return Number(number.magnitude + 1, 10.0**-digits, number.nullable)


def round_units(value: int, step: int) -> int:
    size = (abs(value) + step // 2) // step * step
    return -size if value < 0 else size


def round_number(value: float, scale: float) -> float:
    """Round a double; one that has no such decimal places is as it is."""
    scaled = abs(value) * scale
    if scaled >= LIMIT:
        return value
    size = floor(scaled + 0.5) / scale
    return -size if value < 0 else size
