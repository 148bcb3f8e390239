"""Times at which automations were due, each once; since when they work, and which rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func
from sqlalchemy.dialects import postgresql, sqlite

from app.storage.flow_tables import flow_state, occurrence
from app.storage.space import Space

OPEN, DONE, SKIPPED = "open", "done", "skipped"
NOBODY_YET = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One time at which a flow was due."""

    flow: str
    key: str
    release_id: int
    due_at: int
    state: str = OPEN
    up_to: int = NOBODY_YET
    entered: int = 0
    finished_at: int | None = None


def add(space: Space, program_id: int, found: Sequence[Occurrence]) -> None:
    """Write down occurrences; what is there already is left alone, whoever wrote it."""
    if not found:
        return
    insert = sqlite.insert if space.is_sqlite else postgresql.insert
    rows = [
        {"workspace_id": space.workspace_id, "program_id": program_id}
        | {name: getattr(each, name) for name in Occurrence.__slots__}
        for each in found
    ]
    space.execute(insert(occurrence).on_conflict_do_nothing(), rows)


def _occurrence(row: Any) -> Occurrence:
    return Occurrence(**{name: getattr(row, name) for name in Occurrence.__slots__})


def open_ones(space: Space, program_id: int, *, limit: int = 100) -> list[Occurrence]:
    """Give those that are not finished, the earliest first."""
    here = occurrence.c
    rows = space.execute(
        space.select(occurrence)
        .where(here.program_id == program_id, here.state == OPEN)
        .order_by(here.due_at, here.flow)
        .limit(limit)
    )
    return [_occurrence(row) for row in rows]


def lock(space: Space, program_id: int, flow: str, key: str) -> Occurrence | None:
    """Read one as it is now, and keep other workers from going on with it meanwhile."""
    here = occurrence.c
    row = space.execute(
        space.select(occurrence)
        .where(here.program_id == program_id, here.flow == flow, here.key == key)
        .with_for_update()
    ).first()
    return None if row is None else _occurrence(row)


CURRENT, SEED = "current", "seed:"


def seed(since: int, sort: str) -> str:
    """Name the look at everybody with which a flow begins that lets in only those to come."""
    return f"{SEED}{since}:{sort}" if sort else f"{SEED}{since}"


def is_there(space: Space, program_id: int, flow: str, key: str) -> bool:
    here = occurrence.c
    found = space.select(occurrence, here.key).where(
        here.program_id == program_id, here.flow == flow, here.key == key
    )
    return space.execute(found).first() is not None


def is_done(space: Space, program_id: int, flow: str, key: str) -> bool:
    here = occurrence.c
    found = space.select(occurrence, here.key).where(
        here.program_id == program_id, here.flow == flow, here.key == key, here.state == DONE
    )
    return space.execute(found).first() is not None


def save(space: Space, program_id: int, found: Occurrence) -> None:
    here = occurrence.c
    space.execute(
        space.update(occurrence)
        .where(here.program_id == program_id, here.flow == found.flow, here.key == found.key)
        .values(
            state=found.state,
            up_to=found.up_to,
            entered=found.entered,
            finished_at=found.finished_at,
        )
    )


def last_due(space: Space, program_id: int, flow: str) -> int | None:
    """Give the latest moment that was written down for a flow."""
    here = occurrence.c
    # A look at everybody as the flow begins is no time of the flow.
    found = space.select(occurrence, func.max(here.due_at)).where(
        here.program_id == program_id,
        here.flow == flow,
        here.key != CURRENT,
        here.key.not_like(f"{SEED}%"),
    )
    return space.execute(found).scalar()


def of_flow(space: Space, program_id: int, flow: str) -> list[Occurrence]:
    here = occurrence.c
    rows = space.execute(
        space.select(occurrence)
        .where(here.program_id == program_id, here.flow == flow)
        .order_by(here.due_at, here.key)
    )
    return [_occurrence(row) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowState:
    """Since when a flow works, and whether it is paused."""

    flow: str
    since: int | None
    paused_at: int | None = None
    paused_by: str | None = None
    paused_why: str | None = None


def states(space: Space, program_id: int) -> dict[str, FlowState]:
    rows: Any = space.execute(space.select(flow_state).where(flow_state.c.program_id == program_id))
    return {
        row.flow: FlowState(**{name: getattr(row, name) for name in FlowState.__slots__})
        for row in rows
    }


def set_state(space: Space, program_id: int, state: FlowState) -> None:
    """Write what is known of a flow over what was."""
    values = {name: getattr(state, name) for name in FlowState.__slots__ if name != "flow"}
    changed = space.execute(
        space.update(flow_state)
        .where(flow_state.c.program_id == program_id, flow_state.c.flow == state.flow)
        .values(values)
    )
    if not changed.rowcount:
        insert = sqlite.insert if space.is_sqlite else postgresql.insert
        row = {"workspace_id": space.workspace_id, "program_id": program_id, "flow": state.flow}
        space.execute(insert(flow_state).values(row | values).on_conflict_do_nothing())


def resting(space: Space, program_id: int) -> Select[Any]:
    """Give the flows that somebody has paused."""
    here = flow_state.c
    return space.select(flow_state, here.flow).where(
        here.program_id == program_id, here.paused_at.is_not(None)
    )
