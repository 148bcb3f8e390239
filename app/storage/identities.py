"""What is unique across members: phones, order numbers, codes; one row of one table each."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, Select, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from app.storage.bulk import FEW, in_order
from app.storage.sets import bound, texts
from app.storage.space import Space
from app.storage.tables import identity
from app.storage.types import BIG, TEXT


class Owner(NamedTuple):
    """Whose a unique value is."""

    member_id: int
    record_id: int


def find(space: Space, program_id: int, kind: str, values: Sequence[str]) -> dict[str, Owner]:
    """Look up unique values; those that nobody has are left out."""
    if not values:
        return {}
    dialect = space.connection.dialect.name
    rows = space.execute(
        _finding(dialect),
        {
            "workspace": space.workspace_id,
            "program": program_id,
            "of_kind": kind,
            "values": bound(dialect, values),
        },
    )
    return {row.value: Owner(row.member_id, row.record_id) for row in rows}


@cache
def _finding(dialect: str) -> Select[Any]:
    """Build the look-up once; every event needs it."""
    return (
        select(identity.c.value, identity.c.member_id, identity.c.record_id)
        .where(identity.c.workspace_id == bindparam("workspace"))
        .where(identity.c.program_id == bindparam("program"))
        .where(identity.c.kind == bindparam("of_kind"))
        .where(identity.c.value.in_(texts(dialect)))
    )


def claim(
    space: Space, program_id: int, kind: str, wanted: Mapping[str, Owner]
) -> dict[str, Owner]:
    """Take unique values, and give those that others had before, with their owners."""
    if not wanted:
        return {}
    values = sorted(wanted.items())
    taken = _take(space, program_id, kind, values)
    found = {} if taken == len(values) else find(space, program_id, kind, list(wanted))
    return {value: each for value, each in found.items() if each != wanted[value]}


def _take(space: Space, program_id: int, kind: str, values: Sequence[tuple[str, Owner]]) -> int:
    """Write those that nobody has; give how many were written."""
    common = {"workspace_id": space.workspace_id, "program_id": program_id, "kind": kind}
    if space.is_sqlite:
        rows = [
            {**common, "value": value, "member_id": owner.member_id, "record_id": owner.record_id}
            for value, owner in values
        ]
        if len(rows) > FEW:
            return in_order(space, _TAKE_ON_SQLITE, rows)
        return space.execute(_TAKE_ON_SQLITE, rows).rowcount
    lists = {
        "all_values": [value for value, _ in values],
        "member_ids": [owner.member_id for _, owner in values],
        "record_ids": [owner.record_id for _, owner in values],
    }
    return space.execute(_TAKE_ON_POSTGRESQL, common | lists).rowcount


def _take_on_postgresql() -> Any:
    named = func.unnest(
        bindparam("all_values", type_=ARRAY(TEXT)),
        bindparam("member_ids", type_=ARRAY(BIG)),
        bindparam("record_ids", type_=ARRAY(BIG)),
    )
    rows = named.table_valued("value", "member_id", "record_id").render_derived()
    common = [
        bindparam(name, type_=identity.c[name].type)
        for name in ("workspace_id", "program_id", "kind")
    ]
    names = ["workspace_id", "program_id", "kind", "value", "member_id", "record_id"]
    wanted = select(*common, rows.c.value, rows.c.member_id, rows.c.record_id)
    return (
        postgresql.insert(identity)
        .from_select(names, wanted)
        .on_conflict_do_nothing()
        .execution_options(preserve_rowcount=True)
    )


_TAKE_ON_SQLITE = sqlite.insert(identity).on_conflict_do_nothing()
_TAKE_ON_POSTGRESQL = _take_on_postgresql()


def release(space: Space, program_id: int, kind: str, values: Iterable[str]) -> None:
    """Give unique values back."""
    dialect = space.connection.dialect.name
    space.execute(
        space.delete(identity)
        .where(identity.c.program_id == program_id)
        .where(identity.c.kind == kind)
        .where(identity.c.value.in_(texts(dialect))),
        {"values": bound(dialect, list(values))},
    )
