"""What the items of a form write to, and what conditions on the form may see."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.expression.types import Relation, Scope
from app.program.field import Field
from app.program.forms import OF_MEMBER, ROWS, Form, Item
from app.program.objects import MEMBER, Object
from app.program.program import Program
from app.program.scope import labels_of, scope_of, variables_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where an answer goes."""

    object: str
    field: Field
    """As the object has it."""
    asked: Field
    """As the form asks for it: under the item's key, with its own words."""


def target_of(program: Program, object_key: str, item: Item) -> Target | None:
    """Find the field of an item; None where there is none of that name."""
    owner, name = object_key, item.field or ""
    if name.startswith(OF_MEMBER):
        owner, name = MEMBER, name.removeprefix(OF_MEMBER)
    there = program.find_object(owner)
    found = None if there is None else there.find_field(name)
    if found is None:
        return None
    asked = replace(
        found, key=item.key, label=item.label or found.label, help=item.help or found.help
    )
    return Target(object=owner, field=found, asked=asked)


def as_object(program: Program, form: Form) -> Object:
    """Describe the answers like a record, so that rules about them are read like all others."""
    member = program.object(MEMBER)
    known = Field(key=MEMBER, kind="reference", label=member.label, options={"object": MEMBER})
    asked = _asked(program, form.object, form.items)
    return Object(key=f"form:{form.key}", label=form.label, fields=(*asked, known))


def row_as_object(program: Program, rows: Item) -> Object:
    there = program.find_object(rows.object or "")
    label = rows.label or (program.label if there is None else there.label)
    asked = _asked(program, rows.object or "", rows.items)
    return Object(key=f"rows:{rows.key}", label=label, fields=tuple(asked))


def form_scope(program: Program, form: Form) -> Scope:
    """Give what a condition on the form sees: answers by key, the member known, rows."""
    designed, member = as_object(program, form), scope_of(program, MEMBER)
    sheets = {each.key: row_as_object(program, each) for each in form.items if each.kind == ROWS}
    labels = dict(labels_of(designed))
    for key, each in sheets.items():
        labels[key] = each.label
        labels |= {f"{key}.{name}": label for name, label in labels_of(each)}
    variables = variables_of(designed)
    del variables[MEMBER]
    return Scope(
        variables=variables,
        references={MEMBER: Scope(variables=member.variables, labels=member.labels)},
        relations={
            key: Relation(fields=variables_of(each), occurred="") for key, each in sheets.items()
        },
        labels=labels,
        parameters=member.parameters,
    )


def row_scope(program: Program, rows: Item) -> Scope:
    """Give what a condition inside a sub-form sees: the answers of the same row."""
    designed = row_as_object(program, rows)
    return Scope(
        variables=variables_of(designed),
        labels=dict(labels_of(designed)),
        parameters=scope_of(program, MEMBER).parameters,
    )


def _asked(
    program: Program, object_key: str, items: Iterator[Item] | tuple[Item, ...]
) -> list[Field]:
    found = (target_of(program, object_key, each) for each in items if each.field)
    return [each.asked for each in found if each is not None]
