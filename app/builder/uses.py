"""Where a field or an object is used, so that nobody takes it away without knowing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.builder.rule_places import place_of
from app.builder.rules import nodes, written_rules
from app.program.forms import OF_MEMBER, Form, Item
from app.program.objects import MEMBER, Object
from app.program.program import Program
from app.program.reads import fields_read
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One place of the document that needs a field or an object."""

    path: str
    """A JSON Pointer into the document; empty for what is kept elsewhere."""
    where: Words


class Rule(NamedTuple):
    """A rule of the document, what its records are, and how people call its place."""

    path: str
    object: str
    content: Any
    where: Words


def uses_of_field(program: Program, object_key: str, field_key: str) -> tuple[Use, ...]:
    """List the places that read, show or ask for a field, as the document goes."""
    found = [
        Use(path=path, where=where)
        for path, where in _reading(program, object_key, field_key)
        if not path.startswith(_own_place(program, object_key, field_key))
    ]
    found += _of_object(program, object_key, field_key)
    found += _of_forms(program, object_key, field_key)
    return tuple({each.path: each for each in found}.values())


def uses_of_object(program: Program, object_key: str) -> tuple[Use, ...]:
    """List the places outside of an object that need it."""
    own = tuple(
        f"/objects/{n}/" for n, each in enumerate(program.designed) if each.key == object_key
    )
    found = [
        Use(path=each.path, where=each.where)
        for each in rules(program)
        if any(read.object == object_key for read in _reads(program, each))
    ]
    found += _references(program, object_key)
    for n, form in enumerate(program.forms):
        if object_key in {form.object, *(each.object for each in form.items)}:
            found.append(Use(path=f"/forms/{n}", where=_form(form)))
    return tuple({each.path: each for each in found if not each.path.startswith(own)}.values())


def rules(program: Program) -> Iterator[Rule]:
    """Give every rule that speaks about records, with its place in words."""
    for path, content in written_rules(program):
        object_key, _ladder, where = place_of(program, path)
        yield Rule(path, object_key, content, where)


def _reading(program: Program, object_key: str, field_key: str) -> Iterator[tuple[str, Words]]:
    for rule in rules(program):
        for read in _reads(program, rule):
            if (read.object, read.field) == (object_key, field_key):
                yield rule.path, rule.where


def _reads(program: Program, rule: Rule) -> Any:
    return fields_read(program, rule.object, rule.content)


def _own_place(program: Program, object_key: str, field_key: str) -> str:
    """Say where a field is written; what it reads itself is gone with it."""
    for path, field in program.written_fields(object_key):
        if field.key == field_key:
            return f"{path}/"
    return "//"


def _of_object(program: Program, object_key: str, field_key: str) -> Iterator[Use]:
    for n, designed in enumerate(program.designed):
        if designed.key != object_key:
            continue
        zh, en = designed.label.to("zh"), designed.label.to("en")
        if designed.occurred == field_key:
            where = Words(f"“{zh}”的发生时间", f"When records of {en} happen")
            yield Use(path=f"/objects/{n}/occurred", where=where)
        if designed.title == field_key:
            where = Words(f"“{zh}”用它称呼记录", f"What records of {en} are called by")
            yield Use(path=f"/objects/{n}/title", where=where)


def _references(program: Program, object_key: str) -> Iterator[Use]:
    for n, designed in enumerate(program.designed):
        for m, field in enumerate(designed.fields):
            if field.kind == "reference" and field.options.get("object") == object_key:
                where = _field(designed, field.label)
                yield Use(path=f"/objects/{n}/fields/{m}", where=where)


def _of_forms(program: Program, object_key: str, field_key: str) -> Iterator[Use]:
    for n, form in enumerate(program.forms):
        if object_key == MEMBER and form.who.by == field_key:
            where = Words(f"{_form(form).zh} · 认出会员", f"{_form(form).en} · who it is")
            yield Use(path=f"/forms/{n}/who/by", where=where)
        for m, page in enumerate(form.pages):
            place = f"/forms/{n}/pages/{m}/items"
            yield from _of_items(form, page.items, form.object, place, (object_key, field_key))


def _of_items(
    form: Form, items: tuple[Item, ...], owner: str, path: str, wanted: tuple[str, str]
) -> Iterator[Use]:
    for n, item in enumerate(items):
        place = f"{path}/{n}"
        if _target(item, owner) == wanted or wanted in _names_of_member(item):
            called = item.label.to("zh") if item.label else item.key
            called_en = item.label.to("en") if item.label else item.key
            where = Words(f"{_form(form).zh} · {called}", f"{_form(form).en} · {called_en}")
            yield Use(path=place, where=where)
        yield from _of_items(form, item.items, item.object or owner, f"{place}/items", wanted)


def _target(item: Item, owner: str) -> tuple[str, str]:
    name = item.field or ""
    if name.startswith(OF_MEMBER):
        return MEMBER, name.removeprefix(OF_MEMBER)
    return owner, name


def _names_of_member(item: Item) -> Iterator[tuple[str, str]]:
    """Give the fields of the member that conditions of an item read; other names are answers."""
    for rule in (item.visible, item.required, item.computed):
        for operator, arguments in nodes(rule):
            name = arguments[0] if operator == "var" and arguments else None
            if isinstance(name, str) and name.startswith(OF_MEMBER):
                yield MEMBER, name.removeprefix(OF_MEMBER)


def _form(form: Form) -> Words:
    return Words(f"表单“{form.label.to('zh')}”", f"Form {form.label.to('en')}")


def _field(designed: Object, label: Words) -> Words:
    return Words(
        f"{designed.label.to('zh')}字段“{label.to('zh')}”",
        f"{designed.label.to('en')} field {label.to('en')}",
    )
