"""Each question of a form goes to a field that a person can fill in, and to none twice."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from app.builder.checks.base import Check
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.checked_forms import CheckedForm, CheckedItem
from app.program.fields import FIELD_KINDS
from app.program.form_items import ITEM_KINDS
from app.program.forms import OF_MEMBER, ROWS
from app.program.objects import ENTRY, MEMBER, ORDER, REFUND
from app.program.program import Program
from app.program.scope import refers_to
from app.words import Words

_NOT_BY_FORM = frozenset({ENTRY, ORDER, REFUND})
"""Money is booked by those who took it, not by who fills in a form."""


class AskableFields(Check):
    key = "askable_fields"
    label = Words("表单的每个问题都有字段可写", "Each question of a form has a field to go to")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        program = checked.program
        for form in checked.forms.values():
            name = form.form.object
            if program.find_object(name) is None or name in _NOT_BY_FORM:
                yield _no_object(program, f"{form.path}/object", name)
                continue
            yield from _items(program, name, form.items.values())
            for each in form.items.values():
                if each.item.kind == ROWS:
                    yield from _rows(program, form, each)


def _items(program: Program, owner: str, items: Iterable[CheckedItem]) -> Iterator[Finding]:
    taken: set[tuple[str, str]] = set()
    for each in items:
        if not ITEM_KINDS[each.item.kind].answered:
            continue
        if each.target is None:
            yield _no_field(program, owner, each)
            continue
        place = (each.target.object, each.target.field.key)
        if place in taken:
            yield _twice(each)
        taken.add(place)
        yield from _unfit(program, each)


def _rows(program: Program, form: CheckedForm, rows: CheckedItem) -> Iterator[Finding]:
    name = rows.item.object or ""
    there = program.find_object(name)
    parent = form.form.object
    if there is None or name in {*_NOT_BY_FORM, MEMBER}:
        yield _no_object(program, f"{rows.path}/object", name)
        return
    if not there.of_member and not refers_to(there, parent):
        label = there.label
        yield Finding.of(
            f"{rows.path}/object",
            f"“{label.zh}”既不属于会员，也不关联到表单的对象，不能作为子表单。",
            f"Records of {label.to('en')} belong neither to a member nor to what the form writes.",
        )
    yield from _items(program, name, rows.items)


def _unfit(program: Program, each: CheckedItem) -> Iterator[Finding]:
    assert each.target is not None
    field, path = each.target.field, f"{each.path}/field"
    kind = FIELD_KINDS[field.kind]
    if kind.stored is None or field.kind == "serial":
        yield Finding.of(
            path,
            f"“{field.label.to('zh')}”由系统给出，不能填写。",
            f"{field.label.to('en')} is given by the product and cannot be filled in.",
        )
    elif field.kind == "reference" and ITEM_KINDS[each.item.kind].typed:
        there = program.find_object(str(field.options.get("object")))
        if there is not None and there.of_member:
            yield Finding.of(
                path,
                f"“{field.label.to('zh')}”指向会员的记录，公开的表单不能让人从中挑选。",
                f"{field.label.to('en')} leads to records of members, which a public form cannot"
                " offer for choice.",
            )


def _no_field(program: Program, owner: str, each: CheckedItem) -> Finding:
    name = each.item.field or ""
    there = program.find_object(owner)
    known = [] if there is None else [one.key for one in there.fields]
    if owner != MEMBER:
        known += [f"{OF_MEMBER}{one.key}" for one in program.object(MEMBER).fields]
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    return Finding(
        path=f"{each.path}/field",
        message=Words(
            f"没有字段“{name}”，答案没有地方写。", f"There is no field {name!r} for the answer."
        ),
        fix=Words(f"是指 {near[0]} 吗？", f"Is {near[0]!r} meant?") if near else None,
    )


def _twice(each: CheckedItem) -> Finding:
    assert each.target is not None
    label = each.target.field.label
    return Finding.of(
        f"{each.path}/field",
        f"“{label.to('zh')}”在这份表单里问了两次。",
        f"The form asks for {label.to('en')} twice.",
    )


def _no_object(program: Program, path: str, name: str) -> Finding:
    known = [each.key for each in program.objects if each.key not in _NOT_BY_FORM]
    return Finding.of(
        path,
        f"表单不能写对象“{name}”。可用：{'、'.join(known)}。",
        f"A form cannot write {name!r}. Known: {', '.join(known)}.",
    )
