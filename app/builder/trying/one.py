"""How a condition of a draft stands for one member, part by part, with the values it looked at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from app.builder.trying.condition import Asked
from app.builder.trying.looking import look
from app.errors import NotFound
from app.expression.comparison import Comparer
from app.expression.explain import Explained, explain
from app.expression.operators import OPERATORS
from app.expression.speaker import Speaker
from app.expression.sql import to_sql
from app.expression.tree import Apply, Constant, Listing, Quantifier, Typed, children
from app.runtime.knowing import that_counts
from app.runtime.refresh import whole
from app.runtime.sight import Sight
from app.runtime.source import TableSource, belonging, cut_form
from app.storage.space import Space
from app.words import Words

JOINTS = frozenset({"and", "or", "!"})
NOTHING = Words("无", "nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """How a condition stands for a member."""

    explained: Explained
    values: Mapping[str, Words]
    """What each rule looked at, by its place."""


def stands(space: Space, program_id: int, asked: Asked, member_id: int, *, now: int) -> Stood:
    """Explain a right condition for one member. Raises `NotFound`."""
    sight = look(space, program_id, asked, now=now)
    values = _values(sight, asked, member_id)
    for relation in set(_gone_through(asked.checked.tree)):
        values[relation] = _rows(sight, relation, member_id)
    for each in asked.checked.ranks:
        values[each.normal_form] = sight.cuts.get(cut_form(asked.place.ladder or "", each))
    forms = [each.normal_form for each in asked.checked.rollups]
    forms += [each.normal_form for each in asked.checked.ranks]
    kept = {each: each for each in forms}
    explained = explain(asked.checked, values, sight.moment, asked.scope, materialised=kept)
    compare = Comparer(
        values=values,
        moment=sight.moment,
        say=Speaker(asked.scope, OPERATORS),
        materialised=kept,
    )
    return Stood(explained=explained, values=dict(_looked_at(asked.checked.tree, compare)))


def _looked_at(node: Typed, compare: Comparer) -> Iterator[tuple[str, Words]]:
    """Say what each rule looked at, also where nothing is compared by size."""
    if not isinstance(node, Apply):
        return
    if node.operator in JOINTS:
        for each in node.arguments:
            yield from _looked_at(each, compare)
        return
    subject = next(
        (each for each in node.arguments if not isinstance(each, Constant | Listing)), None
    )
    if subject is not None:
        yield node.path, _said(compare.value_of(subject), subject, compare.say)


def _said(value: Any, subject: Typed, say: Speaker) -> Words:
    if isinstance(value, tuple | list):
        items = [say.named(str(each), subject) or Words(str(each), str(each)) for each in value]
        return say.listed(items) if items else NOTHING
    if value is None or value == "":
        return NOTHING
    return say.beside(Constant(path="", type=subject.type, value=value), subject)


def _values(sight: Sight, asked: Asked, member_id: int) -> dict[str, Any]:
    members = sight.rules.catalogue.members
    table = members.readable
    source = TableSource(
        catalogue=sight.rules.catalogue,
        records=members,
        table=table,
        moment=sight.moment,
        ladder=asked.place.ladder or "",
        cuts=sight.cuts,
        materialised=False,
    )
    read: dict[str, ColumnElement[Any]] = {
        name: source.variable(name) for name in asked.checked.variables
    }
    read |= {
        each.normal_form: to_sql(whole(each), source, sight.moment)
        for each in asked.checked.rollups
    }
    read |= {f"tier:{key}": source.tier(key) for key in members.ladders}
    columns = [column.label(f"v{n}") for n, column in enumerate(read.values())]
    own = and_(table.c.workspace_id == sight.space.workspace_id, table.c.id == member_id)
    row = sight.space.execute(select(table.c.id, *columns).where(own)).mappings().one_or_none()
    if row is None:
        raise NotFound("没有这位会员。", "There is no such member.")
    return _nested({name: row[f"v{n}"] for n, name in enumerate(read)}, asked)


def _nested(values: dict[str, Any], asked: Asked) -> dict[str, Any]:
    """Put what is read through a reference into a record of its own."""
    found = dict(values)
    for name in asked.checked.variables:
        head, dot, tail = name.partition(".")
        if dot:
            there = found.get(head)
            found[head] = {**(there if isinstance(there, dict) else {}), tail: values[name]}
    return found


def _gone_through(tree: Typed) -> Iterator[str]:
    if isinstance(tree, Quantifier) and tree.relation is not None:
        yield tree.relation
    for each in children(tree):
        yield from _gone_through(each)


def _rows(sight: Sight, relation: str, member_id: int) -> list[dict[str, Any]]:
    """Give the records of a member that count; fields without a column are blank."""
    catalogue = sight.rules.catalogue
    kept = catalogue.records[relation]
    table = kept.readable
    columns = [table.c[each.name].label(f"f{n}") for n, each in enumerate(kept.fields.values())]
    own = and_(
        table.c.workspace_id == sight.space.workspace_id,
        belonging(kept, catalogue.members, table) == member_id,
    )
    rows = sight.space.execute(select(*columns).where(own)).mappings()
    found = [{key: row[f"f{n}"] for n, key in enumerate(kept.fields)} for row in rows]
    return [each for each in found if that_counts(kept, each)]
