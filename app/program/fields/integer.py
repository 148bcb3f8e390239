"""A whole number."""

from typing import Any

from app.expression.types import Integer as IntegerType
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
from app.program.numerals import decimal_of, places
from app.words import Language, Words

LARGEST = 10**12


class Integer(FieldKind):
    key = "integer"
    label = Words("整数", "Whole number")
    about = Words("次数、人数一类的整数", "A count without decimals")
    icon = "hash"
    group = Group.NUMBER
    look = Look.NUMBER
    sample = "12"
    stored = Stored.INTEGER
    options = (
        Field(key="min", kind="integer", label=Words("最小", "Least")),
        Field(key="max", kind="integer", label=Words("最大", "Most")),
        Field(key="unit", kind="text", label=Words("单位", "Unit")),
    )

    def type_of(self, field: Field) -> Type:
        lo, hi = _bounds(field)
        return IntegerType(lo=lo, hi=hi)

    def parse(self, raw: Any, field: Field, reading: Reading = PLAIN) -> int | None:
        if raw is None or (isinstance(raw, str) and text_of(raw) is None):
            return None
        number = decimal_of(raw)
        if number is None or places(number):
            raise Refused(f"“{quoted(raw)}”不是整数。", f"“{quoted(raw)}” is not a whole number.")
        lo, hi = _bounds(field)
        if not lo <= number <= hi:
            raise Refused(
                f"{quoted(raw)} 超出范围：应在 {lo} 到 {hi} 之间。",
                f"{quoted(raw)} is out of range: it must lie between {lo} and {hi}.",
            )
        return int(number)

    def show(self, value: Any, field: Field, language: Language, reading: Reading = PLAIN) -> str:
        if value is None:
            return ""
        unit = field.options.get("unit")
        return f"{value:,} {unit}" if unit else f"{value:,}"


def _bounds(field: Field) -> tuple[int, int]:
    lo, hi = field.options.get("min"), field.options.get("max")
    return (
        -LARGEST if lo is None else max(-LARGEST, int(lo)),
        LARGEST if hi is None else min(LARGEST, int(hi)),
    )
