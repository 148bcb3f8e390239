"""Tasks of members who stand at a step together: opened, reminded of and closed as sets."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, bindparam, or_, select

from app.storage.bulk import insert_all
from app.storage.flow_batch import BATCH, at
from app.storage.space import Space
from app.storage.task_tables import task, task_place
from app.storage.tasks import CLOSED, LATER, NAMES, OPEN, Place, TaskRow, row_of
from app.storage.types import WORD


def open_many(
    space: Space, program_id: int, opened: Sequence[TaskRow], places: Sequence[Sequence[Place]]
) -> None:
    """Write tasks that begin, each with those who are asked."""
    own = {"workspace_id": space.workspace_id, "program_id": program_id}
    insert_all(
        space, task, [own | {name: getattr(each, name) for name in NAMES} for each in opened]
    )
    rows = [
        own
        | {"member_id": one.member_id, "task_id": one.id}
        | {name: getattr(each, name) for name in Place.__slots__}
        for one, asked in zip(opened, places, strict=True)
        for each in asked
    ]
    insert_all(space, task_place, rows)


def at_step(space: Space, step: str) -> dict[int, TaskRow]:
    """Give the tasks of those who stand at a step and had one opened there, by member."""
    found = (
        select(*(task.c[name] for name in NAMES))
        .join(
            BATCH,
            and_(
                BATCH.c.member_id == task.c.member_id,
                BATCH.c.run_id == task.c.run_id,
                BATCH.c.visits == task.c.visits,
            ),
        )
        .where(task.c.workspace_id == space.workspace_id, at(step))
    )
    return {row.member_id: row_of(row) for row in space.execute(found)}


def close_many(
    space: Space, closed: Mapping[tuple[int, int], str], *, now: int, by: str | None
) -> None:
    """Close tasks with their outcomes."""
    if closed:
        space.execute(
            space.update(task)
            .where(task.c.member_id == bindparam("member"), task.c.id == bindparam("task"))
            .values(
                state=CLOSED, outcome=bindparam("way", type_=WORD), closed_at=now, closed_by=by
            ),
            [
                {"member": member_id, "task": task_id, "way": way}
                for (member_id, task_id), way in closed.items()
            ],
        )


def remind_many(space: Space, reminded: Sequence[TaskRow], *, now: int) -> None:
    """Mark tasks as reminded of."""
    _each(space, reminded, {"remind_at": None, "reminded_at": now})


def escalate_many(space: Space, late: Sequence[TaskRow], role: str, *, now: int) -> None:
    """Give tasks that are overdue to another role: whoever was asked is asked no more."""
    _each(space, late, {"escalate_at": None, "escalated_at": now, "role": role})
    if late:
        space.execute(
            space.update(task_place)
            .where(task_place.c.member_id == bindparam("member"))
            .where(task_place.c.task_id == bindparam("task"))
            .where(or_(task_place.c.state == OPEN, task_place.c.state == LATER))
            .values(user_id=None, role=role),
            [{"member": each.member_id, "task": each.id} for each in late],
        )


def _each(space: Space, rows: Sequence[TaskRow], values: Mapping[str, Any]) -> None:
    if rows:
        space.execute(
            space.update(task)
            .where(task.c.member_id == bindparam("member"), task.c.id == bindparam("task"))
            .values(**values),
            [{"member": each.member_id, "task": each.id} for each in rows],
        )
