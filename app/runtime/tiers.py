"""Placing members on tiers: one statement for one member or for a million."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Insert,
    Select,
    Update,
    bindparam,
    case,
    insert,
    null,
    select,
    update,
)

from app.days import Moment
from app.runtime import firing, metrics, packs, taking_back
from app.runtime.happenings import Happened, Turned
from app.runtime.moves import EARNED_MOVES, MOVES, WORK, begin_work, between, bound_day, moved_ids
from app.runtime.placing import How, Placing
from app.runtime.releases import Live
from app.runtime.terms import Terms
from app.storage.sets import bound, numbers
from app.storage.space import Space
from app.storage.standings import Change, Circumstances, add_changes, add_changes_from
from app.storage.taken_back import Thing
from app.storage.types import BIG


class Reason(StrEnum):
    """Why a member's tier changed."""

    EVENT = "event"
    """A record came in; a tier may only be gained by it."""
    EVALUATION = "evaluation"
    """The ladder was evaluated as scheduled; members re-qualify."""
    PUBLISH = "publish"
    """New rules were applied at once."""
    REVIEW = "review"
    """The tier was due for review, or its grace was over."""
    RECHECK = "recheck"
    """A refund took from what the promotion was based on."""
    LAYER = "layer"
    """A manual, trial or paid tier began or ended."""


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
    """The tier that was in force, and the one that is now."""
    new: str | None
    earned: str | None


def place(space: Space, live: Live, member_ids: Sequence[int], occasion: Occasion) -> list[Moved]:
    """Place these members after something happened to them: a tier may rise and never falls."""
    moved: list[Moved] = []
    dialect = space.connection.dialect.name
    for ladder in live.checked.ladders.values():
        placing = Placing(live, ladder, occasion.moment)
        rising = placing.remembered("rising", dialect, partial(_rising, placing, dialect))
        rows = space.execute(rising, {"ids": bound(dialect, member_ids)}).all()
        if rows:
            _apply(space, placing, rows, occasion)
            moved.extend(_moved(placing, rows))
    return moved


def _rising(placing: Placing, dialect: str) -> Select[Any]:
    return placing.moves(_named(dialect, placing.members.table), How.EVENT)


def _apply(space: Space, placing: Placing, rows: Sequence[Any], occasion: Occasion) -> None:
    moment = placing.moment
    dialect = space.connection.dialect.name
    risen = placing.remembered("risen", dialect, partial(_risen, placing, moment.today))
    space.execute(
        risen,
        [
            {
                "member": row.id,
                "new_earned": row.new_earned,
                "new_tier": row.new,
                "now": moment.now,
            }
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
                old_earned_id=row.old_earned,
                new_earned_id=row.new_earned,
                at=moment.now,
                reason=occasion.reason,
                release_id=placing.live.catalogue.release_id,
                cause=occasion.cause,
            )
            for row in rows
        ],
    )
    packs.owe(space, placing, rows, at=moment.now, cause=occasion.cause)


def _risen(placing: Placing, day: int) -> Update:
    table = placing.members.table
    earned, tier = (bindparam(name, type_=BIG) for name in ("new_earned", "new_tier"))
    return (
        update(table)
        .where(placing.own)
        .where(table.c.id == bindparam("member"))
        .values(standing(placing, earned, tier, day))
    )


def standing(
    placing: Placing, earned: ColumnElement[Any], tier: ColumnElement[Any], day: int
) -> dict[str, ColumnElement[Any]]:
    """Give what the columns of a ladder take when another tier is earned on a local day.

    The moment is bound as `now` when the statement runs.
    """
    columns, table = placing.columns, placing.members.table
    terms = Terms(placing, day)
    old_tier, since, since_day = (
        table.c[each.name] for each in (columns.tier, columns.since, columns.since_day)
    )
    changes = tier.is_distinct_from(old_tier)
    values: dict[str, ColumnElement[Any]] = {
        columns.earned.name: earned,
        columns.tier.name: tier,
        columns.since.name: case((changes, bindparam("now", type_=BIG)), else_=since),
        columns.since_day.name: case((changes, bound_day(day)), else_=since_day),
        columns.reached.name: bound_day(day),
    }
    if terms.kept_at_all:
        due = terms.where_reviewed(earned, terms.due_when_reached())
        values |= {
            columns.begun.name: terms.begun(),
            columns.due.name: due,
            columns.grace.name: null(),
            columns.recheck.name: null(),
        }
    return values


