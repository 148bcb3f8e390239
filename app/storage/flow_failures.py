"""Members whose step fails alone: put off for a while, and given up at last."""

from typing import Any

from sqlalchemy import case, func, null

from app.storage.flow_runs import WAITING, Group
from app.storage.flow_tables import flow_run
from app.storage.space import Space


def first(space: Space, program_id: int, group: Group, *, now: int) -> tuple[int, int, int] | None:
    """Give who is taken first: member, run and attempts."""
    here = flow_run.c
    row: Any = space.execute(
        space.select(flow_run, here.member_id, here.id, here.attempts)
        .where(here.program_id == program_id, here.release_id == group.release_id)
        .where(here.flow == group.flow, here.step == group.step, here.due_at <= now)
        .order_by(here.due_at, here.member_id, here.id)
        .limit(1)
    ).first()
    return None if row is None else (row[0], row[1], row[2])


def put_off(space: Space, member_id: int, run_id: int, *, until: int, error: str) -> None:
    """Let one run be tried again later."""
    space.execute(
        space.update(flow_run)
        .where(flow_run.c.member_id == member_id, flow_run.c.id == run_id)
        .values(attempts=flow_run.c.attempts + 1, due_at=until, error=error)
    )


def give_up(space: Space, member_id: int, run_id: int, *, now: int, error: str) -> None:
    """Say that one run cannot go on; it is kept, and may be tried again by a person.

    Whoever had waited there is not to wait again: `awaiting` keeps that, and whether it was for an
    event that did not come.
    """
    had_waited = case(
        (flow_run.c.state == WAITING, func.coalesce(flow_run.c.awaiting, "")), else_=null()
    )
    space.execute(
        space.update(flow_run)
        .where(flow_run.c.member_id == member_id, flow_run.c.id == run_id)
        .values(state="failed", due_at=None, awaiting=had_waited, ended_at=now, error=error)
    )
