"""Tiers that members hold besides the earned one: set by a person, tried, or paid for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, case, or_, select

from app.storage.bulk import insert_all
from app.storage.sets import bound, numbers
from app.storage.space import Space
from app.storage.standing_tables import tier_layer


class Kind(StrEnum):
    """What sort of layer it is."""

    FLOOR = "floor"
    """Set by a person: at least this tier."""
    LOCK = "lock"
    """Set by a person: exactly this tier."""
    TRIAL = "trial"
    PAID = "paid"

    @property
    def layer(self) -> str:
        """The layer as history names it."""
        return "manual" if self in {Kind.FLOOR, Kind.LOCK} else self.value


class State(StrEnum):
    WAITING = "waiting"
    """Its time has not come."""
    ACTIVE = "active"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One tier held for a time; moments are microseconds UTC."""

    member_id: int
    id: int
    ladder_id: int
    kind: Kind
    offer: str | None
    """The key of the trial."""
    tier_id: int
    starts_at: int
    ends_at: int | None
    """Not included; None: until somebody ends it."""
    reason: str
    created_at: int
    created_by: str | None
    state: State
    closed_at: int | None = None
    closed_by: str | None = None
    closed_why: str | None = None
    """`expired`, `converted`, or what the person who ended it wrote."""

    def covers(self, at: int) -> bool:
        """Say whether it is in force at a moment."""
        end = self.ends_at if self.closed_at is None else self.closed_at
        return self.starts_at <= at and (end is None or at < end)


def _layer(row: Row[Any]) -> Layer:
    values = {each.name: getattr(row, each.name) for each in fields(Layer)}
    return Layer(**values | {"kind": Kind(row.kind), "state": State(row.state)})


def add(space: Space, program_id: int, layers: Sequence[Layer]) -> None:
    own = {"workspace_id": space.workspace_id, "program_id": program_id}
    rows = [own | {each.name: getattr(one, each.name) for each in fields(Layer)} for one in layers]
    insert_all(space, tier_layer, rows)


def of_member(space: Space, program_id: int, member_id: int) -> list[Layer]:
    """Give every layer a member has or had, oldest first."""
    rows = space.execute(
        space.select(tier_layer)
        .where(tier_layer.c.program_id == program_id)
        .where(tier_layer.c.member_id == member_id)
        .order_by(tier_layer.c.starts_at, tier_layer.c.id)
    )
    return [_layer(row) for row in rows]


def active_of(space: Space, ladder_id: int, member_ids: Sequence[int]) -> list[Layer]:
    """Give the layers in force of these members on a ladder."""
    dialect = space.connection.dialect.name
    rows = space.execute(
        space.select(tier_layer)
        .where(tier_layer.c.ladder_id == ladder_id)
        .where(tier_layer.c.state == State.ACTIVE)
        .where(tier_layer.c.member_id.in_(numbers(dialect)))
        .order_by(tier_layer.c.starts_at, tier_layer.c.id),
        {"ids": bound(dialect, list(member_ids))},
    )
    return [_layer(row) for row in rows]


_OWN = (
    tier_layer.c.workspace_id == bindparam("workspace"),
    tier_layer.c.program_id == bindparam("program"),
)
_TURNING = or_(
    and_(tier_layer.c.state == State.WAITING, tier_layer.c.starts_at <= bindparam("now")),
    and_(tier_layer.c.state == State.ACTIVE, tier_layer.c.ends_at <= bindparam("now")),
)
_ANY_TURNING = select(tier_layer.c.id).where(*_OWN, _TURNING).limit(1)


@cache
def _turning(dialect: str, most: int | None, *, of_some: bool) -> Select[Any]:
    turns_at = case(
        (tier_layer.c.state == State.WAITING, tier_layer.c.starts_at), else_=tier_layer.c.ends_at
    )
    of_whom = [tier_layer.c.member_id.in_(numbers(dialect))] if of_some else []
    return (
        select(tier_layer)
        .where(*_OWN, _TURNING, *of_whom)
        .order_by(turns_at, tier_layer.c.id)
        .limit(most)
        .with_for_update()
    )


def turning(
    space: Space,
    program_id: int,
    *,
    now: int,
    most: int | None = None,
    member_ids: Sequence[int] | None = None,
) -> list[Layer]:
    """Give the layers that have begun or ended by a moment and are not yet marked so.

    They come in the order in which they turn; other workers leave them alone meanwhile.
    """
    dialect = space.connection.dialect.name
    found = _turning(dialect, most, of_some=member_ids is not None)
    given = _given(space, program_id, now)
    if member_ids is not None:
        given["ids"] = bound(dialect, member_ids)
    return [_layer(row) for row in space.execute(found, given)]


def any_turning(space: Space, program_id: int, *, now: int) -> bool:
    return space.execute(_ANY_TURNING, _given(space, program_id, now)).first() is not None


def _given(space: Space, program_id: int, now: int) -> dict[str, Any]:
    return {"workspace": space.workspace_id, "program": program_id, "now": now}


def any_in_force(space: Space, program_id: int) -> bool:
    found = space.execute(
        space.select(tier_layer, tier_layer.c.id)
        .where(tier_layer.c.program_id == program_id)
        .where(tier_layer.c.state == State.ACTIVE)
        .limit(1)
    )
    return found.first() is not None


def holders(space: Space, ladder_id: int, *, after: int, most: int) -> list[int]:
    """Give the members with a layer in force on a ladder, a piece at a time, by id."""
    rows = space.execute(
        space.select(tier_layer, tier_layer.c.member_id)
        .distinct()
        .where(tier_layer.c.ladder_id == ladder_id)
        .where(tier_layer.c.state == State.ACTIVE)
        .where(tier_layer.c.member_id > after)
        .order_by(tier_layer.c.member_id)
        .limit(most)
    )
    return list(rows.scalars())


def trials_of(space: Space, ladder_id: int, *, after: int, up_to: int) -> list[Layer]:
    """Give the trials in force of the members with `after` < id <= `up_to`."""
    rows = space.execute(
        space.select(tier_layer)
        .where(tier_layer.c.ladder_id == ladder_id)
        .where(tier_layer.c.kind == Kind.TRIAL)
        .where(tier_layer.c.state == State.ACTIVE)
        .where(tier_layer.c.member_id > after)
        .where(tier_layer.c.member_id <= up_to)
    )
    return [_layer(row) for row in rows]


def activate(space: Space, layers: Iterable[Layer]) -> None:
    _update(space, layers, {"state": State.ACTIVE})


def close(space: Space, layers: Iterable[Layer], *, at: int, by: str | None, why: str) -> None:
    _update(
        space,
        layers,
        {"state": State.CLOSED, "closed_at": at, "closed_by": by, "closed_why": why},
    )


def _update(space: Space, layers: Iterable[Layer], values: dict[str, Any]) -> None:
    named = list(layers)
    if not named:
        return
    dialect = space.connection.dialect.name
    space.execute(
        space.update(tier_layer)
        .where(tier_layer.c.member_id.in_(numbers(dialect)))
        .where(tier_layer.c.id.in_([each.id for each in named]))
        .values(**values),
        {"ids": bound(dialect, sorted({each.member_id for each in named}))},
    )
