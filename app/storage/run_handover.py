"""Runs and messages of a member who becomes one with another, or leaves."""

from typing import Any

from sqlalchemy import Table, null

from app.storage import flow_memory, tasks
from app.storage.bulk import insert_all
from app.storage.coupons import merged_cause
from app.storage.flow_runs import CANCELLED, FAILED
from app.storage.flow_tables import flow_run, flow_trace, outbox
from app.storage.space import Space
from app.storage.task_tables import task, task_entry, task_place

MERGED, LEFT = "merged", "deleted"
"""Why a run ended."""
TASK_MERGED, TASK_LEFT = "member_merged", "member_left"
"""Why a task was closed that nobody had dealt with."""
UNSENT = ("ready", "retry", "sending")
NOT_SENT = "cancelled"


def hand_over(space: Space, program_id: int, old: int, new: int, *, at: int) -> dict[int, int]:
    """Give the runs and messages of one member to another.

    What both went in for by the same cause goes on once: the other's run is over, and so is a
    message that both were to get. Gives for each run that went over the one that goes on with it.
    """
    names, goes_on = _runs(space, program_id, old, new, at=at)
    _tasks(space, program_id, old, new, names)
    _messages(space, program_id, old, new)
    flow_memory.hand_over(space, program_id, old, new)
    tasks.cancel_idle(space, program_id, now=at, why=TASK_MERGED)
    return goes_on


def _rows(space: Space, table: Table, program_id: int, member_id: int) -> list[dict[str, Any]]:
    found = space.select(table).where(table.c.program_id == program_id)
    rows = space.execute(found.where(table.c.member_id == member_id))
    return [row._asdict() for row in rows]


def _take(space: Space, table: Table, program_id: int, member_id: int) -> list[dict[str, Any]]:
    """Remove the rows and give them as they were: the member decides where a row lies."""
    own = space.delete(table).where(table.c.program_id == program_id)
    rows = space.execute(own.where(table.c.member_id == member_id).returning(table)).all()
    return [row._asdict() for row in rows]


def _runs(
    space: Space, program_id: int, old: int, new: int, *, at: int
) -> tuple["_Names", dict[int, int]]:
    """Hand runs and their traces over; give how they are called, and which goes on with each."""
    held = _rows(space, flow_run, program_id, new)
    causes = {(row["flow"], row["cause"]): row["id"] for row in held}
    names = _Names(space, {row["id"] for row in held})
    goes_on = {}
    runs, steps = [], _take(space, flow_trace, program_id, old)
    for row in _take(space, flow_run, program_id, old):
        moved = row | {"member_id": new, "id": names(row["id"])}
        if row["object"] == "member" and row["record_id"] == old:
            moved |= {"record_id": new}
        goes_on[row["id"]] = causes.get((row["flow"], row["cause"]), moved["id"])
        if (row["flow"], row["cause"]) in causes:
            moved |= {"cause": merged_cause(old, row["cause"])}
            if row["due_at"] is not None or row["state"] == FAILED:
                moved |= {"state": CANCELLED, "due_at": None, "awaiting": None, "ended_at": at}
                moved |= {"error": MERGED}
        runs.append(moved)
    insert_all(space, flow_run, runs)
    insert_all(
        space,
        flow_trace,
        [row | {"member_id": new, "run_id": names(row["run_id"])} for row in steps],
    )
    return names, goes_on


def _tasks(space: Space, program_id: int, old: int, new: int, runs: "_Names") -> None:
    """Hand over what people were asked for these runs, with who is asked and what was done."""
    ids = _Names(space, {row["id"] for row in _rows(space, task, program_id, new)})
    entry_ids = _Names(space, {row["id"] for row in _rows(space, task_entry, program_id, new)})
    places = _take(space, task_place, program_id, old)
    entries = _take(space, task_entry, program_id, old)
    found = _take(space, task, program_id, old)
    own = {"member_id": new}
    insert_all(
        space,
        task,
        [row | own | {"id": ids(row["id"]), "run_id": runs(row["run_id"])} for row in found],
    )
    insert_all(space, task_place, [row | own | {"task_id": ids(row["task_id"])} for row in places])
    insert_all(
        space,
        task_entry,
        [
            row | own | {"id": entry_ids(row["id"]), "task_id": ids(row["task_id"])}
            for row in entries
        ],
    )


def _messages(space: Space, program_id: int, old: int, new: int) -> None:
    held = _rows(space, outbox, program_id, new)
    idems = {row["idem"] for row in held}
    names = _Names(space, {row["id"] for row in held})
    moved = []
    for row in _take(space, outbox, program_id, old):
        new_row = row | {"member_id": new, "id": names(row["id"])}
        if row["idem"] in idems:
            new_row |= {"idem": merged_cause(old, row["idem"])}
            if row["state"] in UNSENT:
                new_row |= {"state": NOT_SENT, "worker": None, "lease_until": None}
        moved.append(new_row)
    insert_all(space, outbox, moved)


class _Names:
    """Give each number as it is, or another where the other member has it already."""

    def __init__(self, space: Space, taken: set[int]) -> None:
        self._space, self._taken = space, taken
        self._new: dict[int, int] = {}

    def __call__(self, number: int) -> int:
        if number not in self._taken:
            return number
        if number not in self._new:
            self._new[number] = self._space.new_id()
        return self._new[number]


def end(space: Space, program_id: int, member_id: int, *, at: int) -> None:
    """End what is under way for a member who leaves, and forget what was said to them."""
    run = flow_run.c
    own = space.update(flow_run).where(run.program_id == program_id, run.member_id == member_id)
    space.execute(own.where(run.error.is_not(None)).values(error=None))
    over = {"state": CANCELLED, "due_at": None, "awaiting": None, "ended_at": at, "error": LEFT}
    space.execute(own.where(run.due_at.is_not(None)).values(over))
    space.execute(own.where(run.state == FAILED).values(over))
    flow_memory.forget(space, program_id, member_id)
    tasks.cancel_idle(space, program_id, now=at, why=TASK_LEFT)
    here = outbox.c
    said = space.update(outbox).where(here.program_id == program_id, here.member_id == member_id)
    space.execute(said.where(here.state.in_((*UNSENT, "dead"))).values(state=NOT_SENT))
    space.execute(said.values(body={}, rendered=null(), last_error=None))
