"""What webhook steps tell other systems: one row of the outbox for each member, and its answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, update

from app.storage.bulk import insert_all
from app.storage.flow_batch import BATCH, at
from app.storage.flow_runs import WAITING
from app.storage.flow_tables import flow_run, outbox
from app.storage.space import Space

CHANNEL, PURPOSE = "webhook", "service"
ANSWER, OK, FAILED = "webhook", "webhook:ok", "webhook:failed"
"""What a run waits for, and what is put there when it is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What is told for one member."""

    member_id: int
    run_id: int
    idem: str
    body: dict[str, Any]


def write(
    space: Space,
    program_id: int,
    called: Sequence[Call],
    *,
    flow: str,
    step: str,
    release_id: int,
    now: int,
) -> None:
    """Put calls into the outbox."""
    if not called:
        return
    shared = {
        "workspace_id": space.workspace_id,
        "program_id": program_id,
        "id": space.new_id(),
        "channel": CHANNEL,
        "purpose": PURPOSE,
        "flow": flow,
        "step": step,
        "release_id": release_id,
        "state": "ready",
        "due_at": now,
        "attempts": 0,
        "fence": 0,
        "created_at": now,
    }
    rows = [shared | {name: getattr(each, name) for name in Call.__slots__} for each in called]
    insert_all(space, outbox, rows)


def await_answers(space: Space, step: str) -> None:
    """Mark those who stay at a step as waiting for an answer."""
    here = BATCH.c
    space.execute(
        update(BATCH).where(here.step == step, here.state == WAITING).values(awaiting=ANSWER)
    )


def choose(space: Space, step: str) -> None:
    """Say by the answer which way each leaves a step; none came in time."""
    here = BATCH.c
    way = case((here.awaiting == OK, "ok"), (here.awaiting == FAILED, "failed"), else_="timeout")
    space.execute(update(BATCH).where(at(step)).values(way=way))


def answer(
    space: Space,
    program_id: int,
    member_id: int,
    run_id: int,
    step: str,
    visits: int,
    *,
    ok: bool,
    now: int,
) -> bool:
    """Let a run go on that waits for an answer; say whether there is one."""
    here = flow_run.c
    done = space.execute(
        space.update(flow_run)
        .where(here.program_id == program_id, here.member_id == member_id, here.id == run_id)
        .where(here.step == step, here.visits == visits, here.awaiting == ANSWER)
        .values(awaiting=OK if ok else FAILED, due_at=now)
        .execution_options(preserve_rowcount=True)
    )
    return done.rowcount > 0
