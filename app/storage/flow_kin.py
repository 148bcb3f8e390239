"""Runs of one member that know of each other: those a run began, and those it ends."""

from typing import Any

from sqlalchemy import ColumnElement, cast, literal, select, update

from app.storage import tasks
from app.storage.flow_batch import BATCH, at
from app.storage.flow_runs import CANCELLED, CHAINED, WAITING
from app.storage.flow_tables import flow_run
from app.storage.space import Space
from app.storage.types import TEXT

CHILD = "child"
"""What a run waits for whose sub-flow is under way."""


def cause_of_child(
    run_id: ColumnElement[Any], step: ColumnElement[Any], visits: ColumnElement[Any]
) -> ColumnElement[Any]:
    """Name what a step of a run began: the same however often it is tried."""
    return (
        literal("sub:", TEXT)
        + cast(run_id, TEXT)
        + literal(":", TEXT)
        + cast(step, TEXT)
        + literal(":", TEXT)
        + cast(visits, TEXT)
    )


def before(chain: str) -> str:
    """Give the chain of a run by the one of what it sets in motion."""
    return chain.rpartition(CHAINED)[0]


def ends_of_children(space: Space, step: str) -> dict[int, str]:
    """Give how the runs stand which members at a step began there."""
    child, here = flow_run.alias(), BATCH.c
    cause = cause_of_child(here.run_id, here.step, here.visits)
    rows: Any = space.execute(
        select(child.c.member_id, child.c.state)
        .join(BATCH, (child.c.member_id == here.member_id) & (child.c.cause == cause))
        .where(child.c.workspace_id == space.workspace_id, at(step))
    )
    return {row[0]: row[1] for row in rows}


def await_children(space: Space, step: str) -> None:
    """Mark those who stay at a step as waiting for the run they began."""
    space.execute(
        update(BATCH).where(BATCH.c.step == step, BATCH.c.state == WAITING).values(awaiting=CHILD)
    )


def wake_parents(space: Space, program_id: int, *, now: int, of_batch: bool) -> None:
    """Let runs go on whose sub-flow has ended; `of_batch`: those of members just advanced."""
    child, here = flow_run.alias(), flow_run.c
    cause = cause_of_child(here.id, here.step, here.visits)
    over = (
        select(child.c.id)
        .where(child.c.workspace_id == space.workspace_id)
        .where(child.c.member_id == here.member_id, child.c.cause == cause)
        .where(child.c.due_at.is_(None))
        .exists()
    )
    woken = (
        space.update(flow_run)
        .where(here.program_id == program_id, here.awaiting == CHILD, over)
        .values(awaiting=None, due_at=now)
    )
    if of_batch:
        woken = woken.where(here.member_id.in_(select(BATCH.c.member_id)))
    space.execute(woken)


def end_others(space: Space, program_id: int, step: str, flow: str, *, now: int, why: str) -> None:
    """End the runs of a flow that members at a step have besides the one they are in."""
    here = flow_run.c
    other = (
        select(BATCH.c.run_id)
        .where(at(step), BATCH.c.member_id == here.member_id, BATCH.c.run_id != here.id)
        .exists()
    )
    space.execute(
        space.update(flow_run)
        .where(here.program_id == program_id, here.flow == flow, here.due_at.is_not(None), other)
        .values(state=CANCELLED, due_at=None, awaiting=None, ended_at=now, error=why)
    )
    tasks.cancel_idle(space, program_id, now=now)
    wake_parents(space, program_id, now=now, of_batch=True)
