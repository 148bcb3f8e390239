"""Whether a record may be kept as it was given: one answer for pages, API and import alike."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from app.errors import Finding
from app.program.field import Field
from app.program.fields import FIELD_KINDS, Refused
from app.program.fields.base import PLAIN, Reading, quoted
from app.program.objects import Object
from app.words import Words

_NUMBERED = "serial"


def validate(
    designed: Object, raw: Mapping[str, Any], *, reading: Reading = PLAIN, partial: bool = False
) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """Read a record; the values are those of its columns, the findings say what will not do.

    A partial record changes the fields it names and leaves the others. A whole one gets the
    defaults of fields left blank, and a null for every other column. A retired field takes nothing
    any more. Whether a value is unique and what it refers to exists is for storage to say; what
    fields must be to each other is said by `app.program.record_rules`.
    """
    problems = list(_unknown(designed, raw))
    values: dict[str, Any] = {}
    for field in designed.fields:
        if partial and field.key not in raw:
            continue
        if field.retired:
            problems += _not_taken(field, raw.get(field.key))
            if not partial and FIELD_KINDS[field.kind].stored is not None:
                values[field.key] = None
            continue
        try:
            value = _value(field, raw.get(field.key), reading, partial=partial)
        except Refused as refused:
            problems.append(Finding(path=f"/{field.key}", message=refused.words))
            continue
        if value is None and field.required and field.kind != _NUMBERED:
            problems.append(_needed(field))
        if FIELD_KINDS[field.kind].stored is not None:
            values[field.key] = value
    return values, tuple(problems)


def _value(field: Field, raw: Any, reading: Reading, *, partial: bool) -> Any:
    kind = FIELD_KINDS[field.kind]
    value = None if raw is None else kind.parse(raw, field, reading)
    if value is None and field.default is not None and not partial:
        return kind.parse(field.default, field, reading)
    return value


def _not_taken(field: Field, raw: Any) -> Iterator[Finding]:
    if raw is not None and raw != "":
        yield Finding(path=f"/{field.key}", message=out_of_use(field))


def out_of_use(field: Field) -> Words:
    return Words(
        f"字段“{field.label.to('zh')}”已停用，不再接收数据。",
        f"The field {field.label.to('en')} is retired and takes no values any more.",
    )


def _needed(field: Field) -> Finding:
    return Finding(
        path=f"/{field.key}",
        message=Words(f"“{field.label.to('zh')}”必填。", f"{field.label.to('en')} is required."),
    )


def _unknown(designed: Object, raw: Mapping[str, Any]) -> Iterator[Finding]:
    known = {each.key for each in designed.fields}
    for key in raw:
        if key not in known:
            place = quoted(key).replace("~", "~0").replace("/", "~1")
            yield Finding(path=f"/{place}", message=no_such_field(designed, key))


def no_such_field(designed: Object, key: str) -> Words:
    """Say that an object has no field of a name, and which one may be meant."""
    names = {name: each.key for each in designed.fields for name in (each.key, *each.label)}
    near = get_close_matches(key, names, n=1, cutoff=0.6)
    zh = f"{designed.label.to('zh')}没有字段“{quoted(key)}”。"
    en = f"{designed.label.to('en')} has no field {quoted(key)!r}."
    if near:
        meant = names[near[0]]
        return Words(f"{zh}是指 {meant} 吗？", f"{en} Is {meant!r} meant?")
    listed = ", ".join(each.key for each in designed.fields)
    return Words(f"{zh}可用：{listed}。", f"{en} Known: {listed}.")
