"""Text of several lines."""

from typing import Any

from app.expression.types import Text, Type
from app.program.field import Field
from app.program.fields.base import PLAIN, FieldKind, Group, Look, Reading, Stored, text_of
from app.words import Words


class LongText(FieldKind):
    key = "long_text"
    label = Words("多行文本", "Long text")
    about = Words("可以换行的长文字", "Text that may run over several lines")
    icon = "align-left"
    group = Group.TEXT
    look = Look.PARAGRAPH
    stored = Stored.TEXT

    def type_of(self, field: Field) -> Type:
        return Text()

    def parse(self, raw: Any, field: Field, reading: Reading = PLAIN) -> str | None:
        return text_of(raw)
