"""Automations that contradict what they gave and told, or that nobody goes on with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, cast, func, literal, tuple_

from app.storage.benefit_tables import coupon
from app.storage.book_checks import Piece
from app.storage.catalogue import Records
from app.storage.flow_runs import Group
from app.storage.flow_tables import (
    flow_run,
    flow_trace,
    occurrence,
    outbox,
)
from app.storage.occurrences import resting
from app.storage.past_tables import departure
from app.storage.records import own
from app.storage.run_tables import step_passed
from app.storage.space import Space
from app.storage.tables import release
from app.storage.types import TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step that a member took, or a gift that says it came of one."""

    member_id: int
    name: str


def steps_taken(space: Space, program_id: int) -> list[Group]:
    """Give the steps of all releases that anybody has taken."""
    here = step_passed.c
    rows: Any = space.execute(
        space.select(step_passed, here.release_id, here.flow, here.step)
        .where(here.program_id == program_id)
        .distinct()
        .order_by(here.release_id, here.flow, here.step)
    )
    return [Group(release_id=row[0], flow=row[1], step=row[2]) for row in rows]


def _text(value: Any) -> ColumnElement[str]:
    return cast(value, TEXT)


def _named(*, with_member: bool) -> ColumnElement[str]:
    """Write the cause that a step's gift has, from the row that says it was taken."""
    run, here = _text(flow_trace.c.run_id), flow_trace.c
    if with_member:
        run = _text(here.member_id) + literal(".", TEXT) + run
    colon = literal(":", TEXT)
    return literal("flow:", TEXT) + run + colon + here.step + colon + _text(here.number)


def _stayed(space: Space, program_id: int, member: ColumnElement[Any]) -> ColumnElement[bool]:
    """Leave out who was merged, whose gifts have other causes since."""
    here = departure.c
    gone = space.select(departure, here.member_id).where(here.program_id == program_id)
    into = space.select(departure, here.into_id).where(
        here.program_id == program_id, here.into_id.is_not(None)
    )
    return member.not_in(gone) & member.not_in(into)


def _taken(space: Space, program_id: int, piece: Piece, steps: Sequence[Group]) -> Select[Any]:
    """Select who took one of these steps, and which."""
    here, run = flow_trace.c, flow_run.c
    wanted = [(each.release_id, each.flow, each.step) for each in steps]
    return (
        space.select(flow_trace, here.member_id)
        .join(flow_run, (run.member_id == here.member_id) & (run.id == here.run_id))
        .where(here.program_id == program_id, here.member_id.between(*piece))
        .where(tuple_(run.release_id, run.flow, here.step).in_(wanted))
        .where(_stayed(space, program_id, here.member_id))
        .order_by(here.member_id, here.run_id, here.number)
    )


def unpaid(
    space: Space,
    entries: Records,
    program_id: int,
    piece: Piece,
    steps: Sequence[Group],
    *,
    limit: int,
) -> list[Step]:
    """Find steps that were to book points and left no entry."""
    there, name = entries.table, _named(with_member=True)
    booked = own(space, entries, literal(1)).where(
        there.c.member_id == flow_trace.c.member_id, entries.fields["external_id"] == name
    )
    found = _taken(space, program_id, piece, steps).add_columns(name)
    return _read(space, found.where(~booked.exists()).limit(limit))


def ungiven(
    space: Space, program_id: int, piece: Piece, steps: Sequence[Group], *, limit: int
) -> list[Step]:
    """Find steps that were to give coupons and left none."""
    name = _named(with_member=False)
    given = space.select(coupon, literal(1)).where(
        coupon.c.member_id == flow_trace.c.member_id, coupon.c.cause == name
    )
    found = _taken(space, program_id, piece, steps).add_columns(name)
    return _read(space, found.where(~given.exists()).limit(limit))


def unfounded_entries(
    space: Space, entries: Records, program_id: int, piece: Piece, *, longest: int, limit: int
) -> list[Step]:
    """Find entries that say they came of a step which nobody took."""
    member, cause = entries.table.c.member_id, entries.fields["external_id"]
    found = own(space, entries, member, cause).where(
        member.between(*piece), func.length(cause) < longest
    )
    return _unfounded(space, program_id, found, member, cause, limit, with_member=True)


