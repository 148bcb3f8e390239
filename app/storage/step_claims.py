"""Who advances the members that stand at a step: leases with fences, and how it went last."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlalchemy.dialects import postgresql, sqlite

from app.storage.flow_runs import Group
from app.storage.flow_tables import flow_state, step_claim
from app.storage.occurrences import resting
from app.storage.space import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim as it is held, or as whoever held it left it."""

    group: Group
    worker: str
    until: int
    fence: int
    size: int
    attempts: int
    error: str | None


def _of(program_id: int, group: Group) -> ColumnElement[bool]:
    here = step_claim.c
    return and_(
        here.program_id == program_id,
        here.release_id == group.release_id,
        here.flow == group.flow,
        here.step == group.step,
    )


def find(space: Space, program_id: int, group: Group) -> Claim | None:
    """Read a claim, and keep others from changing it until the end of the transaction."""
    row: Any = space.execute(
        space.select(step_claim).where(_of(program_id, group)).with_for_update()
    ).first()
    if row is None:
        return None
    return Claim(
        group=group,
        worker=row.worker,
        until=row.until,
        fence=row.fence,
        size=row.size,
        attempts=row.attempts,
        error=row.error,
    )


def put(space: Space, program_id: int, claim: Claim) -> bool:
    """Write a claim over whatever was there; say no where somebody else was the first to."""
    group = claim.group
    values = {
        "worker": claim.worker,
        "until": claim.until,
        "fence": claim.fence,
        "size": claim.size,
        "attempts": claim.attempts,
        "error": claim.error,
    }
    changed = space.execute(space.update(step_claim).where(_of(program_id, group)).values(values))
    if changed.rowcount:
        return True
    insert = sqlite.insert if space.is_sqlite else postgresql.insert
    row = {
        "workspace_id": space.workspace_id,
        "program_id": program_id,
        "release_id": group.release_id,
        "flow": group.flow,
        "step": group.step,
        **values,
    }
    # A row comes back from what was put in; a number of rows does not on every database.
    added = insert(step_claim).values(row).on_conflict_do_nothing().returning(step_claim.c.step)
    return space.execute(added).first() is not None


def held_by_others(space: Space, program_id: int, *, now: int) -> list[Group]:
    """Give the groups that others hold, or that are left alone for a while."""
    here = step_claim.c
    rows: Any = space.execute(
        space.select(step_claim, here.release_id, here.flow, here.step).where(
            here.program_id == program_id, here.until > now
        )
    )
    return [Group(release_id=row[0], flow=row[1], step=row[2]) for row in rows]


def is_paused(space: Space, program_id: int, flow: str) -> bool:
    """Say whether somebody has paused a flow, whoever holds its steps."""
    found = resting(space, program_id).where(flow_state.c.flow == flow)
    return space.execute(found).first() is not None
