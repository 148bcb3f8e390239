"""A record of another object, or of the same one."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from app.errors import Finding
from app.expression.types import Reference as ReferenceType
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

LARGEST = 2**63 - 1


class Reference(FieldKind):
    key = "reference"
    label = Words("关联记录", "Reference")
    about = Words("指向另一条记录，例如常去门店", "Leads to another record, such as a shop")
    icon = "link"
    group = Group.LINK
    look = Look.RECORD
    drawn = MappingProxyType({"object": Look.OBJECT})
    stored = Stored.INTEGER
    options = (
        Field(key="object", kind="text", label=Words("关联到哪个对象", "Object"), required=True),
    )

    def type_of(self, field: Field) -> Type:
        return ReferenceType(object=str(field.options.get("object", "")))

    def parse(self, raw: Any, field: Field, reading: Reading = PLAIN) -> int | None:
        text = text_of(str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw)
        if text is None:
            return None
        if not (text.isascii() and text.isdigit() and 0 < int(text) <= LARGEST):
            raise Refused(
                f"“{quoted(raw)}”不是记录的编号。", f"“{quoted(raw)}” is not the id of a record."
            )
        return int(text)

    def to_json(self, value: Any, field: Field) -> str | None:
        """Write the id as a text: it may be larger than a browser's numbers."""
        return None if value is None else str(value)

    def findings_in(self, field: Field) -> Iterator[Finding]:
        if not field.options.get("object"):
            yield Finding(
                path="/options/object",
                message=Words("要说明关联到哪个对象。", "Say which object it refers to."),
            )
