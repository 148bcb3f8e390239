"""A number given by the product, one after the other: M000001."""

from typing import Any

from app.expression.types import Text, Type
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
from app.words import Words

DIGITS = 6
LENGTH = 60


class Serial(FieldKind):
    """Records that come with a number of their own keep it; others are given the next one."""

    key = "serial"
    label = Words("流水号", "Serial number")
    about = Words("系统依次编号", "Numbers given one after the other")
    icon = "list-ordered"
    group = Group.COMPUTED
    look = Look.SERIAL
    stored = Stored.TEXT
    options = (
        Field(key="prefix", kind="text", label=Words("前缀", "Prefix")),
        Field(key="digits", kind="integer", label=Words("位数", "Digits"), default=DIGITS),
    )

    def type_of(self, field: Field) -> Type:
        return Text()

    def parse(self, raw: Any, field: Field, reading: Reading = PLAIN) -> str | None:
        text = text_of(str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw)
        if text is not None and len(text) > LENGTH:
            raise Refused(
                f"“{quoted(text)}”超过 {LENGTH} 个字符。",
                f"“{quoted(text)}” is longer than {LENGTH} characters.",
            )
        return text

    def written(self, number: int, field: Field) -> str:
        """Write the n-th number of a field; one that outgrows the digits keeps them all."""
        digits = int(field.options.get("digits") or DIGITS)
        return f"{field.options.get('prefix') or ''}{number:0{digits}d}"
