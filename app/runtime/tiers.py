"""Placing members on tiers: one statement for one member or for a million."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import (
    Column,
    Insert,
    MetaData,
    Table,
    Update,
    and_,
    bindparam,
    delete,
    insert,
    update,
)
from sqlalchemy.schema import CreateTable

from app.days import Moment
from app.runtime.placing import Placing
from app.runtime.releases import Live
from app.storage.sets import bound, numbers
from app.storage.space import Space
from app.storage.standings import Change, Circumstances, add_changes, add_changes_from
from app.storage.types import BIG


class Reason(StrEnum):
    """Why a member's tier changed."""

    EVENT = "event"
    """A record came in; a tier may only be gained by it."""
    EVALUATION = "evaluation"
    """The ladder was evaluated as scheduled; members re-qualify."""
    PUBLISH = "publish"
    """New rules were applied at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """When and why members are placed."""

    moment: Moment
    reason: Reason
    cause: str
    """The record, the schedule or the release that brings it about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A member whose tier changed on a ladder."""

    member_id: int
    ladder: str
    old: str | None
    new: str | None


def place(space: Space, live: Live, member_ids: Sequence[int], occasion: Occasion) -> list[Moved]:
    """Place these members after something happened to them: a tier may rise and never falls."""
    moved: list[Moved] = []
    dialect = space.connection.dialect.name
    for ladder in live.checked.ladders.values():
        placing = Placing(live, ladder, occasion.moment)
        among = placing.members.table.c.id.in_(numbers(dialect))
        rising = placing.remembered("rising", dialect, partial(placing.rising, among))
        rows = space.execute(rising, {"ids": bound(dialect, member_ids)}).all()
        if rows:
            _apply(space, placing, rows, occasion)
            moved.extend(_moved(placing, rows))
    return moved


def _apply(space: Space, placing: Placing, rows: Sequence[Any], occasion: Occasion) -> None:
    moment = placing.moment
    risen = placing.remembered("risen", space.connection.dialect.name, partial(_risen, placing))
    space.execute(
        risen,
        [
            {"member": row.id, "new_tier": row.new, "now": moment.now, "today": moment.today}
            for row in rows
        ],
    )
    add_changes(
        space,
        placing.live.catalogue.program_id,
        [
            Change(
                member_id=row.id,
                ladder_id=placing.columns.id,
                old_tier_id=row.old,
                new_tier_id=row.new,
                at=moment.now,
                reason=occasion.reason,
                release_id=placing.live.catalogue.release_id,
                cause=occasion.cause,
            )
            for row in rows
        ],
    )


def _risen(placing: Placing) -> Update:
    table = placing.members.table
    return (
        update(table)
        .where(placing.own)
        .where(table.c.id == bindparam("member"))
        .values(placing.standing(bindparam("new_tier", type_=BIG)))
    )


def _moved(placing: Placing, rows: Sequence[Any]) -> list[Moved]:
    columns = placing.columns
    return [
        Moved(
            member_id=row.id,
            ladder=placing.ladder.ladder.key,
            old=columns.key_of(row.old),
            new=columns.key_of(row.new),
        )
        for row in rows
    ]


_WORK = Table(
    "changed",
    MetaData(),
    Column("id", BIG),
    Column("old", BIG),
    Column("new", BIG),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DELETE ROWS",
)


def place_anew(space: Space, live: Live, occasion: Occasion, *, after: int, up_to: int) -> int:
    """Place the members with `after` < id <= `up_to` anew, up or down; give how many moved."""
    space.execute(CreateTable(_WORK, if_not_exists=True))
    dialect = space.connection.dialect.name
    moved = 0
    for ladder in live.checked.ladders.values():
        placing = Placing(live, ladder, occasion.moment)
        space.execute(delete(_WORK))
        moving = placing.remembered("moving", dialect, partial(_moving, placing))
        count = space.execute(moving, {"after": after, "up_to": up_to}).rowcount
        if count:
            _apply_all(space, placing, occasion)
            moved += count
    return moved


def _moving(placing: Placing) -> Insert:
    table = placing.members.table
    after, up_to = (bindparam(name, type_=BIG) for name in ("after", "up_to"))
    among = and_(table.c.id > after, table.c.id <= up_to)
    found = insert(_WORK).from_select(["id", "old", "new"], placing.moving(among))
    return found.execution_options(preserve_rowcount=True)


def _apply_all(space: Space, placing: Placing, occasion: Occasion) -> None:
    moment = placing.moment
    add_changes_from(
        space,
        placing.live.catalogue.program_id,
        _WORK,
        Circumstances(
            ladder_id=placing.columns.id,
            release_id=placing.live.catalogue.release_id,
            at=moment.now,
            reason=occasion.reason,
            cause=occasion.cause,
        ),
    )
    moved = placing.remembered("moved", space.connection.dialect.name, partial(_replaced, placing))
    space.execute(moved, {"now": moment.now, "today": moment.today})


def _replaced(placing: Placing) -> Update:
    table = placing.members.table
    return (
        update(table)
        .where(placing.own)
        .where(table.c.id == _WORK.c.id)
        .values(placing.standing(_WORK.c.new))
    )
