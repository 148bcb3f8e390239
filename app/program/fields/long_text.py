"""Text of several lines."""

from typing import Any

from app.expression.types import Text, Type
from app.program.field import Field
from app.program.fields.base import PLAIN, FieldKind, Reading, Stored, text_of
from app.words import Words


class LongText(FieldKind):
    key = "long_text"
    label = Words("多行文本", "Long text")
    icon = "align-left"
    stored = Stored.TEXT

    def type_of(self, field: Field) -> Type:
        return Text()

    def parse(self, raw: Any, field: Field, reading: Reading = PLAIN) -> str | None:
        return text_of(raw)
