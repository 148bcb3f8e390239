"""A line of text."""

from collections.abc import Iterator
from typing import Any

import re2

from app.errors import Finding
from app.expression.types import Text as TextType
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
from app.words import Words

LENGTH = 500


class Text(FieldKind):
    key = "text"
    label = Words("单行文本", "Text")
    about = Words("姓名、编号、备注一类的一行文字", "A line such as a name, a code or a remark")
    icon = "type"
    group = Group.TEXT
    look = Look.LINE
    common = True
    stored = Stored.TEXT
    options = (
        Field(key="max_length", kind="integer", label=Words("最多字数", "Longest"), default=LENGTH),
        Field(key="pattern", kind="text", label=Words("须符合的正则", "Pattern to match")),
    )

    def type_of(self, field: Field) -> Type:
        return TextType()

    def parse(self, raw: Any, field: Field, reading: Reading = PLAIN) -> str | None:
        # A JSON number is taken as it is written: shop systems send order numbers that way.
        text = text_of(str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw)
        if text is None:
            return None
        longest = int(field.options.get("max_length", LENGTH))
        if len(text) > longest:
            raise Refused(
                f"“{quoted(text)}”有 {len(text)} 个字符，最多 {longest} 个。",
                f"“{quoted(text)}” has {len(text)} characters; at most {longest} are taken.",
            )
        pattern = field.options.get("pattern")
        if pattern and not re2.fullmatch(pattern, text):
            raise Refused(
                f"“{quoted(text)}”不符合要求的格式 {pattern}。",
                f"“{quoted(text)}” does not have the form {pattern}.",
            )
        return text

    def findings_in(self, field: Field) -> Iterator[Finding]:
        try:
            re2.compile(field.options.get("pattern") or "")
        except re2.error:
            yield Finding(
                path="/options/pattern",
                message=Words(
                    f"正则 {field.options['pattern']} 写得不对。",
                    f"The pattern {field.options['pattern']} cannot be read.",
                ),
            )
