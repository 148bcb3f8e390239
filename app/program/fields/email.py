"""An e-mail address."""

from typing import Any

import re2

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

LENGTH = 254
_ADDRESS = re2.compile(
    r"^[^\s@<>,;:\"()\[\]\\]{1,64}@[\pL\pN]([\pL\pN-]*[\pL\pN])?(\.[\pL\pN]([\pL\pN-]*[\pL\pN])?)+$"
)


class Email(FieldKind):
    key = "email"
    label = Words("邮箱", "E-mail")
    about = Words("检查写法的邮箱地址", "An address whose form is checked")
    icon = "mail"
    group = Group.CONTACT
    look = Look.LINE
    sample = "li@example.com"
    stored = Stored.TEXT

    def type_of(self, field: Field) -> Type:
        return Text()

    def parse(self, raw: Any, field: Field, reading: Reading = PLAIN) -> str | None:
        text = text_of(raw)
        if text is None:
            return None
        if len(text) > LENGTH or not _ADDRESS.match(text) or ".." in text:
            raise Refused(
                f"“{quoted(raw)}”不是邮箱地址，例如 li@example.com。",
                f"“{quoted(raw)}” is not an e-mail address; one is li@example.com.",
            )
        # Only the domain is the same in capitals; the part before it is its owner's business.
        local, _, domain = text.rpartition("@")
        return f"{local}@{domain.lower()}"
