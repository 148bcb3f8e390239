"""Nothing reads or asks for a field that is out of use."""

from collections.abc import Iterator

from app.builder.checks.base import Check, warning
from app.builder.uses import Use, uses_of_field
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.field import Field
from app.words import Words

RESTORE = Words(
    "换成别的字段，或者恢复使用它。", "Use another field there, or bring this one back."
)


class RetiredFields(Check):
    key = "retired_fields"
    label = Words("停用的字段不再被用到", "Retired fields are not used")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        program = checked.program
        for designed in program.designed:
            for field in designed.fields:
                if field.retired:
                    for use in uses_of_field(program, designed.key, field.key):
                        yield _asked(use, field) if _is_of_form(use) else _read(use, field)


def _is_of_form(use: Use) -> bool:
    return use.path.startswith("/forms/")


def _asked(use: Use, field: Field) -> Finding:
    return Finding(
        path=use.path,
        message=Words(
            f"“{field.label.to('zh')}”已停用，表单不能再用它。",
            f"{field.label.to('en')} is retired, so a form cannot use it any more.",
        ),
        fix=RESTORE,
    )


def _read(use: Use, field: Field) -> Finding:
    return warning(
        use.path,
        f"这里还在用已停用的字段“{field.label.to('zh')}”：新记录里它总是空的。",
        f"The retired field {field.label.to('en')} is still read here; new records have no value"
        " in it.",
        fix=RESTORE,
    )
