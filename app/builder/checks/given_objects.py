"""Given objects keep their shape: a programme adds fields to them and renames them, no more."""

from collections.abc import Iterator

from app.builder.checks.base import Check
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.field import Field
from app.program.objects import GIVEN, Object
from app.words import Words


class GivenObjects(Check):
    key = "given_objects"
    label = Words("内置对象保持原样", "Given objects keep their shape")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for n, designed in enumerate(checked.program.designed):
            if designed.key in GIVEN:
                yield from _bent(designed, GIVEN[designed.key], f"/objects/{n}")


def _bent(designed: Object, given: Object, path: str) -> Iterator[Finding]:
    if not designed.of_member:
        yield _fixed(f"{path}/of_member", given.label)
    if designed.occurred not in {None, given.occurred}:
        yield _fixed(f"{path}/occurred", given.label)
    if designed.title not in {None, given.title}:
        yield _fixed(f"{path}/title", given.label)
    for m, field in enumerate(designed.fields):
        usual = given.find_field(field.key)
        if usual is not None:
            yield from _bent_field(field, usual, f"{path}/fields/{m}")


def _bent_field(field: Field, usual: Field, path: str) -> Iterator[Finding]:
    if field.kind != usual.kind:
        yield Finding.of(
            f"{path}/kind",
            f"“{usual.label.zh}”是内置字段，类型固定为 {usual.kind}；要另存内容，请换一个标识。",
            f"{usual.label.en} is a given field of kind {usual.kind};"
            " give a field of your own another key.",
        )
        return
    bent = {
        "required": field.required and not usual.required,
        "unique": field.unique and not usual.unique,
        "default": field.default is not None and field.default != usual.default,
        "retired": field.retired,
        "options": bool(field.options) and dict(field.options) != dict(usual.options),
    }
    for key in (key for key, differs in bent.items() if differs):
        yield _fixed(f"{path}/{key}", usual.label)


def _fixed(path: str, label: Words) -> Finding:
    return Finding.of(
        path,
        f"“{label.zh}”是内置的，这里不能改；可以改名称和说明，也可以另加字段。",
        f"{label.en} is given and this cannot be changed; its name and help can,"
        " and fields can be added.",
    )