def unfounded_coupons(
    space: Space, program_id: int, piece: Piece, *, longest: int, limit: int
) -> list[Step]:
    """Find coupons that say they came of a step which nobody took."""
    here = coupon.c
    found = space.select(coupon, here.member_id, here.cause).where(
        here.program_id == program_id,
        here.member_id.between(*piece),
        here.number == 0,
        func.length(here.cause) < longest,
    )
    return _unfounded(
        space, program_id, found, here.member_id, here.cause, limit, with_member=False
    )


def _unfounded(
    space: Space,
    program_id: int,
    found: Select[Any],
    member: ColumnElement[Any],
    cause: ColumnElement[Any],
    limit: int,
    *,
    with_member: bool,
) -> list[Step]:
    # A pack brings several things under the name of its step, with a number behind it.
    start = _named(with_member=with_member) + literal(":", TEXT)
    ended = _text(cause) + literal(":", TEXT)
    taken = space.select(flow_trace, literal(1)).where(
        flow_trace.c.member_id == member, func.substr(ended, 1, func.length(start)) == start
    )
    wanted = found.where(cause.like("flow:%"), ~taken.exists())
    wanted = wanted.where(_stayed(space, program_id, member))
    return _read(space, wanted.order_by(member, cause).limit(limit))


def messages_without_run(space: Space, program_id: int, piece: Piece, *, limit: int) -> list[Step]:
    """Find messages of a run that does not exist."""
    here = outbox.c
    run = space.select(flow_run, literal(1)).where(
        flow_run.c.member_id == here.member_id, flow_run.c.id == here.run_id
    )
    found = (
        space.select(outbox, here.member_id, here.idem)
        .where(here.program_id == program_id, here.member_id.between(*piece))
        .where(here.run_id.is_not(None), ~run.exists())
        .where(_stayed(space, program_id, here.member_id))
    )
    return _read(space, found.order_by(here.member_id, here.id).limit(limit))


def _read(space: Space, asked: Any) -> list[Step]:
    rows: Any = space.execute(asked)
    return [Step(member_id=row[0], name=str(row[1])) for row in rows]


def abandoned_messages(space: Space, program_id: int, *, before: int, limit: int) -> list[Step]:
    """Find messages that a sender took, and said nothing of since a moment."""
    here = outbox.c
    return _read(
        space,
        space.select(outbox, here.member_id, here.idem)
        .where(here.program_id == program_id, here.state == "sending", here.lease_until < before)
        .order_by(here.member_id, here.id)
        .limit(limit),
    )


def overdue_runs(space: Space, program_id: int, *, before: int, limit: int) -> list[Step]:
    """Find runs that should have gone on before a moment, and are not paused."""
    here = flow_run.c
    return _read(
        space,
        space.select(flow_run, here.member_id, here.flow + literal(" · ", TEXT) + here.step)
        .where(here.program_id == program_id, here.due_at < before)
        .where(here.flow.not_in(resting(space, program_id)))
        .order_by(here.due_at, here.member_id)
        .limit(limit),
    )


def overdue_times(space: Space, program_id: int, *, before: int, limit: int) -> list[str]:
    """Name the times that were due before a moment and at which not everybody has gone in."""
    here = occurrence.c
    rows: Any = space.execute(
        space.select(occurrence, here.flow, here.key)
        .where(here.program_id == program_id, here.state == "open", here.due_at < before)
        .where(here.flow.not_in(resting(space, program_id)))
        .order_by(here.due_at)
        .limit(limit)
    )
    return [f"{row.flow} · {row.key}" for row in rows]


def open_places(space: Space, program_id: int) -> list[tuple[Group, int, bool]]:
    """Give where runs stand that are not over, how many, and whether their release is there."""
    here = flow_run.c
    rows: Any = space.execute(
        space.select(flow_run, here.release_id, here.flow, here.step, func.count(), release.c.id)
        .outerjoin(release, release.c.id == here.release_id)
        .where(here.program_id == program_id, here.due_at.is_not(None))
        .group_by(here.release_id, here.flow, here.step, release.c.id)
        .order_by(here.release_id, here.flow, here.step)
    )
    return [
        (Group(release_id=row[0], flow=row[1], step=row[2]), int(row[3]), row[4] is not None)
        for row in rows
    ]
