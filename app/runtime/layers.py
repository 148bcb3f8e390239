"""Layers of a tier: beginning, ending and converting them, and the tier in force that follows.

Every layer has its own beginning, end and reason; ending one never touches another (E-12).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Update, bindparam, case, select, update

from app.days import local_day
from app.runtime import firing, metrics
from app.runtime.happenings import Happened, Turned
from app.runtime.placing import NOWHERE, Placing
from app.runtime.releases import Live
from app.runtime.tiers import Reason
from app.storage import layers, records
from app.storage.layers import Kind, Layer, State
from app.storage.sets import bound, numbers
from app.storage.space import Space
from app.storage.standings import Change, add_changes
from app.storage.types import BIG

AT_ONCE = 1_000
"""Layers that begin or end in one transaction."""

EXPIRED = "expired"
CONVERTED = "converted"


@dataclass(frozen=True, slots=True)
class _Held:
    """What the columns of one member on a ladder say."""

    id: int
    earned: int | None
    tier: int | None


def turn(space: Space, live: Live, *, now: int) -> int:
    """Begin and end the layers whose time has come, in order; give how many, at most `AT_ONCE`.

    History has the moment at which each began or ended, however late this is called.
    """
    due = layers.turning(space, live.catalogue.program_id, now=now, most=AT_ONCE)
    # What turns after the last of a full piece waits for those that turn before it.
    _turn(space, live, due, up_to=now if len(due) < AT_ONCE else _instants(due[-1])[0])
    return len(due)


def turn_members(space: Space, live: Live, member_ids: Sequence[int], *, now: int) -> None:
    """Do so for these members, before anything else happens to their tiers.

    Layers are locked before members, here as everywhere.
    """
    program_id = live.catalogue.program_id
    due = layers.turning(space, program_id, now=now, member_ids=member_ids)
    _turn(space, live, due, up_to=now)


def _turn(space: Space, live: Live, due: Iterable[Layer], *, up_to: int) -> None:
    by_instant: dict[int, list[Layer]] = defaultdict(list)
    for each in due:
        for instant in _instants(each):
            if instant <= up_to:
                by_instant[instant].append(each)
    for instant, turned in sorted(by_instant.items()):
        begun = [each for each in turned if each.starts_at == instant]
        over = [each for each in turned if each.ends_at == instant]
        layers.activate(space, begun)
        layers.close(space, over, at=instant, by=None, why=EXPIRED)
        settle(space, live, turned, at=instant)


def _instants(layer: Layer) -> list[int]:
    """Give when a layer turns, in order: one that waited may be over by now as well."""
    found = [layer.starts_at] if layer.state is State.WAITING else []
    return found if layer.ends_at is None else [*found, layer.ends_at]


def settle(space: Space, live: Live, changed: Iterable[Layer], *, at: int) -> None:
    """Work out the tier in force anew for the members whose layers have changed at a moment."""
    by_ladder: dict[int, dict[int, Layer]] = defaultdict(dict)
    for each in changed:
        by_ladder[each.ladder_id][each.member_id] = each
    for ladder in live.checked.ladders.values():
        placing = Placing(live, ladder, live.moment(at))
        touched = by_ladder.get(placing.columns.id, {})
        if touched:
            _settle(space, placing, touched, at=at)


def settle_all(space: Space, live: Live, *, after: int, at: int) -> int | None:
    """Do so for a piece of all who hold a layer, as a ladder with another order needs.

    Gives the last member of the piece, or None at the end.
    """
    last: int | None = None
    for ladder in live.checked.ladders.values():
        placing = Placing(live, ladder, live.moment(at))
        ids = layers.holders(space, placing.columns.id, after=after, most=AT_ONCE)
        if not ids:
            continue
        active = layers.active_of(space, placing.columns.id, ids)
        _settle(space, placing, {each.member_id: each for each in active}, at=at)
        end = ids[-1] if len(ids) == AT_ONCE else None
        if end is not None:
            last = end if last is None else min(last, end)
    return last


def _settle(space: Space, placing: Placing, touched: Mapping[int, Layer], *, at: int) -> None:
    ids = sorted(touched)
    records.lock(space, placing.members, ids)
    active: dict[int, list[Layer]] = defaultdict(list)
    for each in layers.active_of(space, placing.columns.id, ids):
        active[each.member_id].append(each)
    rows, changes = [], []
    for held in _held(space, placing, ids):
        lift, lock = _highest(placing, active[held.id]), _lock(placing, active[held.id])
        tier = _in_force(placing, held.earned, lift, lock)
        rows.append({"member": held.id, "lift": lift, "lock": lock, "new_tier": tier})
        if tier != held.tier:
            changes.append(_change(placing, held, tier, touched[held.id], at=at))
    if not rows:
        return
    dialect = space.connection.dialect.name
    day = local_day(at, placing.moment.calendar.zone)
    lifted = placing.live.statement(
        ("lifted", placing.columns.id, dialect), placing.moment, partial(_lifted, placing)
    )
    space.execute(lifted, [each | {"now": at, "day": day} for each in rows])
    add_changes(space, placing.live.catalogue.program_id, changes)
    key_of, ladder = placing.columns.key_of, placing.ladder.ladder.key
    turned = [
        Turned(
            member_id=each.member_id,
            ladder=ladder,
            old=key_of(each.old_tier_id),
            new=key_of(each.new_tier_id),
        )
        for each in changes
    ]
    firing.fire(Happened(space=space, live=placing.live, moment=placing.moment, turned=turned))
    moved = [each.member_id for each in changes]
    metrics.restart(space, placing.live, moved, placing.moment)


def _held(space: Space, placing: Placing, ids: Sequence[int]) -> list[_Held]:
    table, columns = placing.members.table, placing.columns
    dialect = space.connection.dialect.name
    found: Iterable[Any] = space.execute(
        select(table.c.id, table.c[columns.earned.name], table.c[columns.tier.name])
        .where(placing.own)
        .where(table.c.id.in_(numbers(dialect)))
        .order_by(table.c.id),
        {"ids": bound(dialect, ids)},
    )
    return [_Held(*row) for row in found]


def _lifted(placing: Placing) -> Update:
    table, columns = placing.members.table, placing.columns
    new = bindparam("new_tier", type_=BIG)
    old = table.c[columns.tier.name]
    since, day = table.c[columns.since.name], table.c[columns.since_day.name]
    changes = new.is_distinct_from(old)
    return (
        update(table)
        .where(placing.own)
        .where(table.c.id == bindparam("member"))
        .values(
            {
                columns.lift.name: bindparam("lift", type_=BIG),
                columns.lock.name: bindparam("lock", type_=BIG),
                columns.tier.name: new,
                columns.since.name: case((changes, bindparam("now", type_=BIG)), else_=since),
                columns.since_day.name: case((changes, bindparam("day", type_=BIG)), else_=day),
            }
        )
    )


def _place_of(placing: Placing, tier_id: int | None) -> int:
    return placing.ladder.ladder.position(placing.columns.key_of(tier_id))


def _highest(placing: Placing, held: Iterable[Layer]) -> int | None:
    """Give the highest tier that layers lift a member to; one the ladder lost lifts nobody."""
    found = [each.tier_id for each in held if each.kind is not Kind.LOCK]
    known = [each for each in found if _place_of(placing, each) != NOWHERE]
    return max(known, key=partial(_place_of, placing), default=None)


def _lock(placing: Placing, held: Iterable[Layer]) -> int | None:
    """Give the tier of the lock that was set last."""
    locks = [each for each in held if each.kind is Kind.LOCK]
    known = [each for each in locks if _place_of(placing, each.tier_id) != NOWHERE]
    return max(known, key=lambda each: (each.starts_at, each.id)).tier_id if known else None


def in_force(placing: Placing, earned: int | None, held: Sequence[Layer]) -> int | None:
    """Give the tier in force for one who has earned a tier and holds these layers."""
    return _in_force(placing, earned, _highest(placing, held), _lock(placing, held))


def _in_force(
    placing: Placing, earned: int | None, lift: int | None, lock: int | None
) -> int | None:
    if lock is not None:
        return lock
    return lift if _place_of(placing, lift) > _place_of(placing, earned) else earned


def _change(placing: Placing, held: _Held, tier: int | None, layer: Layer, *, at: int) -> Change:
    return Change(
        member_id=held.id,
        ladder_id=placing.columns.id,
        old_tier_id=held.tier,
        new_tier_id=tier,
        old_earned_id=held.earned,
        new_earned_id=held.earned,
        at=at,
        reason=Reason.LAYER,
        release_id=placing.live.catalogue.release_id,
        cause=f"layer:{layer.id}",
        layer=layer.kind.layer,
    )


def convert(space: Space, live: Live, member_ids: Sequence[int], *, at: int) -> int:
    """End the trials of these members who have earned the tier meanwhile; give how many (R-21).

    Their tier in force stays what it is.
    """
    converted = 0
    for ladder in live.checked.ladders.values():
        placing = Placing(live, ladder, live.moment(at))
        held = layers.active_of(space, placing.columns.id, member_ids)
        converted += _convert(space, placing, held, at=at)
    return converted


def convert_between(space: Space, live: Live, *, after: int, up_to: int, at: int) -> int:
    """Do so for the members with `after` < id <= `up_to`."""
    converted = 0
    for ladder in live.checked.ladders.values():
        placing = Placing(live, ladder, live.moment(at))
        trials = layers.trials_of(space, placing.columns.id, after=after, up_to=up_to)
        converted += _convert(space, placing, trials, at=at)
    return converted


def _convert(space: Space, placing: Placing, held: Iterable[Layer], *, at: int) -> int:
    trials = [each for each in held if each.kind is Kind.TRIAL]
    if not trials:
        return 0
    members = sorted({each.member_id for each in trials})
    earned = {each.id: each.earned for each in _held(space, placing, members)}
    reached = [
        each
        for each in trials
        if NOWHERE
        != _place_of(placing, each.tier_id)
        <= _place_of(placing, earned.get(each.member_id))
    ]
    layers.close(space, reached, at=at, by=None, why=CONVERTED)
    settle(space, placing.live, reached, at=at)
    return len(reached)
