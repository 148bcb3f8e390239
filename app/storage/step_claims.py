"""Who advances the members that stand at a step: leases with fences, and how it went last."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.storage.flow_runs import Group
from app.storage.flow_tables import flow_state, step_claim
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


KEY = ("workspace_id", "program_id", "release_id", "flow", "step")
HELD = ("worker", "until", "fence", "size", "attempts", "error")


def _key(space: Space, program_id: int, group: Group) -> dict[str, Any]:
    """Give the values of `KEY`, bound to names that no column has."""
    values = (space.workspace_id, program_id, group.release_id, group.flow, group.step)
    return {f"of_{name}": value for name, value in zip(KEY, values, strict=True)}


def find(space: Space, program_id: int, group: Group) -> Claim | None:
    """Read a claim, and keep others from changing it until the end of the transaction."""
    row: Any = space.execute(_FINDING, _key(space, program_id, group)).first()
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
    key = _key(space, program_id, claim.group)
    values = {name: getattr(claim, name) for name in HELD}
    changed = space.execute(_PUTTING, key | {f"new_{name}": values[name] for name in HELD})
    if changed.rowcount:
        return True
    insert = sqlite.insert if space.is_sqlite else postgresql.insert
    row = {name: key[f"of_{name}"] for name in KEY} | values
    # A row comes back from what was put in; a number of rows does not on every database.
    added = insert(step_claim).values(row).on_conflict_do_nothing().returning(step_claim.c.step)
    return space.execute(added).first() is not None


_OF = and_(*(step_claim.c[name] == bindparam(f"of_{name}") for name in KEY))
_FINDING = select(step_claim).where(_OF).with_for_update()
_PUTTING = update(step_claim).where(_OF).values({n: bindparam(f"new_{n}") for n in HELD})


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
    values = {"workspace": space.workspace_id, "program": program_id, "flow": flow}
    return space.execute(_PAUSED, values).first() is not None


_PAUSED = select(flow_state.c.flow).where(
    flow_state.c.workspace_id == bindparam("workspace"),
    flow_state.c.program_id == bindparam("program"),
    flow_state.c.flow == bindparam("flow"),
    flow_state.c.paused_at.is_not(None),
)
