"""How the automations of one programme are doing: what is late, stuck or given up."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Table, func, literal, select, text, tuple_

from app.storage import checkups
from app.storage.flow_runs import Group
from app.storage.flow_tables import flow_run, occurrence, outbox, step_claim
from app.storage.occurrences import resting
from app.storage.space import Space

MANY = 1_000
"""Beyond it, a number is told as that many and more."""
_FAILED = text("flow_run.state = 'failed'")
_DEAD = text("outbox.state = 'dead'")
"""Written as in the partial indexes: SQLite uses one only for a condition it can recognise."""


def to_see_to(space: Space, program_id: int) -> int:
    """Count what needs a person, up to a number: one query over small indexes."""
    failed = _some(space, flow_run, program_id, _FAILED)
    dead = _some(space, outbox, program_id, _DEAD)
    wrong = checkups.wrong_now(space, program_id)
    found = select(failed.scalar_subquery() + dead.scalar_subquery() + wrong)
    return int(space.execute(found).scalar_one())


def _some(space: Space, table: Table, program_id: int, which: Any) -> Select[Any]:
    rows = select(literal(1)).where(table.c.workspace_id == space.workspace_id)
    rows = rows.where(table.c.program_id == program_id, which).limit(MANY)
    return select(func.count()).select_from(rows.subquery())


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """What should have gone on a while ago."""

    count: int
    """At most `MANY`."""
    oldest: int | None


def overdue(space: Space, program_id: int, *, before: int) -> Late:
    """Count the runs that should have gone on, and are not paused."""
    here = flow_run.c
    rows = (
        space.select(flow_run, here.due_at)
        .where(here.program_id == program_id, here.due_at < before)
        .where(here.flow.not_in(resting(space, program_id)))
        .order_by(here.due_at)
        .limit(MANY)
    )
    return _late(space, rows)


def schedules_behind(space: Space, program_id: int, *, before: int) -> Late:
    """Count the times that were due and at which not everybody has gone in yet."""
    here = occurrence.c
    rows = (
        space.select(occurrence, here.due_at)
        .where(here.program_id == program_id, here.state == "open", here.due_at < before)
        .limit(MANY)
    )
    return _late(space, rows)


def _late(space: Space, rows: Select[Any]) -> Late:
    found = rows.subquery()
    row: Any = space.execute(select(func.count(), func.min(found.c.due_at))).one()
    return Late(count=row[0], oldest=row[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """A step whose last claims did not go well."""

    group: Group
    worker: str
    since: int
    attempts: int
    error: str | None


def stuck_claims(space: Space, program_id: int, *, before: int, limit: int) -> list[Stuck]:
    """Give the steps that were claimed, and not finished, before a moment."""
    here = step_claim.c
    rows: Any = space.execute(
        space.select(step_claim)
        .where(here.program_id == program_id, here.attempts > 0, here.until < before)
        .order_by(here.until)
        .limit(limit)
    )
    return [
        Stuck(
            group=Group(release_id=row.release_id, flow=row.flow, step=row.step),
            worker=row.worker,
            since=row.until,
            attempts=row.attempts,
            error=row.error,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    """Runs that failed of the same thing."""

    flow: str
    step: str | None
    error: str | None
    count: int
    last: int | None


def failures(space: Space, program_id: int, *, limit: int) -> list[Failures]:
    """Give what runs failed of, where, and how many of each."""
    here = flow_run.c
    rows: Any = space.execute(
        space.select(
            flow_run, here.flow, here.step, here.error, func.count(), func.max(here.ended_at)
        )
        .where(here.program_id == program_id, _FAILED)
        .group_by(here.flow, here.step, here.error)
        .order_by(func.count().desc())
        .limit(limit)
    )
    return [
        Failures(flow=row[0], step=row[1], error=row[2], count=row[3], last=row[4]) for row in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dead:
    """A message that was given up."""

    member_id: int
    id: int
    channel: str
    flow: str | None
    step: str | None
    run_id: int | None
    attempts: int
    at: int
    error: str | None
    body: dict[str, Any]


def dead_messages(space: Space, program_id: int, *, limit: int) -> list[Dead]:
    """Give messages that were given up, the last first."""
    here = outbox.c
    rows: Any = space.execute(
        space.select(outbox)
        .where(here.program_id == program_id, _DEAD)
        .order_by(here.created_at.desc(), here.member_id.desc(), here.id.desc())
        .limit(limit)
    )
    return [
        Dead(
            member_id=row.member_id,
            id=row.id,
            channel=row.channel,
            flow=row.flow,
            step=row.step,
            run_id=row.run_id,
            attempts=row.attempts,
            at=row.created_at,
            error=row.last_error,
            body=row.body,
        )
        for row in rows
    ]


def count_dead(space: Space, program_id: int) -> int:
    return int(space.execute(_some(space, outbox, program_id, _DEAD)).scalar_one())


def count_failed(space: Space, program_id: int) -> int:
    return int(space.execute(_some(space, flow_run, program_id, _FAILED)).scalar_one())


def revive(
    space: Space, program_id: int, chosen: list[tuple[int, int]] | None, *, now: int, most: int
) -> int:
    """Let messages that were given up be tried again; give how many."""
    values = {"state": "ready", "due_at": now, "attempts": 0, "lease_until": None, "worker": None}
    return _change_dead(space, program_id, chosen, values, most)


def discard(
    space: Space, program_id: int, chosen: list[tuple[int, int]] | None, *, most: int
) -> int:
    """Let messages that were given up be over; give how many."""
    return _change_dead(space, program_id, chosen, {"state": "cancelled"}, most)


def _change_dead(
    space: Space,
    program_id: int,
    chosen: list[tuple[int, int]] | None,
    values: dict[str, Any],
    most: int,
) -> int:
    here = outbox.c
    which = [here.program_id == program_id, here.state == "dead"]
    if chosen is not None:
        which.append(tuple_(here.member_id, here.id).in_(chosen))
    some = space.select(outbox, here.member_id, here.id).where(*which).limit(most)
    done = space.execute(
        space.update(outbox)
        .where(tuple_(here.member_id, here.id).in_(some), here.state == "dead")
        .values(values)
        .execution_options(preserve_rowcount=True)
    )
    return max(done.rowcount, 0)
