"""A web address."""

from typing import Any
from urllib.parse import urlsplit

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

LENGTH = 2000
_SCHEMES = frozenset({"http", "https"})


class Url(FieldKind):
    key = "url"
    label = Words("网址", "Web address")
    about = Words("以 http 开头的链接", "A link that begins with http")
    icon = "globe"
    group = Group.CONTACT
    look = Look.LINE
    sample = "https://example.com"
    stored = Stored.TEXT

    def type_of(self, field: Field) -> Type:
        return Text()

    def parse(self, raw: Any, field: Field, reading: Reading = PLAIN) -> str | None:
        text = text_of(raw)
        if text is not None and not _is_address(text):
            raise Refused(
                f"“{quoted(raw)}”不是网址：请以 http:// 或 https:// 开头。",
                f"“{quoted(raw)}” is not a web address: begin with http:// or https://.",
            )
        return text


def _is_address(text: str) -> bool:
    if len(text) > LENGTH or any(each.isspace() or not each.isprintable() for each in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in _SCHEMES and bool(parts.hostname)
