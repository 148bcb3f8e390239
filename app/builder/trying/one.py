"""How a condition of a draft stands for one member, part by part, with the values it looked at."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from app.builder.trying.condition import Asked
from app.builder.trying.looking import look
from app.errors import NotFound
from app.expression.explain import Explained, explain
from app.expression.sql import to_sql
from app.expression.tree import Quantifier, Typed, children
from app.runtime.knowing import that_counts
from app.runtime.refresh import whole
from app.runtime.sight import Sight
from app.runtime.source import TableSource, belonging, cut_form
from app.storage.space import Space


def stands(space: Space, program_id: int, asked: Asked, member_id: int, *, now: int) -> Explained:
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
    return explain(asked.checked, values, sight.moment, asked.scope, materialised=kept)


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
