"""What changes in the parameters: mostly a value, told as 金卡门槛：¥2,000 → ¥2,500."""

from collections.abc import Iterator

from app.builder.diff.change import (
    Change,
    Importance,
    as_written,
    changed,
    moved,
    of_each,
    out_of_order,
    quoted,
    replaced,
    same,
)
from app.expression.check import check
from app.program.fields.base import Reading
from app.program.objects import MEMBER
from app.program.parameters import NAMES, Parameter
from app.program.program import Program
from app.program.scope import expand, scope_of
from app.program.sentences import sentence
from app.words import Words


def parameter_changes(before: Program, after: Program) -> Iterator[Change]:
    old, new = before.parameters, after.parameters
    yield from of_each(
        "/parameters",
        (old, new),
        _name,
        lambda parameter: _values(parameter, after),
        lambda was, now, path: _parameter((was, before), (now, after), path),
    )
    for n in out_of_order(old, new):
        name = _name(new[n])
        zh, en = f"{name.zh}移到了第 {n + 1} 位", f"Moved {name.en} to place {n + 1}"
        yield moved(f"/parameters/{n}", zh, en, Importance.WORDS)


def _name(parameter: Parameter) -> Words:
    name = quoted(parameter.label, parameter.key)
    return Words(f"参数{name.zh}", f"the parameter {name.en}")


def value_change(
    old: Parameter, new: Parameter, program: Program, path: str, case: int | None = None
) -> Change:
    """Tell a new value of a parameter, or of one of its cases."""
    label = Words(new.label.to("zh") or new.key, new.label.to("en") or new.key)
    was, now = old.value, new.value
    if case is not None:
        was, now = old.cases[case].value, new.cases[case].value
        who = case_words(new, case, program)
        label = Words(f"{label.zh}（{who.zh}）", f"{label.en} ({who.en})")
        path = f"{path}/cases/{case}"
    before, after = old.words(was, _reading(program)), new.words(now, _reading(program))
    return changed(
        f"{path}/value",
        f"{label.zh}：{before.zh} → {after.zh}",
        f"{label.en}: {before.en} → {after.en}",
    )


def case_words(parameter: Parameter, case: int, program: Program) -> Words:
    """Say for whom a case of a parameter holds."""
    scope = scope_of(program, MEMBER)
    return sentence(check(expand(parameter.cases[case].when, program, MEMBER), scope), scope)


def _reading(program: Program) -> Reading:
    settings = program.settings
    return Reading(zone=settings.calendar.zone, currency=settings.currency)


def _values(parameter: Parameter, program: Program) -> Words:
    reading = _reading(program)
    value = parameter.words(parameter.value, reading)
    for n, each in enumerate(parameter.cases):
        who, other = case_words(parameter, n, program), parameter.words(each.value, reading)
        value = Words(f"{value.zh}；{who.zh}：{other.zh}", f"{value.en}; {who.en}: {other.en}")
    return value


def _parameter(
    before: tuple[Parameter, Program], after: tuple[Parameter, Program], path: str
) -> Iterator[Change]:
    (old, old_program), (new, program) = before, after
    name = _name(new)
    if old.kind != new.kind:
        what = Words(f"{name.zh}的类型", f"the kind of {name.en}")
        yield replaced(f"{path}/kind", what, NAMES[old.kind], NAMES[new.kind])
    if not same(old.value, new.value):
        yield value_change(old, new, program, path)
    yield from _cases(before, after, path)
    for key, words in _BOUNDS.items():
        was, now = getattr(old, key), getattr(new, key)
        if not same(was, now):
            what = Words(f"{name.zh}的{words.zh}", f"the {words.en} of {name.en}")
            shown = (_bound(old, was, old_program), _bound(new, now, program))
            yield replaced(f"{path}/{key}", what, *shown, Importance.DATA)
    if not same(old.label, new.label):
        what = Words(f"{name.zh}的名称", f"the name of {name.en}")
        yield replaced(f"{path}/label", what, old.label, new.label, Importance.WORDS)
    if not same(old.help, new.help):
        zh, en = f"改写了{name.zh}的说明", f"Rewrote the help of {name.en}"
        yield changed(f"{path}/help", zh, en, Importance.WORDS)


_BOUNDS = {"least": Words("下限", "least value"), "most": Words("上限", "greatest value")}


def _bound(parameter: Parameter, value: object, program: Program) -> Words:
    if value is None:
        return as_written(None)
    return parameter.words(value, _reading(program))


def _cases(
    before: tuple[Parameter, Program], after: tuple[Parameter, Program], path: str
) -> Iterator[Change]:
    """Tell values one by one where the same members are meant, and otherwise all of it anew."""
    (old, old_program), (new, program) = before, after
    if not same([each.when for each in old.cases], [each.when for each in new.cases]):
        name = _name(new)
        what = Words(f"{name.zh}对不同会员的值", f"the values of {name.en} for some members")
        yield replaced(f"{path}/cases", what, _values(old, old_program), _values(new, program))
        return
    for n, (was, now) in enumerate(zip(old.cases, new.cases, strict=True)):
        if not same(was.value, now.value):
            yield value_change(old, new, program, path, case=n)