def _moved(placing: Placing, rows: Sequence[Any]) -> list[Moved]:
    columns = placing.columns
    return [
        Moved(
            member_id=row.id,
            ladder=placing.ladder.ladder.key,
            old=columns.key_of(row.old),
            new=columns.key_of(row.new),
            earned=columns.key_of(row.new_earned),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """How many members moved, and the coupons that are void with their tiers."""

    moved: int = 0
    void: list[Thing] = field(default_factory=list)


def place_anew(space: Space, live: Live, occasion: Occasion, *, after: int, up_to: int) -> Placed:
    """Place the members with `after` < id <= `up_to` at an evaluation."""
    values = {"after": after, "up_to": up_to}
    return _evaluated(space, live, occasion, _Whom("moving", between, values))


def place_those(space: Space, live: Live, occasion: Occasion, member_ids: Sequence[int]) -> Placed:
    """Place these members at an evaluation.

    Between those who move there are so many others that looking at them would take longer.
    """
    dialect = space.connection.dialect.name
    values = {"ids": bound(dialect, member_ids)}
    return _evaluated(space, live, occasion, _Whom("those", partial(_named, dialect), values))


@dataclass(frozen=True, slots=True)
class _Whom:
    """Which members are placed, and what the statement is remembered by."""

    name: str
    among: Callable[[FromClause], ColumnElement[bool]]
    values: Mapping[str, Any]
    """Bound when the statement runs."""


def _named(dialect: str, table: FromClause) -> ColumnElement[bool]:
    return table.c.id.in_(numbers(dialect))


def _evaluated(space: Space, live: Live, occasion: Occasion, whom: _Whom) -> Placed:
    dialect = space.connection.dialect.name
    moved, void = 0, list[Thing]()
    for ladder in live.checked.ladders.values():
        placing = Placing(live, ladder, occasion.moment)
        begin_work(space)
        moving = placing.remembered(whom.name, dialect, partial(_moving, placing, whom))
        count = space.execute(moving, whom.values).rowcount
        if count:
            void += apply_all(space, placing, occasion)
            if metrics.restarts(live):
                metrics.restart(space, live, moved_ids(space), occasion.moment)
            moved += count
    return Placed(moved=moved, void=void)


def _moving(placing: Placing, whom: _Whom) -> Insert:
    among = whom.among(placing.members.table)
    found = insert(WORK).from_select(MOVES, placing.moves(among, How.EVALUATION))
    return found.execution_options(preserve_rowcount=True)


def apply_all(space: Space, placing: Placing, occasion: Occasion) -> list[Thing]:
    """Write down the moves of the work table and put the members where they belong.

    Gives the coupons that are void with a tier: their budgets come last, after every member.
    """
    add_changes_from(
        space,
        placing.live.catalogue.program_id,
        WORK,
        Circumstances(
            ladder_id=placing.columns.id,
            release_id=placing.live.catalogue.release_id,
            at=occasion.moment.now,
            reason=occasion.reason,
            cause=occasion.cause,
        ),
    )
    packs.owe_all(space, placing, at=occasion.moment.now, cause=occasion.cause)
    _fire_all(space, placing, occasion)
    day = occasion.moment.today
    name = f"moved {day}"
    dialect = space.connection.dialect.name
    moved = placing.remembered(name, dialect, partial(_replaced, placing, day))
    space.execute(moved, {"now": occasion.moment.now})
    return taking_back.take_back(space, placing, occasion.moment)


def _fire_all(space: Space, placing: Placing, occasion: Occasion) -> None:
    """Let triggers see whose tier in force changed in this piece of an evaluation."""
    if not firing.minds_tiers(space, placing.live):
        return
    rows = space.execute(
        select(WORK.c.id, WORK.c.old, WORK.c.new).where(WORK.c.new.is_distinct_from(WORK.c.old))
    )
    key_of, ladder = placing.columns.key_of, placing.ladder.ladder.key
    turned = [
        Turned(member_id=row.id, ladder=ladder, old=key_of(row.old), new=key_of(row.new))
        for row in rows
    ]
    firing.fire(Happened(space=space, live=placing.live, moment=occasion.moment, turned=turned))


def _replaced(placing: Placing, day: int) -> Update:
    table = placing.members.table
    return (
        update(table)
        .where(placing.own)
        .where(table.c.id == WORK.c.id)
        .where(EARNED_MOVES)
        .values(standing(placing, WORK.c.new_earned, WORK.c.new, day))
    )
