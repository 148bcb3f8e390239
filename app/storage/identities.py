"""What is unique across members: phones, order numbers, codes; one row of one table each."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from app.storage.sets import bound, texts
from app.storage.space import Space
from app.storage.tables import identity


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
    values: list[dict[str, Any]] = [
        {
            "workspace_id": space.workspace_id,
            "program_id": program_id,
            "kind": kind,
            "value": value,
            "member_id": owner.member_id,
            "record_id": owner.record_id,
        }
        for value, owner in sorted(wanted.items())
    ]
    if space.is_sqlite:
        taken = space.execute(_TAKE_ON_SQLITE, values).rowcount
        found = {} if taken == len(values) else find(space, program_id, kind, list(wanted))
        return {value: each for value, each in found.items() if each != wanted[value]}
    kept = set(space.execute(_TAKE_ON_POSTGRESQL, values).scalars())
    return find(space, program_id, kind, [each for each in wanted if each not in kept])


_TAKE_ON_SQLITE = sqlite.insert(identity).on_conflict_do_nothing()
_TAKE_ON_POSTGRESQL = (
    postgresql.insert(identity).on_conflict_do_nothing().returning(identity.c.value)
)


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
