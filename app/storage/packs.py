"""Packs that members are owed and were given, each once for a tier or for a promotion."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Executable, Select, bindparam, exists, select
from sqlalchemy.dialects import postgresql, sqlite

from app.storage.benefit_tables import pack
from app.storage.bulk import insert_all
from app.storage.sets import bound, numbers
from app.storage.space import Space

COLUMNS = [
    "workspace_id",
    "program_id",
    "member_id",
    "ladder_id",
    "tier",
    "occasion",
    "at",
    "cause",
]
ONCE = 0
"""The occasion of a pack that is given once in a life."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A pack that a member is to be given."""

    member_id: int
    ladder_id: int
    tier: str
    occasion: int
    at: int


def owing(dialect: str, found: Select[Any]) -> Executable:
    """Write down who is owed a pack; `found` has `COLUMNS`. What is there is left alone."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(pack).from_select(COLUMNS, found).on_conflict_do_nothing()


def never_had(member: ColumnElement[Any], ladder_id: int, tier: str) -> ColumnElement[bool]:
    """Say that a member has never been owed the pack of a tier."""
    return ~exists(
        select(pack.c.member_id)
        .where(pack.c.member_id == member)
        .where(pack.c.ladder_id == ladder_id, pack.c.tier == tier)
    )


def owed(
    space: Space,
    program_id: int,
    *,
    member_ids: Sequence[int] | None = None,
    cause: str | None = None,
    limit: int | None = None,
) -> list[Owed]:
    """Give packs that are owed, by member; of these members, of one cause, or so many of them."""
    dialect = space.connection.dialect.name
    found = (
        space.select(pack)
        .where(pack.c.program_id == program_id, pack.c.given_at.is_(None))
        .order_by(pack.c.member_id, pack.c.at, pack.c.ladder_id, pack.c.tier)
        .limit(limit)
    )
    values = {}
    if cause is not None:
        found = found.where(pack.c.cause == cause)
    if member_ids is not None:
        found = found.where(pack.c.member_id.in_(numbers(dialect)))
        values = {"ids": bound(dialect, list(member_ids))}
    return [
        Owed(
            member_id=row.member_id,
            ladder_id=row.ladder_id,
            tier=row.tier,
            occasion=row.occasion,
            at=row.at,
        )
        for row in space.execute(found, values)
    ]


def mark_given(space: Space, given: Sequence[Owed], *, at: int) -> None:
    space.execute(
        space.update(pack)
        .where(pack.c.member_id == bindparam("owner"))
        .where(pack.c.ladder_id == bindparam("ladder"))
        .where(pack.c.tier == bindparam("reached"))
        .where(pack.c.occasion == bindparam("when"))
        .values(given_at=at),
        [
            {
                "owner": each.member_id,
                "ladder": each.ladder_id,
                "reached": each.tier,
                "when": each.occasion,
            }
            for each in given
        ],
    )


def had(space: Space, ladder_id: int, member_ids: Sequence[int]) -> set[tuple[int, str]]:
    """Give which of these members have ever been owed a pack of a ladder: member and tier."""
    dialect = space.connection.dialect.name
    rows = space.execute(
        space.select(pack, pack.c.member_id, pack.c.tier)
        .where(pack.c.ladder_id == ladder_id)
        .where(pack.c.member_id.in_(numbers(dialect)))
        .distinct(),
        {"ids": bound(dialect, list(member_ids))},
    )
    return {(row.member_id, row.tier) for row in rows}


def share(space: Space, old: int, new: int) -> None:
    """Have a member be owed, and have had, what another one was and had."""
    rows = space.execute(space.select(pack).where(pack.c.member_id == old)).all()
    own = space.execute(space.select(pack).where(pack.c.member_id == new)).all()
    there = {(row.ladder_id, row.tier, row.occasion) for row in own}
    space.execute(space.delete(pack).where(pack.c.member_id == old))
    insert_all(
        space,
        pack,
        [
            row._asdict() | {"member_id": new}
            for row in rows
            if (row.ladder_id, row.tier, row.occasion) not in there
        ],
    )


def forget(space: Space, member_id: int) -> None:
    """Owe nothing any more to somebody who left."""
    space.execute(
        space.delete(pack).where(pack.c.member_id == member_id, pack.c.given_at.is_(None))
    )
