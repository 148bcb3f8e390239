"""A form that writes about members can tell whose answers it has."""

from collections.abc import Iterator

from app.builder.checks.base import Check
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.checked_forms import CheckedForm, CheckedItem
from app.program.objects import MEMBER
from app.program.program import Program
from app.words import Words


class KnownFillers(Check):
    key = "known_fillers"
    label = Words("表单知道是哪位会员填的", "A form knows whose answers it has")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for form in checked.forms.values():
            designed = checked.program.find_object(form.form.object)
            if designed is not None:
                yield from _who(checked.program, form, of_member=designed.of_member)


def _who(program: Program, form: CheckedForm, *, of_member: bool) -> Iterator[Finding]:
    who, path = form.form.who, f"{form.path}/who"
    if who.by is None:
        if of_member and not who.link:
            yield Finding.of(
                path,
                "这份表单不知道是谁填的：写 by（例如 phone），或允许个人链接。",
                "Nothing tells who fills in this form: name a field with by, or allow links.",
            )
        return
    field = program.object(MEMBER).find_field(who.by)
    if field is None or not field.unique:
        known = ", ".join(each.key for each in program.object(MEMBER).fields if each.unique)
        yield Finding.of(
            f"{path}/by",
            f"“{who.by}”不是会员的唯一字段。可用：{known}。",
            f"{who.by!r} is no unique field of the member. Known: {known}.",
        )
        return
    asked = next((each for each in form.items.values() if _asks(each, who.by)), None)
    if asked is None:
        yield Finding.of(
            f"{path}/by",
            f"表单里没有问“{field.label.to('zh')}”，认不出是哪位会员。",
            f"The form does not ask for {field.label.to('en')}, by which it is to know members.",
        )
    elif of_member and _may_be_missing(form, asked):
        yield Finding.of(
            f"{asked.path}/visible",
            f"“{field.label.to('zh')}”要用来认人，不能有条件地显示或自动计算。",
            f"{field.label.to('en')} says who it is, so it is always asked for.",
        )


def _asks(each: CheckedItem, key: str) -> bool:
    target = each.target
    return target is not None and (target.object, target.field.key) == (MEMBER, key)


def _may_be_missing(form: CheckedForm, each: CheckedItem) -> bool:
    page = next(one for one in form.pages if one.page.key == each.page)
    around = (page.visible, each.visible, each.computed, each.within and each.within.visible)
    return any(one is not None for one in around)
