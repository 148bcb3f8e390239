"""A share in percent: 10 means 10 %."""

from typing import Any

from app.expression.types import Number, Type
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


class Percent(FieldKind):
    key = "percent"
    label = Words("百分比", "Percentage")
    about = Words("比例，10 就是 10%", "A share: 10 means 10 %")
    icon = "percent"
    group = Group.NUMBER
    look = Look.PERCENT
    sample = "80"
    stored = Stored.DOUBLE

    def type_of(self, field: Field) -> Type:
        return Number(magnitude=LARGEST, smallest=SMALLEST)

    def parse(self, raw: Any, field: Field, reading: Reading = PLAIN) -> float | None:
        if raw is None or (isinstance(raw, str) and text_of(raw) is None):
            return None
        number = decimal_of(raw, after="% ")
        if number is None:
            raise Refused(
                f"“{quoted(raw)}”不是百分比：10% 写作 10 或 10%。",
                f"“{quoted(raw)}” is not a percentage: write 10 or 10% for ten percent.",
            )
        value = float(number)
        if value and not SMALLEST <= abs(value) <= LARGEST:
            raise Refused(f"{quoted(raw)} 超出范围。", f"{quoted(raw)} is out of range.")
        return value or 0.0  # A negative zero is a zero.

    def show(self, value: Any, field: Field, language: Language, reading: Reading = PLAIN) -> str:
        return "" if value is None else f"{value:,.10g}%"
