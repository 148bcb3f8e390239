"""An amount of money: kept in the smallest unit, written in the main one."""

from decimal import Decimal
from typing import Any

from app.expression.types import Decimal as DecimalType
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
from app.program.numerals import currency_sign, decimal_of, places
from app.words import Language, Words

SCALE = 2
LARGEST = 10**12
"""In smallest units."""
_BEFORE = "¥￥$€£ "
_AFTER = "元 "


class Money(FieldKind):
    key = "money"
    label = Words("金额", "Money")
    about = Words("精确到分，可以汇总、进入等级条件", "Exact to the cent; tiers may ask for it")
    icon = "banknote"
    group = Group.NUMBER
    look = Look.MONEY
    common = True
    sample = "99.90"
    stored = Stored.INTEGER
    options = (
        Field(key="not_negative", kind="boolean", label=Words("不能为负", "Not below zero")),
    )

    def type_of(self, field: Field) -> Type:
        least = 0 if field.options.get("not_negative") else -LARGEST
        return DecimalType(scale=SCALE, lo=least, hi=LARGEST)

    def parse(self, raw: Any, field: Field, reading: Reading = PLAIN) -> int | None:
        if raw is None or (isinstance(raw, str) and text_of(raw) is None):
            return None
        amount = decimal_of(raw, before=_BEFORE, after=_AFTER)
        if amount is None:
            raise Refused(
                f"“{quoted(raw)}”不是金额，例如 99.99。",
                f"“{quoted(raw)}” is not an amount; one is 99.99.",
            )
        if places(amount) > SCALE:
            raise Refused(
                f"{quoted(raw)} 的小数多于 {SCALE} 位。",
                f"{quoted(raw)} has more than {SCALE} decimal places.",
            )
        if amount < 0 and field.options.get("not_negative"):
            raise Refused(
                f"金额不能为负：{quoted(raw)}。",
                f"The amount may not be below zero: {quoted(raw)}.",
            )
        units = amount * 10**SCALE
        if abs(units) > LARGEST:
            raise Refused(
                f"{quoted(raw)} 超出范围：最多 {LARGEST // 10**SCALE:,}。",
                f"{quoted(raw)} is out of range: at most {LARGEST // 10**SCALE:,}.",
            )
        return int(units)

    def to_json(self, value: Any, field: Field) -> Any:
        """Write the main unit: 9999 is 99.99. Twelve digits survive a float unharmed."""
        if value is None or value % 10**SCALE:
            return None if value is None else value / 10**SCALE
        return value // 10**SCALE

    def show(self, value: Any, field: Field, language: Language, reading: Reading = PLAIN) -> str:
        if value is None:
            return ""
        amount = Decimal(value).scaleb(-SCALE)
        sign = "-" if amount < 0 else ""
        return f"{sign}{currency_sign(reading.currency)}{abs(amount):,.{SCALE}f}"
