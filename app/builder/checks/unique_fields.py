"""Only fields that hold one kept value are unique, and computed ones are never required."""

from collections.abc import Iterator

from app.builder.checks.base import Check
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Stored
from app.words import Words


class UniqueFields(Check):
    key = "unique_fields"
    label = Words("唯一和必填用在合适的字段上", "Only fields that can are unique or required")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for designed in checked.program.designed:
            for path, field in checked.program.written_fields(designed.key):
                if field.kind in FIELD_KINDS:
                    yield from _switches(path, field)


def _switches(path: str, field: Field) -> Iterator[Finding]:
    kind = FIELD_KINDS[field.kind]
    name = field.label
    if field.unique and kind.stored in {None, Stored.BOOLEAN, Stored.LIST}:
        yield Finding.of(
            f"{path}/unique",
            f"“{kind.label.zh}”字段“{name.to('zh')}”不能要求唯一。",
            f"{name.to('en')} is of kind {kind.key}, which cannot be unique.",
        )
    if field.required and kind.stored is None:
        yield Finding.of(
            f"{path}/required",
            f"“{name.to('zh')}”由系统算出，不能设为必填。",
            f"{name.to('en')} is computed, so it cannot be required.",
        )
