"""A number with decimals."""

from typing import Any

from app.expression.types import Number as NumberType
from app.expression.types import Type
from app.program.field import Field
from app.program.fields.base import (
    PLAIN,
    FieldKind,
    Group,
    Look,
    Reading,
    Refused,
    Stored,
    quoted,
    text_of,
)
from app.program.numerals import decimal_of
from app.words import Language, Words

LARGEST = 1e12
SMALLEST = 1e-9


class Number(FieldKind):
    key = "number"
    label = Words("数字", "Number")
    about = Words("可以带小数的数", "A number that may have decimals")
    icon = "calculator"
    group = Group.NUMBER
    look = Look.NUMBER
    sample = "3.5"
    stored = Stored.DOUBLE
    options = (
        Field(key="min", kind="number", label=Words("最小", "Least")),
        Field(key="max", kind="number", label=Words("最大", "Most")),
        Field(key="unit", kind="text", label=Words("单位", "Unit")),
    )

    def type_of(self, field: Field) -> Type:
        return NumberType(magnitude=LARGEST, smallest=SMALLEST)

    def parse(self, raw: Any, field: Field, reading: Reading = PLAIN) -> float | None:
        if raw is None or (isinstance(raw, str) and text_of(raw) is None):
            return None
        number = decimal_of(raw)
        if number is None:
            raise Refused(f"“{quoted(raw)}”不是数字。", f"“{quoted(raw)}” is not a number.")
        value = float(number)
        if value and not SMALLEST <= abs(value) <= LARGEST:
            raise Refused(
                f"{quoted(raw)} 超出范围：大小应在 {SMALLEST:g} 到 {LARGEST:g} 之间。",
                f"{quoted(raw)} is out of range: its size must lie between {SMALLEST:g}"
                f" and {LARGEST:g}.",
            )
        _within(value, raw, field)
        return value or 0.0  # A negative zero is a zero.

    def show(self, value: Any, field: Field, language: Language, reading: Reading = PLAIN) -> str:
        if value is None:
            return ""
        unit = field.options.get("unit")
        return f"{value:,.10g} {unit}" if unit else f"{value:,.10g}"


def _within(value: float, raw: Any, field: Field) -> None:
    lo, hi = field.options.get("min"), field.options.get("max")
    if lo is not None and value < lo:
        raise Refused(f"{quoted(raw)} 小于最小值 {lo}。", f"{quoted(raw)} is less than {lo}.")
    if hi is not None and value > hi:
        raise Refused(f"{quoted(raw)} 大于最大值 {hi}。", f"{quoted(raw)} is more than {hi}.")
