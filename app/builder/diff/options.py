"""What changes in the options of a field: choices one by one, expressions read aloud."""

from collections.abc import Iterator
from typing import Any

from app.builder.diff.change import (
    Change,
    Importance,
    added,
    as_written,
    moved,
    out_of_order,
    paired,
    quoted,
    removed,
    replaced,
    same,
)
from app.expression.check import check
from app.program.choices import Choice, choices_of
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.options import sound, sound_field
from app.program.program import Program
from app.program.scope import expand, scope_of
from app.program.sentences import sentence
from app.words import Words

Where = tuple[Program, Program, str]
"""The programme before and after, and the object a field belongs to."""
DATA = Importance.DATA
WORDS = Importance.WORDS


def option_changes(
    old: Field, new: Field, name: Words, path: str, where: Where
) -> Iterator[Change]:
    keys = dict.fromkeys((*old.options, *new.options))
    for key in keys:
        was, now = old.options.get(key), new.options.get(key)
        if same(was, now):
            continue
        place = f"{path}/options/{key}"
        if key == "choices" and _readable(old) and _readable(new):
            yield from _choices(old, new, name, place)
        elif key == "expression":
            what = Words(f"{name.zh}的算法", f"how {name.en} is computed")
            yield replaced(place, what, *_read_aloud(was, now, where))
        else:
            label = _option_label(new, key)
            what = Words(f"{name.zh}的“{label.zh}”", f"“{label.en}” of {name.en}")
            yield replaced(place, what, as_written(was), as_written(now), DATA)


def _option_label(field: Field, key: str) -> Words:
    options = FIELD_KINDS[field.kind].options if field.kind in FIELD_KINDS else ()
    return next((each.label for each in options if each.key == key), Words(key, key))


def _readable(field: Field) -> bool:
    """Whether choices can be compared one by one: well written, and no key twice."""
    if sound_field(field).options.get("choices") != field.options.get("choices"):
        return False
    keys = [each.key for each in choices_of(field)]
    return len(keys) == len(set(keys))


def _choices(old: Field, new: Field, name: Words, path: str) -> Iterator[Change]:
    before, after = choices_of(old), choices_of(new)
    found = list(_each_choice(before, after, name, path))
    for n in out_of_order(before, after):
        label = quoted(after[n].label, after[n].key)
        found.append(
            moved(
                f"{path}/{n}",
                f"{name.zh}的选项{label.zh}移到了第 {n + 1} 位",
                f"Moved the choice {label.en} of {name.en} to place {n + 1}",
                WORDS,
            )
        )
    if not found:
        what = Words(f"{name.zh}的选项", f"the choices of {name.en}")
        listed = Words(
            "、".join(each.label.to("zh") for each in after),
            ", ".join(each.label.to("en") for each in after),
        )
        found.append(replaced(path, what, listed, listed, WORDS))
    yield from found


def _each_choice(
    before: tuple[Choice, ...], after: tuple[Choice, ...], name: Words, path: str
) -> Iterator[Change]:
    for pair in paired(before, after):
        if pair.new is None:
            assert pair.old is not None
            label = quoted(pair.old.label, pair.old.key)
            yield removed(
                f"{path}/{pair.old_at}",
                f"{name.zh}的选项{label.zh}",
                f"the choice {label.en} of {name.en}",
                DATA,
            )
            continue
        label, place = quoted(pair.new.label, pair.new.key), f"{path}/{pair.new_at}"
        if pair.old is None:
            yield added(
                place, f"{name.zh}的选项{label.zh}", f"the choice {label.en} of {name.en}", DATA
            )
            continue
        if not same(pair.old.label, pair.new.label):
            what = Words(f"{name.zh}的选项名称", f"the name of a choice of {name.en}")
            yield replaced(f"{place}/label", what, pair.old.label, pair.new.label, WORDS)
        if pair.old.color != pair.new.color:
            what = Words(f"{name.zh}的选项{label.zh}的颜色", f"the colour of the choice {label.en}")
            was, now = (Words(each, each) for each in (pair.old.color, pair.new.color))
            yield replaced(f"{place}/color", what, was, now, WORDS)


def _read_aloud(was: Any, now: Any, where: Where) -> tuple[Words, Words]:
    before, after, object_key = where
    return _sentence(was, before, object_key), _sentence(now, after, object_key)


def _sentence(document: Any, program: Program, object_key: str) -> Words:
    usable = sound(program)
    if document is None or usable.find_object(object_key) is None:
        return as_written(document)
    scope = scope_of(usable, object_key)
    checked = check(expand(document, usable, object_key), scope, expect=None)
    return as_written(document) if checked.errors else sentence(checked, scope)
