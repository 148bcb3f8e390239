"""What a member takes over of the tiers of another: the higher earned one, and every layer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import update

from app.days import local_day
from app.program.checked import CheckedLadder
from app.program.ladder import Ladder
from app.runtime.departing import Leaving
from app.runtime.layers import settle
from app.runtime.releases import Live
from app.storage import layers, records, standings
from app.storage.catalogue import LadderColumns
from app.storage.layers import Kind, Layer, State
from app.storage.space import Space
from app.storage.standings import Change

TAKEN = ("earned", "reached", "begun", "due", "grace", "recheck")
"""What goes with an earned tier: since when it is held, and when it is looked at again."""


def take_over(space: Space, live: Live, member_id: int, leaving: Leaving) -> None:
    """Give a member the higher of both earned tiers on each ladder, and the other's layers."""
    members = live.catalogue.members
    both = records.own(space, members).where(members.identity.in_([member_id, leaving.member_id]))
    rows = {row.id: row._asdict() for row in space.execute(both)}
    changes = [
        change
        for each in live.checked.ladders.values()
        if (change := _earned(space, live, each, rows, (member_id, leaving)))
    ]
    standings.add_changes(space, live.catalogue.program_id, changes)
    _layers(space, live, member_id, leaving)


def _earned(
    space: Space,
    live: Live,
    ladder: CheckedLadder,
    rows: Mapping[int, Mapping[str, Any]],
    who: tuple[int, Leaving],
) -> Change | None:
    """Take the other's earned tier where it is higher, with its days."""
    member_id, leaving = who
    columns = live.catalogue.members.ladders[ladder.ladder.key]
    own, theirs = rows[member_id], rows[leaving.member_id]
    earned = columns.earned.name
    if _place(ladder.ladder, columns, theirs[earned]) <= _place(
        ladder.ladder, columns, own[earned]
    ):
        return None
    tier = _in_force(ladder.ladder, columns, own, theirs[earned])
    values = {getattr(columns, each).name: theirs[getattr(columns, each).name] for each in TAKEN}
    if tier != own[columns.tier.name]:
        zone = live.checked.program.settings.calendar.zone
        values |= {
            columns.tier.name: tier,
            columns.since.name: leaving.at,
            columns.since_day.name: local_day(leaving.at, zone),
        }
    table = live.catalogue.members.table
    its = update(table).where(table.c.workspace_id == space.workspace_id)
    space.execute(its.where(table.c.id == member_id).values(values))
    return Change(
        member_id=member_id,
        ladder_id=columns.id,
        old_tier_id=own[columns.tier.name],
        new_tier_id=tier,
        old_earned_id=own[earned],
        new_earned_id=theirs[earned],
        at=leaving.at,
        reason=leaving.reason,
        release_id=live.catalogue.release_id,
        cause=leaving.cause,
    )


def _place(ladder: Ladder, columns: LadderColumns, tier_id: int | None) -> int:
    return ladder.position(columns.key_of(tier_id))


def _in_force(
    ladder: Ladder, columns: LadderColumns, row: Mapping[str, Any], earned: int | None
) -> int | None:
    lock, lift = row[columns.lock.name], row[columns.lift.name]
    if lock is not None:
        return int(lock)
    return lift if _place(ladder, columns, lift) > _place(ladder, columns, earned) else earned


def _layers(space: Space, live: Live, member_id: int, leaving: Leaving) -> None:
    """Enter the other's layers anew; a trial that is over counts as tried."""
    program_id = live.catalogue.program_id
    held = layers.of_member(space, program_id, leaving.member_id)
    own = layers.of_member(space, program_id, member_id)
    taken = [
        _behind(replace(each, member_id=member_id, id=layer_id, created_at=leaving.at), own)
        for each, layer_id in zip(held, space.take_ids(len(held)), strict=True)
        if each.state is not State.CLOSED or each.kind is Kind.TRIAL
    ]
    layers.add(space, program_id, taken)
    in_force = [each for each in taken if each.state is State.ACTIVE]
    settle(space, live, in_force, at=leaving.at)


def _behind(layer: Layer, own: Sequence[Layer]) -> Layer:
    """Let time that was paid for twice run one after the other."""
    if layer.kind is not Kind.PAID or layer.ends_at is None:
        return layer
    ends = [
        each.ends_at
        for each in own
        if (each.kind, each.ladder_id, each.tier_id) == (layer.kind, layer.ladder_id, layer.tier_id)
        if each.state is not State.CLOSED and each.ends_at is not None
    ]
    begins = max(layer.starts_at, layer.created_at)
    if max(ends, default=0) <= begins:
        return layer
    end = max(ends)
    return replace(layer, starts_at=end, ends_at=end + layer.ends_at - begins, state=State.WAITING)
