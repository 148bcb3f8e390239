"""Parts of balances that are kept for something: they cannot be spent otherwise."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_

from app.storage.bulk import insert_all
from app.storage.earning_tables import point_hold
from app.storage.sets import bound, numbers
from app.storage.space import Space

RELEASED, SPENT = "released", "spent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """So much of a currency, kept for a cause; moments are microseconds UTC."""

    member_id: int
    id: int
    cause: str
    currency: str
    amount: int
    held_at: int
    ends_at: int | None = None
    closed_at: int | None = None
    closed_why: str | None = None
    note: str | None = None

    def is_open(self, at: int) -> bool:
        return self.closed_at is None and (self.ends_at is None or at < self.ends_at)


NAMES = tuple(each.name for each in fields(Hold))


def _hold(row: Row[Any]) -> Hold:
    return Hold(**{name: getattr(row, name) for name in NAMES})


def _open(at: int) -> ColumnElement[bool]:
    table = point_hold.c
    return and_(table.closed_at.is_(None), or_(table.ends_at.is_(None), table.ends_at > at))


def add(space: Space, program_id: int, holds: Iterable[Hold]) -> None:
    head = {"workspace_id": space.workspace_id, "program_id": program_id}
    rows = [head | {name: getattr(each, name) for name in NAMES} for each in holds]
    insert_all(space, point_hold, rows)


def find(space: Space, program_id: int, member_id: int, cause: str) -> Hold | None:
    row = space.execute(
        space.select(point_hold)
        .where(point_hold.c.program_id == program_id)
        .where(point_hold.c.member_id == member_id, point_hold.c.cause == cause)
    ).one_or_none()
    return None if row is None else _hold(row)


def open_of(space: Space, program_id: int, member_id: int, *, at: int) -> list[Hold]:
    """Give what is held of a member, the oldest first."""
    rows = space.execute(
        space.select(point_hold)
        .where(point_hold.c.program_id == program_id, point_hold.c.member_id == member_id)
        .where(_open(at))
        .order_by(point_hold.c.held_at, point_hold.c.id)
    )
    return [_hold(row) for row in rows]


def held(
    space: Space, program_id: int, member_ids: Collection[int], *, at: int
) -> dict[tuple[int, str], int]:
    """Add up what is held, by member and currency."""
    dialect, table = space.connection.dialect.name, point_hold.c
    rows = space.execute(
        space.select(point_hold, table.member_id, table.currency, func.sum(table.amount).label("n"))
        .where(table.program_id == program_id, _open(at))
        .where(table.member_id.in_(numbers(dialect)))
        .group_by(table.member_id, table.currency),
        {"ids": bound(dialect, sorted(member_ids))},
    )
    return {(row.member_id, row.currency): int(row.n) for row in rows}


def close(space: Space, hold: Hold, *, at: int, why: str) -> None:
    space.execute(
        space.update(point_hold)
        .where(point_hold.c.member_id == hold.member_id, point_hold.c.id == hold.id)
        .values(closed_at=at, closed_why=why)
    )
