"""Several values at once: offered ones, or any where none are offered."""

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from app.errors import Finding
from app.expression.types import Choice as ChoiceType
from app.expression.types import ListOf, Text, Type
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

MOST = 200
LENGTH = 100
_BETWEEN = re.compile(r"[,;|，；、\n]")


class Tags(FieldKind):
    key = "tags"
    label = Words("多选/标签", "Multiple choice, tags")
    about = Words("从选项里选几个，或随手打标签", "Several choices, or tags as they come")
    icon = "tags"
    group = Group.CHOICE
    look = Look.TAGS
    drawn = MappingProxyType({"choices": Look.CHOICES})
    stored = Stored.LIST
    options = (Field(key="choices", kind="tags", label=Words("选项", "Choices")),)

    def type_of(self, field: Field) -> Type:
        offered = tuple(each.key for each in choices.choices_of(field))
        return ListOf(item=ChoiceType(options=offered) if offered else Text())

    def parse(self, raw: Any, field: Field, reading: Reading = PLAIN) -> list[str] | None:
        parts = raw if isinstance(raw, list | tuple) else _BETWEEN.split(text_of(raw) or "")
        found = dict.fromkeys(_tag(text, field) for each in parts if (text := text_of(each)))
        if len(found) > MOST:
            raise Refused(
                f"有 {len(found)} 个标签，最多 {MOST} 个。",
                f"There are {len(found)} tags; at most {MOST} are kept.",
            )
        return list(found) or None

    def show(self, value: Any, field: Field, language: Language, reading: Reading = PLAIN) -> str:
        labels = {each.key: each.label.to(language) for each in choices.choices_of(field)}
        between = "、" if language == "zh" else ", "
        return between.join(labels.get(each, each) for each in value or ())

    def findings_in(self, field: Field) -> Iterator[Finding]:
        return choices.findings_in(field)


def _tag(text: str, field: Field) -> str:
    if not choices.choices_of(field):
        if len(text) > LENGTH:
            raise Refused(
                f"标签“{quoted(text)}”超过 {LENGTH} 个字符。",
                f"The tag “{quoted(text)}” is longer than {LENGTH} characters.",
            )
        return text
    chosen = choices.find_choice(field, text)
    if chosen is None:
        raise Refused(*choices.not_offered(field, quoted(text)))
    return chosen.key
