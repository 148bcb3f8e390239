"""Placing members on tiers: one statement for one member or for a million."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    FromClause,
    MetaData,
    Select,
    Table,
    and_,
    bindparam,
    case,
    delete,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.schema import CreateTable

from app.days import Moment
from app.expression.sql import met
from app.program.checked import CheckedLadder
from app.program.ladder import Promotion
from app.runtime.releases import Live
from app.runtime.source import TableSource
from app.storage.catalogue import LadderColumns, Records
from app.storage.sets import bound, numbers
from app.storage.space import Space
from app.storage.standings import Change, Circumstances, add_changes, add_changes_from


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


NOWHERE = -1
"""The position of a member who is not on the ladder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A member whose tier changed on a ladder."""

    member_id: int
    ladder: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class _Placing:
    """The statements that place members on one ladder."""

    live: Live
    ladder: CheckedLadder
    moment: Moment

    @property
    def members(self) -> Records:
        return self.live.catalogue.members

    @property
    def columns(self) -> LadderColumns:
        return self.members.ladders[self.ladder.ladder.key]

    def tier_ids(self) -> list[int]:
        return [self.columns.tiers[each.key] for each in self.ladder.ladder.tiers]

    def target(self, source: TableSource) -> ColumnElement[int]:
        """Say how high the conditions put a member; the highest one met decides."""
        tiers = self.ladder.ladder.tiers
        steps: list[tuple[ColumnElement[bool], ColumnElement[int]]] = [
            (met(self.ladder.conditions[each.key], source, self.moment), literal(position))
            for position, each in reversed(list(enumerate(tiers)))
            if each.key in self.ladder.conditions
        ]
        if self.ladder.members is not None:
            outside = ~met(self.ladder.members, source, self.moment)
            steps.insert(0, (outside, literal(NOWHERE)))
        return case(*steps, else_=literal(0)) if steps else literal(0)

    def changed(self, among: ColumnElement[bool], *, may_fall: bool) -> Select[Any]:
        """Select id, old and new tier of the members whose tier changes."""
        table = self.members.table
        source = TableSource(
            catalogue=self.live.catalogue,
            records=self.members,
            table=table,
            moment=self.moment,
            ladder=self.ladder.ladder.key,
        )
        earned = table.c[self.columns.earned.name]
        held = case(
            {each: position for position, each in enumerate(self.tier_ids())},
            value=earned,
            else_=NOWHERE,
        )
        seen = (
            select(
                table.c.id,
                earned.label("old"),
                held.label("held"),
                self.target(source).label("target"),
            )
            .where(table.c.workspace_id == self.live.catalogue.workspace_id)
            .where(among)
            .subquery()
        )
        reached = self.reached(seen)
        moves = seen.c.target != seen.c.held if may_fall else seen.c.target > seen.c.held
        gone = and_(seen.c.old.is_not(None), seen.c.held == NOWHERE) if may_fall else false()
        new = case(dict(enumerate(self.tier_ids())), value=reached)
        return select(seen.c.id, seen.c.old, new.label("new")).where(or_(moves, gone))

    def reached(self, seen: FromClause) -> ColumnElement[int]:
        if self.ladder.ladder.promotion is Promotion.JUMP:
            return seen.c.target
        one_up = seen.c.held + 1
        return case((seen.c.target > one_up, one_up), else_=seen.c.target)


def place(space: Space, live: Live, member_ids: Sequence[int], occasion: Occasion) -> list[Moved]:
    """Place these members after something happened to them: a tier may rise and never falls."""
    moved: list[Moved] = []
    dialect = space.connection.dialect.name
    for ladder in live.checked.ladders.values():
        placing = _Placing(live, ladder, occasion.moment)
        among = placing.members.table.c.id.in_(numbers(dialect))
        rows = space.execute(
            placing.changed(among, may_fall=False), {"ids": bound(dialect, member_ids)}
        ).all()
        if rows:
            _apply(space, placing, rows, occasion)
            moved.extend(_moved(placing, rows))
    return moved


def _apply(space: Space, placing: _Placing, rows: Sequence[Any], occasion: Occasion) -> None:
    table, columns, moment = placing.members.table, placing.columns, placing.moment
    space.execute(
        update(table)
        .where(table.c.workspace_id == space.workspace_id)
        .where(table.c.id == bindparam("member"))
        .values(_standing(columns, bindparam("new"), moment)),
        [{"member": row.id, "new": row.new} for row in rows],
    )
    add_changes(
        space,
        placing.live.catalogue.program_id,
        [
            Change(
                member_id=row.id,
                ladder_id=columns.id,
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


def _standing(
    columns: LadderColumns, new: ColumnElement[Any], moment: Moment
) -> dict[str, ColumnElement[Any]]:
    return {
        columns.earned.name: new,
        columns.tier.name: new,
        columns.since.name: literal(moment.now),
        columns.since_day.name: literal(moment.today),
    }


def _moved(placing: _Placing, rows: Sequence[Any]) -> list[Moved]:
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
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("old", BigInteger),
    Column("new", BigInteger),
    prefixes=["TEMPORARY"],
)


def place_anew(space: Space, live: Live, occasion: Occasion, *, after: int, up_to: int) -> int:
    """Place the members with `after` < id <= `up_to` anew, up or down; give how many moved."""
    space.execute(CreateTable(_WORK, if_not_exists=True))
    moved = 0
    for ladder in live.checked.ladders.values():
        placing = _Placing(live, ladder, occasion.moment)
        table = placing.members.table
        among = and_(table.c.id > after, table.c.id <= up_to)
        space.execute(delete(_WORK))
        space.execute(
            insert(_WORK).from_select(["id", "old", "new"], placing.changed(among, may_fall=True))
        )
        count = space.execute(select(func.count()).select_from(_WORK)).scalar_one()
        if count:
            _apply_all(space, placing, occasion)
            moved += count
    return moved


def _apply_all(space: Space, placing: _Placing, occasion: Occasion) -> None:
    table, columns = placing.members.table, placing.columns
    add_changes_from(
        space,
        placing.live.catalogue.program_id,
        _WORK,
        Circumstances(
            ladder_id=columns.id,
            release_id=placing.live.catalogue.release_id,
            at=placing.moment.now,
            reason=occasion.reason,
            cause=occasion.cause,
        ),
    )
    space.execute(
        update(table)
        .where(table.c.workspace_id == space.workspace_id)
        .where(table.c.id == _WORK.c.id)
        .values(_standing(columns, _WORK.c.new, placing.moment))
    )
