"""What a field sets for its kind: what is wrong with it, and the field without what is wrong."""

from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from app.errors import Finding
from app.program.field import Field
from app.program.fields import FIELD_KINDS, FieldKind, Refused
from app.program.objects import Object
from app.program.program import Program
from app.words import Words

PLAIN_KIND = "text"
"""What a field is taken for while its own kind is not known."""
_READ_BY_KIND = frozenset({"choices", "expression"})
"""Options that are no single value; how they must look is said below and by the kind."""


def findings_in(field: Field) -> Iterator[Finding]:
    """Say what is wrong with the kind, the options and the default of a field."""
    if field.kind not in FIELD_KINDS:
        yield _no_such_kind(field)
        return
    kind = FIELD_KINDS[field.kind]
    wrong = dict(_wrong_options(kind, field))
    yield from wrong.values()
    usable = _without(field, wrong)
    if not wrong:
        yield from kind.findings_in(usable)
    if field.default is not None:
        yield from _wrong_default(kind, usable)


def sound(program: Program) -> Program:
    """Give the programme without what its fields cannot use, so that the rest can be checked."""
    return replace(program, designed=tuple(_sound_object(each) for each in program.designed))


def _sound_object(designed: Object) -> Object:
    fields = tuple(sound_field(each) for each in designed.fields)
    return replace(designed, fields=fields, occurred=_usable_time(designed))


TIMES = ("date", "datetime")


def _usable_time(designed: Object) -> str | None:
    named = designed.find_field(designed.occurred or "")
    return designed.occurred if named is not None and named.kind in TIMES else None


def sound_field(field: Field) -> Field:
    if field.kind not in FIELD_KINDS:
        return replace(field, kind=PLAIN_KIND, options={}, default=None)
    wrong = dict(_wrong_options(FIELD_KINDS[field.kind], field))
    return _without(field, wrong) if wrong else field


def _without(field: Field, keys: dict[str, Finding]) -> Field:
    kept = {key: value for key, value in field.options.items() if key not in keys}
    return replace(field, options=kept)


def _wrong_options(kind: FieldKind, field: Field) -> Iterator[tuple[str, Finding]]:
    known = {each.key: each for each in kind.options}
    for key, value in field.options.items():
        if key not in known:
            yield key, _no_such_option(kind, key, list(known))
        elif key == "choices":
            yield from ((key, each) for each in _wrong_choices(value))
        elif key not in _READ_BY_KIND:
            yield from ((key, each) for each in _wrong_value(known[key], value))


_WRITTEN: dict[str, tuple[type, ...]] = {"integer": (int,), "number": (int, float)}
"""How a value of an option stands in the document; a text for every other kind."""


def _wrong_value(option: Field, value: Any) -> Iterator[Finding]:
    written = _WRITTEN.get(option.kind, (str,))
    if value is not None and (isinstance(value, bool) or not isinstance(value, written)):
        words = Words("这里应是文字。", "A text is expected here.")
        if option.kind in _WRITTEN:
            words = Words("这里应是数字。", "A number is expected here.")
        yield Finding(path=f"/options/{option.key}", message=words)
        return
    try:
        FIELD_KINDS[option.kind].parse(value, option)
    except Refused as refused:
        yield Finding(path=f"/options/{option.key}", message=refused.words)


def _wrong_choices(value: Any) -> Iterator[Finding]:
    """Find the first place where the choices are no list of texts or of keys with labels."""
    if not isinstance(value, list):
        yield Finding.of("/options/choices", "选项应是一个列表 […]。", "Choices are a list […].")
        return
    for n, each in enumerate(value):
        if not isinstance(each, str) and not _is_choice(each):
            yield Finding.of(
                f"/options/choices/{n}",
                '选项应写成文字，或 {"key": …, "label": …}。',
                'A choice is a text, or {"key": …, "label": …}.',
            )
            return


def _is_choice(value: Any) -> bool:
    if not isinstance(value, dict) or value.keys() - {"key", "label", "color"}:
        return False
    label = value.get("label", "")
    words = label.values() if isinstance(label, dict) else (label,)
    plain = (value.get("key", ""), value.get("color", ""), *words)
    return all(isinstance(each, str) for each in plain)


def _wrong_default(kind: FieldKind, field: Field) -> Iterator[Finding]:
    try:
        kind.parse(field.default, field)
    except Refused as refused:
        yield Finding(path="/default", message=refused.words)


def _no_such_kind(field: Field) -> Finding:
    known = {name: each for each in FIELD_KINDS for name in (each.key, *each.label)}
    near = get_close_matches(field.kind, known, n=1, cutoff=0.6)
    listed = [each.key for each in FIELD_KINDS]
    return Finding(
        path="/kind",
        message=Words(
            f"没有字段类型“{field.kind}”。可用：{'、'.join(listed)}。",
            f"There is no field kind {field.kind!r}. Known: {', '.join(listed)}.",
        ),
        fix=_meant(known[near[0]].key) if near else None,
    )


def _no_such_option(kind: FieldKind, key: str, known: list[str]) -> Finding:
    near = get_close_matches(key, known, n=1, cutoff=0.6)
    return Finding(
        path=f"/options/{key.replace('~', '~0').replace('/', '~1')}",
        message=Words(
            f"“{kind.label.zh}”字段没有选项“{key}”。可用：{'、'.join(known) or '无'}。",
            f"A field of kind {kind.key} has no option {key!r}."
            f" Known: {', '.join(known) or 'none'}.",
        ),
        fix=_meant(near[0]) if near else None,
    )


def _meant(key: str) -> Words:
    return Words(f"是指 {key} 吗？", f"Is {key!r} meant?")
