"""Each field has a known kind, options of that kind, and a default it would take itself."""

from collections.abc import Iterator

from app.builder.checks.base import Check
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.options import findings_in
from app.words import Words


class UsableFields(Check):
    key = "usable_fields"
    label = Words(
        "字段的类型、选项和默认值都可用", "Kinds, options and defaults of fields can be used"
    )

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for designed in checked.program.designed:
            for path, field in checked.program.written_fields(designed.key):
                yield from (each.under(path) for each in findings_in(field))
