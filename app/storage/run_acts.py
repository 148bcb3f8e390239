"""What people do to runs: try them again, cancel them, put them aside, move them on."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, insert, select, tuple_

from app.storage import tasks
from app.storage.flow_runs import CANCELLED, FAILED, READY, WAITING, RunRow
from app.storage.flow_tables import flow_run, flow_trace
from app.storage.run_list import Wanted, conditions
from app.storage.space import Space

MOVED = "moved"
"""The way out in a trace where somebody moved the run."""


def again(now: int) -> dict[str, Any]:
    """Give what is written into a run that failed, for it to go on where it stopped."""
    here = flow_run.c
    return {
        # A wait that was over when the run failed is not begun anew.
        "state": case((here.awaiting.is_(None), READY), else_=WAITING),
        "awaiting": func.nullif(here.awaiting, ""),
        "due_at": now,
        "ended_at": None,
        "error": None,
        "attempts": 0,
    }


def retry(space: Space, run: RunRow, *, now: int) -> bool:
    """Let a run that failed go on at the step where it stopped."""
    done = space.execute(
        space.update(flow_run)
        .where(flow_run.c.member_id == run.member_id, flow_run.c.id == run.id)
        .where(flow_run.c.state == FAILED)
        .values(again(now))
        .execution_options(preserve_rowcount=True)
    )
    return done.rowcount > 0


def retry_all(space: Space, program_id: int, wanted: Wanted, *, now: int, most: int) -> int:
    """Let runs that failed go on at the step where they stopped; give how many."""
    return _change(space, program_id, wanted, flow_run.c.state == FAILED, again(now), most)


def cancel_all(
    space: Space, program_id: int, wanted: Wanted, *, now: int, why: str, most: int
) -> int:
    """End runs that are under way, before their next step; give how many."""
    values = {
        "state": CANCELLED,
        "due_at": None,
        "awaiting": None,
        "ended_at": now,
        "error": why,
    }
    count = _change(space, program_id, wanted, flow_run.c.due_at.is_not(None), values, most)
    tasks.cancel_idle(space, program_id, now=now)
    return count


def discard_all(space: Space, program_id: int, wanted: Wanted, *, most: int) -> int:
    """Let runs that failed be over, with what they failed of; give how many."""
    values = {"state": CANCELLED, "awaiting": None}
    return _change(space, program_id, wanted, flow_run.c.state == FAILED, values, most)


def _change(
    space: Space,
    program_id: int,
    wanted: Wanted,
    which: ColumnElement[bool],
    values: dict[str, Any],
    most: int,
) -> int:
    here = flow_run.c
    asked = and_(which, *conditions(program_id, wanted))
    some = space.select(flow_run, here.member_id, here.id).where(asked)
    some = some.order_by(here.member_id, here.id).limit(most)
    done = space.execute(
        space.update(flow_run)
        .where(tuple_(here.member_id, here.id).in_(some), which)
        .values(values)
        .execution_options(preserve_rowcount=True)
    )
    return max(done.rowcount, 0)


def move(space: Space, run: RunRow, *, release_id: int, step: str, now: int) -> bool:
    """Have a run go on under another release at a step; say no where it moved meanwhile.

    The trace keeps where it was, so that the way there can still be read.
    """
    here = flow_run.c
    own = (here.member_id == run.member_id, here.id == run.id)
    as_seen = (here.release_id == run.release_id, here.step == run.step, here.state == run.state)
    done = space.execute(
        space.update(flow_run)
        .where(*own, *as_seen, here.visits == run.visits)
        .values(
            release_id=release_id,
            step=step,
            state=READY,
            due_at=now,
            awaiting=None,
            attempts=0,
            ended_at=None,
            error=None,
            visits=run.visits + 1,
        )
        .execution_options(preserve_rowcount=True)
    )
    if done.rowcount < 1:
        return False
    space.execute(
        insert(flow_trace).values(
            workspace_id=space.workspace_id,
            program_id=space.execute(select(here.program_id).where(*own)).scalar_one(),
            member_id=run.member_id,
            run_id=run.id,
            number=run.visits,
            step=run.step,
            way=MOVED,
            at=now,
        )
    )
    return True
