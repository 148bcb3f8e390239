"""An object has no more fields than a table can take, with room for what comes later."""

from collections.abc import Iterator

from app.builder.checks.base import Check, warning
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.fields import FIELD_KINDS
from app.program.objects import Object
from app.words import Words

MANY = 300
MOST = 400


class FewFields(Check):
    key = "few_fields"
    label = Words(f"每个对象至多 {MOST} 个字段", f"At most {MOST} fields for an object")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        program = checked.program
        for n, designed in enumerate(program.designed):
            whole = program.object(designed.key)
            count = sum(_takes_a_column(each.kind) for each in whole.fields)
            if count > MOST:
                yield _too_many(f"/objects/{n}/fields", designed, count)
            elif count >= MANY:
                yield _many(f"/objects/{n}/fields", designed, count)


def _takes_a_column(kind: str) -> bool:
    return kind not in FIELD_KINDS or FIELD_KINDS[kind].stored is not None


def _too_many(path: str, designed: Object, count: int) -> Finding:
    return Finding.of(
        path,
        f"“{designed.label.to('zh')}”有 {count} 个字段，最多 {MOST} 个。"
        "不常用的内容请放到单独的对象里。",
        f"{designed.label.to('en')} has {count} fields; at most {MOST} are possible."
        " Put what is rarely used into an object of its own.",
    )


def _many(path: str, designed: Object, count: int) -> Finding:
    return warning(
        path,
        f"“{designed.label.to('zh')}”已有 {count} 个字段，上限是 {MOST} 个；停用的字段也占位置。",
        f"{designed.label.to('en')} has {count} fields of {MOST}; retired ones count, too.",
    )
