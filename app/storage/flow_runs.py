"""Runs of automations: members go in as sets, and each way in is taken once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from app.storage import tasks
from app.storage.flow_tables import flow_run, flow_trace
from app.storage.occurrences import resting
from app.storage.sets import bound, numbers
from app.storage.space import Space
from app.storage.tables import program
from app.storage.types import BIG, TEXT, WORD

READY, WAITING, DONE, GOAL = "ready", "waiting", "done", "goal"
FAILED, CANCELLED, LOOPED = "failed", "cancelled", "looped"
RUNNING = (READY, WAITING)
CHAINED = ">"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How members go into a flow."""

    flow: str
    release_id: int
    step: str
    chain: str
    object: str | None
    looped: str | None
    """Why they go no further than the door, where automations have set one another in motion."""


COLUMNS = [
    "workspace_id",
    "program_id",
    "member_id",
    "id",
    "flow",
    "release_id",
    "cause",
    "object",
    "record_id",
    "chain",
    "state",
    "step",
    "visits",
    "due_at",
    "awaiting",
    "attempts",
    "started_at",
    "ended_at",
    "error",
]


def enrol(
    space: Space,
    program_id: int,
    entry: Entry,
    found: Select[Any],
    values: Mapping[str, Any],
    *,
    now: int,
) -> int:
    """Let in whom `found` gives (`member_id`, `id`, `record_id`, `cause`); say how many are new."""
    who = found.subquery()
    looped = entry.looped is not None
    rows = select(
        literal(space.workspace_id, BIG),
        literal(program_id, BIG),
        who.c.member_id,
        who.c.id,
        literal(entry.flow, WORD),
        literal(entry.release_id, BIG),
        who.c.cause,
        literal(entry.object, WORD),
        who.c.record_id,
        literal(entry.chain, TEXT),
        literal(LOOPED if looped else READY, WORD),
        literal(entry.step, WORD),
        literal(0, BIG),
        literal(None if looped else now, BIG),
        literal(None, WORD),
        literal(0, BIG),
        literal(now, BIG),
        literal(now if looped else None, BIG),
        literal(entry.looped, TEXT),
        # SQLite takes ON CONFLICT for a join unless a WHERE stands before it.
    ).where(literal(1) == literal(1))
    insert = sqlite.insert if space.is_sqlite else postgresql.insert
    statement = insert(flow_run).from_select(COLUMNS, rows).on_conflict_do_nothing()
    done = space.execute(statement.execution_options(preserve_rowcount=True), dict(values))
    return max(done.rowcount, 0)


def wake(space: Space, program_id: int, name: str, member_ids: Sequence[int], *, now: int) -> None:
    """End the waits of these members for an event of this name."""
    dialect = space.connection.dialect.name
    space.execute(
        space.update(flow_run)
        .where(flow_run.c.program_id == program_id, flow_run.c.awaiting == name)
        .where(flow_run.c.member_id.in_(numbers(dialect)), flow_run.c.due_at.is_not(None))
        .values(awaiting=None, due_at=now),
        {"ids": bound(dialect, list(member_ids))},
    )


def anybody_waits(space: Space, program_id: int) -> bool:
    """Say whether anybody waits for an event."""
    found = space.select(flow_run, flow_run.c.id).where(
        flow_run.c.program_id == program_id, flow_run.c.awaiting.is_not(None)
    )
    return space.execute(found.limit(1)).first() is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Members who stand at one step of one release of a flow, some of them due."""

    release_id: int
    flow: str
    step: str


def first_due(space: Space, program_id: int, without: Sequence[Group], *, now: int) -> Group | None:
    """Give the group of whoever has been due longest, leaving out paused flows and some groups."""
    here = flow_run.c
    found = (
        space.select(flow_run, here.release_id, here.flow, here.step)
        .where(here.program_id == program_id, here.due_at <= now)
        .where(here.flow.not_in(resting(space, program_id)))
        .order_by(here.due_at)
        .limit(1)
    )
    for each in without:
        found = found.where(~_in(each))
    row: Any = space.execute(found).first()
    return None if row is None else Group(release_id=row[0], flow=row[1], step=row[2])


def _in(group: Group) -> ColumnElement[bool]:
    here = flow_run.c
    return (
        (here.release_id == group.release_id)
        & (here.flow == group.flow)
        & (here.step == group.step)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """A run as it stands."""

    member_id: int
    id: int
    flow: str
    release_id: int
    cause: str
    object: str | None
    record_id: int | None
    chain: str
    state: str
    step: str | None
    visits: int
    due_at: int | None
    awaiting: str | None
    started_at: int
    ended_at: int | None
    error: str | None

    @property
    def key(self) -> str:
        """Name it: members who went in together share the second number."""
        return f"{self.member_id}-{self.id}"


def _run(row: Any) -> RunRow:
    return RunRow(**{name: getattr(row, name) for name in RunRow.__slots__})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which runs are looked for."""

    flow: str | None = None
    state: str | None = None
    member_id: int | None = None
    release_id: int | None = None


