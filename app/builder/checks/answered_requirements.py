"""What a record needs is asked by the form that makes it, or given with it."""

from collections.abc import Iterable, Iterator

from app.builder.checks.base import Check
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.checked_forms import CheckedForm, CheckedItem
from app.program.field import Field
from app.program.forms import ROWS
from app.program.objects import MEMBER, Object
from app.words import Words


class AnsweredRequirements(Check):
    key = "answered_requirements"
    label = Words("必填的内容表单都会问到", "Forms ask for whatever a record needs")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        program = checked.program
        for form in checked.forms.values():
            designed = program.find_object(form.form.object)
            if designed is None:
                continue
            items = tuple(form.items.values())
            yield from _missing(designed, items, f"{form.path}/pages")
            yield from _uncertain(form, items)
            for each in items:
                below = program.find_object(each.item.object or "")
                if each.item.kind == ROWS and below is not None:
                    yield from _missing(below, each.items, f"{each.path}/items", form.form.object)


def _missing(
    designed: Object, items: Iterable[CheckedItem], path: str, parent: str = ""
) -> Iterator[Finding]:
    asked = {each.target.field.key for each in items if each.target is not None}
    for field in designed.fields:
        if not _is_needed(field, designed) or field.key in asked:
            continue
        if parent and field.options.get("object") == parent:
            continue
        yield Finding.of(
            path,
            f"{designed.label.zh}的“{field.label.to('zh')}”必填，表单里却没有问。"
            "加上这个字段，或用隐藏字段给一个值。",
            f"{field.label.to('en')} of {designed.label.to('en')} is required and not asked for."
            " Add it, or give it a value with a hidden item.",
        )


def _is_needed(field: Field, designed: Object) -> bool:
    """Leave out what is given without being asked: numbers, defaults, and that it is now."""
    given = field.kind == "serial" or field.default is not None
    asked = field.required and not field.retired
    return asked and not given and field.key != designed.occurred


def _uncertain(form: CheckedForm, items: Iterable[CheckedItem]) -> Iterator[Finding]:
    """Find required fields that go without a value, though the form has them."""
    for each in items:
        target = each.target
        if target is None or not target.field.required or target.field.default is not None:
            continue
        is_own = target.object == form.form.object and target.object != MEMBER
        hidden = each.item.kind == "hidden" and each.item.value is None
        if hidden or (is_own and _comes_and_goes(form, each)):
            label = target.field.label
            place = "value" if hidden else "visible"
            yield Finding.of(
                f"{each.path}/{place}",
                f"“{label.to('zh')}”必填，但可能没有值：请一直显示它，或给一个值。",
                f"{label.to('en')} is required and may be without a value: always show it, or give"
                " it one.",
            )


def _comes_and_goes(form: CheckedForm, each: CheckedItem) -> bool:
    page = next(one for one in form.pages if one.page.key == each.page)
    around = (page.visible, each.visible, each.within and each.within.visible)
    return any(one is not None for one in around)
