"""Tasks and approvals as rows: who is asked, what was decided, and who did what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.storage.bulk import insert_all
from app.storage.flow_tables import flow_run
from app.storage.space import Space
from app.storage.task_tables import task, task_entry, task_place
from app.words import Words

OPEN, CLOSED, CANCELLED = "open", "closed", "cancelled"
LATER, SIGNED, REFUSED, PASSED = "later", "signed", "refused", "passed"
TASK, APPROVAL = "task", "approval"
ANY, ALL, IN_TURN = "any", "all", "in_turn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somebody who is asked: a person, or anybody of a role."""

    number: int
    user_id: int | None
    role: str
    state: str
    at: int | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """A task as it stands."""

    member_id: int
    id: int
    run_id: int
    visits: int
    flow: str
    step: str
    release_id: int
    kind: str
    title: dict[str, str]
    state: str
    outcome: str | None
    how: str
    role: str
    opened_at: int
    remind_at: int | None
    reminded_at: int | None
    due_at: int | None
    escalate_at: int | None
    escalated_at: int | None
    ends_at: int | None
    closed_at: int | None
    closed_by: str | None

    @property
    def key(self) -> str:
        return f"{self.member_id}-{self.id}"

    @property
    def label(self) -> Words:
        return Words.from_json(self.title)

    def is_overdue(self, now: int) -> bool:
        return self.state == OPEN and self.due_at is not None and self.due_at <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that was done with a task."""

    member_id: int
    task_id: int
    at: int
    actor: str | None
    user_id: int | None
    action: str
    note: str
    detail: Any = None


NAMES = tuple(TaskRow.__slots__)


def row_of(row: Any) -> TaskRow:
    return TaskRow(**{name: getattr(row, name) for name in NAMES})


def note(space: Space, program_id: int, entries: Sequence[Entry]) -> None:
    """Write down what was done."""
    own = {"workspace_id": space.workspace_id, "program_id": program_id}
    ids = space.take_ids(len(entries))
    rows = [
        own | {"id": new} | {name: getattr(each, name) for name in Entry.__slots__}
        for each, new in zip(entries, ids, strict=True)
    ]
    insert_all(space, task_entry, rows)


def find(space: Space, program_id: int, member_id: int, task_id: int) -> TaskRow | None:
    row: Any = space.execute(
        space.select(task, *(task.c[name] for name in NAMES)).where(
            task.c.program_id == program_id, task.c.member_id == member_id, task.c.id == task_id
        )
    ).first()
    return None if row is None else row_of(row)


def lock_run(space: Space, found: TaskRow) -> bool:
    """Keep the engine from the run of a task until the transaction ends; say whether it waits.

    A run is locked before its task by whoever needs both.
    """
    here = flow_run.c
    row = space.execute(
        space.select(flow_run, here.due_at)
        .where(here.member_id == found.member_id, here.id == found.run_id)
        .where(here.step == found.step, here.visits == found.visits, here.due_at.is_not(None))
        .with_for_update()
    ).first()
    return row is not None


def lock(space: Space, found: TaskRow) -> TaskRow:
    """Read a task anew, and keep others from it until the transaction ends."""
    row: Any = space.execute(
        space.select(task, *(task.c[name] for name in NAMES))
        .where(task.c.member_id == found.member_id, task.c.id == found.id)
        .with_for_update()
    ).one()
    return row_of(row)


def resume_run(space: Space, found: TaskRow, *, now: int) -> None:
    """Let the run of a task go on."""
    here = flow_run.c
    space.execute(
        space.update(flow_run)
        .where(here.member_id == found.member_id, here.id == found.run_id)
        .where(here.visits == found.visits, here.due_at.is_not(None))
        .values(due_at=now)
    )


def places_of(space: Space, member_id: int, task_id: int) -> list[Place]:
    """Give who is asked, in order."""
    here = task_place.c
    rows: Any = space.execute(
        space.select(task_place, *(here[name] for name in Place.__slots__))
        .where(here.member_id == member_id, here.task_id == task_id)
        .order_by(here.number)
    )
    return [Place(**row._asdict()) for row in rows]


def set_place(space: Space, found: TaskRow, place: Place) -> None:
    """Change who is asked, or what they said."""
    values = {name: getattr(place, name) for name in Place.__slots__ if name != "number"}
    space.execute(
        space.update(task_place)
        .where(task_place.c.member_id == found.member_id, task_place.c.task_id == found.id)
        .where(task_place.c.number == place.number)
        .values(**values)
    )


def add_place(space: Space, program_id: int, found: TaskRow, place: Place) -> None:
    """Ask one more; whoever comes after them moves up."""
    here = task_place.c
    own = {"member_id": found.member_id, "task_id": found.id}
    later = (
        space.select(task_place, here.number)
        .where(here.member_id == found.member_id, here.task_id == found.id)
        .where(here.number >= place.number)
        .order_by(here.number.desc())
    )
    for number in list(space.execute(later).scalars()):
        space.execute(
            space.update(task_place)
            .where(here.member_id == found.member_id, here.task_id == found.id)
            .where(here.number == number)
            .values(number=number + 1)
        )
    values = {name: getattr(place, name) for name in Place.__slots__}
    space.execute(space.insert(task_place).values(program_id=program_id, **own, **values))


def entries_of(space: Space, member_id: int, task_id: int) -> list[Entry]:
    """Give what was done with a task, in order."""
    here = task_entry.c
    rows: Any = space.execute(
        space.select(task_entry, *(here[name] for name in Entry.__slots__))
        .where(here.member_id == member_id, here.task_id == task_id)
        .order_by(here.at, here.id)
    )
    return [Entry(**row._asdict()) for row in rows]


def cancel_idle(space: Space, program_id: int, *, now: int, why: str | None = None) -> None:
    """Close the tasks whose runs wait for them no more; `why` is written down with each."""
    here = flow_run.c
    waits = (
        select(here.id)
        .where(here.workspace_id == space.workspace_id)
        .where(here.member_id == task.c.member_id, here.id == task.c.run_id)
        .where(here.visits == task.c.visits, here.due_at.is_not(None))
        .exists()
    )
    closed = space.execute(
        space.update(task)
        .where(task.c.program_id == program_id, task.c.state == OPEN, ~waits)
        .values(state=CANCELLED, closed_at=now)
        .returning(task.c.member_id, task.c.id)
    ).all()
    if why is not None and closed:
        entries = [
            Entry(
                member_id=row.member_id,
                task_id=row.id,
                at=now,
                actor=None,
                user_id=None,
                action=why,
                note="",
            )
            for row in closed
        ]
        note(space, program_id, entries)


def cancel_of_run(space: Space, member_id: int, run_id: int, *, now: int) -> None:
    """Close the task that a run which is over waited for."""
    space.execute(
        space.update(task)
        .where(task.c.member_id == member_id, task.c.run_id == run_id, task.c.state == OPEN)
        .values(state=CANCELLED, closed_at=now)
    )
