"""Members who go into a flow as one batch, and are written down where they have come to."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Insert, Select, bindparam, case, func, insert, literal, null, select

from app.storage import flow_batch
from app.storage.flow_batch import BATCH
from app.storage.flow_runs import READY, WAITING, Entry
from app.storage.flow_tables import flow_run
from app.storage.space import Space
from app.storage.types import BIG, TEXT, WORD


def take(
    space: Space,
    program_id: int,
    entry: Entry,
    found: Select[Any],
    values: Mapping[str, Any],
    *,
    now: int,
) -> int | None:
    """Take whom `found` gives (`member_id`, `id`, `record_id`, `cause`) unless they were in before.

    Gives how many there are; None where somebody would go in twice at once.
    """
    flow_batch.begin(space)
    who, here = found.subquery(), flow_run.c
    been = select(here.id).where(
        here.workspace_id == space.workspace_id,
        here.program_id == program_id,
        here.flow == entry.flow,
        here.member_id == who.c.member_id,
        here.cause == who.c.cause,
    )
    columns = {
        "member_id": who.c.member_id,
        "run_id": who.c.id,
        "visits": literal(0, BIG),
        "record_id": who.c.record_id,
        "chain": literal(entry.chain, TEXT),
        "cause": who.c.cause,
        "step": literal(entry.step, WORD),
        "state": literal(READY, WORD),
        "woken": literal(0, BIG),
        "due_at": literal(now, BIG),
    }
    rows = select(*columns.values()).where(~been.exists())
    space.execute(insert(BATCH).from_select(list(columns), rows), dict(values))
    asked = select(func.count(), func.count(BATCH.c.member_id.distinct()))
    row: Any = space.execute(asked).one()
    everybody, members = row
    return int(members) if everybody == members else None


def write(space: Space, program_id: int, entry: Entry, *, now: int) -> None:
    """Write down the runs of everybody in the batch."""
    values = {
        "workspace": space.workspace_id,
        "program": program_id,
        "flow": entry.flow,
        "release": entry.release_id,
        "object": entry.object,
        "now": now,
    }
    space.execute(_writing(), values)


@cache
def _writing() -> Insert:
    here, at = BATCH.c, bindparam("now", type_=BIG)
    goes_on = here.state.in_((READY, WAITING))
    columns = {
        "workspace_id": bindparam("workspace", type_=BIG),
        "program_id": bindparam("program", type_=BIG),
        "member_id": here.member_id,
        "id": here.run_id,
        "flow": bindparam("flow", type_=WORD),
        "release_id": bindparam("release", type_=BIG),
        "cause": here.cause,
        "object": bindparam("object", type_=WORD),
        "record_id": here.record_id,
        "chain": here.chain,
        "state": here.state,
        "step": here.step,
        "visits": here.visits,
        "due_at": case((here.state == WAITING, here.due_at), (goes_on, at), else_=null()),
        "awaiting": here.awaiting,
        "attempts": literal(0, BIG),
        "started_at": at,
        "ended_at": case((goes_on, null()), else_=at),
        "error": here.error,
    }
    return insert(flow_run).from_select(list(columns), select(*columns.values()))
