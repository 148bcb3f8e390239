"""Yes or no."""

from typing import Any

from app.expression.types import Boolean as BooleanType
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
from app.words import Language, Words

_YES = frozenset({"true", "yes", "y", "t", "1", "on", "是", "真", "有", "√", "✓"})
_NO = frozenset({"false", "no", "n", "f", "0", "off", "否", "假", "无", "×", "✗"})


class Boolean(FieldKind):
    key = "boolean"
    label = Words("是/否", "Yes or no")
    about = Words("两种情况之一", "One of two")
    icon = "toggle-left"
    group = Group.CHOICE
    look = Look.SWITCH
    stored = Stored.BOOLEAN

    def type_of(self, field: Field) -> Type:
        return BooleanType()

    def parse(self, raw: Any, field: Field, reading: Reading = PLAIN) -> bool | None:
        if raw is None or isinstance(raw, bool):
            return raw
        text = text_of(str(raw) if isinstance(raw, int) else raw)
        if text is None:
            return None
        if text.lower() in _YES:
            return True
        if text.lower() in _NO:
            return False
        raise Refused(
            f"“{quoted(raw)}”不是“是”或“否”。",
            f"“{quoted(raw)}” is neither yes nor no.",
        )

    def show(self, value: Any, field: Field, language: Language, reading: Reading = PLAIN) -> str:
        if value is None:
            return ""
        return (Words("是", "Yes") if value else Words("否", "No")).to(language)
