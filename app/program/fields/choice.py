"""One of several values."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from app.errors import Finding
from app.expression.types import Choice as ChoiceType
from app.expression.types import Type
from app.program import choices
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


class Choice(FieldKind):
    key = "choice"
    label = Words("单选", "Choice")
    about = Words("从几个选项里选一个", "One of several choices")
    icon = "circle-dot"
    group = Group.CHOICE
    look = Look.CHOICE
    common = True
    drawn = MappingProxyType({"choices": Look.CHOICES})
    stored = Stored.TEXT
    options = (Field(key="choices", kind="tags", label=Words("选项", "Choices"), required=True),)

    def type_of(self, field: Field) -> Type:
        return ChoiceType(options=tuple(each.key for each in choices.choices_of(field)))

    def parse(self, raw: Any, field: Field, reading: Reading = PLAIN) -> str | None:
        text = text_of(str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw)
        if text is None:
            return None
        chosen = choices.find_choice(field, text)
        if chosen is None:
            raise Refused(*choices.not_offered(field, quoted(text)))
        return chosen.key

    def show(self, value: Any, field: Field, language: Language, reading: Reading = PLAIN) -> str:
        if value is None:
            return ""
        chosen = next((each for each in choices.choices_of(field) if each.key == value), None)
        return chosen.label.to(language) if chosen else str(value)

    def findings_in(self, field: Field) -> Iterator[Finding]:
        if not choices.choices_of(field):
            yield Finding(
                path="/options/choices",
                message=Words("单选字段要有选项。", "A choice field needs choices."),
            )
        yield from choices.findings_in(field)