def _asked(program_id: int, asked: Asked) -> list[ColumnElement[bool]]:
    here = flow_run.c
    found: list[ColumnElement[bool]] = [here.program_id == program_id]
    for name in ("flow", "state", "member_id", "release_id"):
        value = getattr(asked, name)
        if value is not None:
            found.append(here[name] == value)
    return found


def latest(
    space: Space,
    program_id: int,
    asked: Asked,
    *,
    limit: int,
    before: tuple[int, int, int] | None = None,
) -> list[RunRow]:
    """Give runs, the last to begin first; `before` is where the page before ended."""
    here = flow_run.c
    place = (here.started_at, here.member_id, here.id)
    found = space.select(flow_run).where(*_asked(program_id, asked))
    if before is not None:
        older = (here.started_at < before[0]) | (
            (here.started_at == before[0])
            & (
                (here.member_id < before[1])
                | ((here.member_id == before[1]) & (here.id < before[2]))
            )
        )
        found = found.where(older)
    rows: Any = space.execute(found.order_by(*(each.desc() for each in place)).limit(limit))
    return [_run(row) for row in rows]


def find(space: Space, program_id: int, member_id: int, run_id: int) -> RunRow | None:
    row: Any = space.execute(
        space.select(flow_run).where(
            flow_run.c.program_id == program_id,
            flow_run.c.member_id == member_id,
            flow_run.c.id == run_id,
        )
    ).first()
    return None if row is None else _run(row)


def trace_of(space: Space, member_id: int, run_id: int) -> list[tuple[str, str, int]]:
    """Give the steps a run has taken: step, way out and moment, in order."""
    here = flow_trace.c
    rows: Any = space.execute(
        space.select(flow_trace, here.step, here.way, here.at)
        .where(here.member_id == member_id, here.run_id == run_id)
        .order_by(here.number)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def counts(space: Space, program_id: int) -> dict[tuple[str, str], int]:
    """Count the runs of each flow by state."""
    here = flow_run.c
    rows: Any = space.execute(
        space.select(flow_run, here.flow, here.state, func.count())
        .where(here.program_id == program_id)
        .group_by(here.flow, here.state)
    )
    return {(row[0], row[1]): row[2] for row in rows}


def cancel(space: Space, program_id: int, asked: Asked, *, now: int, why: str) -> int:
    """End runs that are under way, before their next step; give how many."""
    done = space.execute(
        space.update(flow_run)
        .where(*_asked(program_id, asked), flow_run.c.due_at.is_not(None))
        .values(state=CANCELLED, due_at=None, awaiting=None, ended_at=now, error=why)
        .execution_options(preserve_rowcount=True)
    )
    tasks.cancel_idle(space, program_id, now=now)
    return max(done.rowcount, 0)


def cancel_one(space: Space, run: RunRow, *, now: int, why: str) -> bool:
    done = space.execute(
        space.update(flow_run)
        .where(flow_run.c.member_id == run.member_id, flow_run.c.id == run.id)
        .where(flow_run.c.due_at.is_not(None))
        .values(state=CANCELLED, due_at=None, awaiting=None, ended_at=now, error=why)
        .execution_options(preserve_rowcount=True)
    )
    tasks.cancel_of_run(space, run.member_id, run.id, now=now)
    return done.rowcount > 0


def under_way(space: Space, *, most: int) -> int:
    """Count the runs of a workspace that are not over, up to a number."""
    ours = select(program.c.id).where(program.c.workspace_id == space.workspace_id)
    found = (
        space.select(flow_run, literal(1))
        .where(flow_run.c.program_id.in_(ours), flow_run.c.due_at.is_not(None))
        .limit(most)
        .subquery()
    )
    return int(space.execute(select(func.count()).select_from(found)).scalar_one())
