"""Members whose rows are gone: merged into another, or deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.storage.past_tables import departure
from app.storage.sets import bound, numbers
from app.storage.space import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    member_id: int
    into_id: int | None
    """The member who has their records now; None: deleted."""
    at: int
    by: str | None
    cause: str


def note(space: Space, program_id: int, gone: Departure) -> None:
    space.execute(
        space.insert(departure).values(
            program_id=program_id,
            member_id=gone.member_id,
            into_id=gone.into_id,
            at=gone.at,
            by=gone.by,
            cause=gone.cause,
        )
    )


def find(space: Space, program_id: int, member_ids: Sequence[int]) -> dict[int, Departure]:
    """Give what became of members; those who are there, or never were, are left out."""
    if not member_ids:
        return {}
    dialect = space.connection.dialect.name
    rows = space.execute(
        space.select(departure)
        .where(departure.c.program_id == program_id)
        .where(departure.c.member_id.in_(numbers(dialect))),
        {"ids": bound(dialect, list(member_ids))},
    )
    return {row.member_id: _departure(row) for row in rows}


def _departure(row: Any) -> Departure:
    return Departure(
        member_id=row.member_id, into_id=row.into_id, at=row.at, by=row.by, cause=row.cause
    )


def survivor_of(space: Space, program_id: int, member_id: int) -> int:
    """Follow merges to whoever has the records now; a member who never left is their own."""
    while True:
        gone = find(space, program_id, [member_id]).get(member_id)
        if gone is None or gone.into_id is None:
            return member_id
        member_id = gone.into_id


def merged_into(space: Space, program_id: int, member_id: int) -> list[int]:
    """Give everybody who became part of a member, also by way of others."""
    found: list[int] = []
    waiting = [member_id]
    while waiting:
        rows = space.execute(
            space.select(departure, departure.c.member_id)
            .where(departure.c.program_id == program_id)
            .where(departure.c.into_id.in_(waiting))
        )
        waiting = list(rows.scalars())
        found += waiting
    return found
