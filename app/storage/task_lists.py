"""Which tasks there are: mine, my role's, all that are open, and what is over."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.storage.space import Space
from app.storage.task_tables import task, task_entry, task_place
from app.storage.tasks import NAMES, OPEN, TaskRow, row_of
from app.storage.team import ids_in_team


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which tasks are looked for; what is not named does not matter."""

    user_id: int | None = None
    """Tasks this person is asked to do now, by name."""
    roles: tuple[str, ...] = ()
    """Tasks anybody of these roles is asked to do, those of people who left among them."""
    done_by: int | None = None
    """Tasks this person had a hand in that are over."""
    is_open: bool | None = None
    kind: str | None = None
    flow: str | None = None
    member_id: int | None = None
    overdue_at: int | None = None
    """Only those that should have been done by this moment."""


def _asked(space: Space, wanted: Wanted) -> ColumnElement[bool] | None:
    here = task_place.c
    mine: list[ColumnElement[bool]] = []
    if wanted.user_id is not None:
        mine.append(here.user_id == wanted.user_id)
    if wanted.roles:
        gone = or_(here.user_id.is_(None), here.user_id.not_in(ids_in_team(space)))
        mine.append(and_(here.role.in_(wanted.roles), gone))
    if not mine:
        return None
    return (
        select(here.number)
        .where(here.workspace_id == space.workspace_id, here.state == OPEN, or_(*mine))
        .where(here.member_id == task.c.member_id, here.task_id == task.c.id)
        .exists()
    )


def _found(space: Space, program_id: int, wanted: Wanted, *columns: Any) -> Select[Any]:
    here = task.c
    found = space.select(task, *columns).where(here.program_id == program_id)
    asked = _asked(space, wanted)
    if asked is not None:
        found = found.where(here.state == OPEN, asked)
    if wanted.done_by is not None:
        had = (
            select(task_entry.c.id)
            .where(task_entry.c.workspace_id == space.workspace_id)
            .where(task_entry.c.program_id == program_id, task_entry.c.user_id == wanted.done_by)
            .where(task_entry.c.member_id == here.member_id, task_entry.c.task_id == here.id)
            .exists()
        )
        found = found.where(here.state != OPEN, had)
    if wanted.is_open is not None:
        found = found.where(here.state == OPEN if wanted.is_open else here.state != OPEN)
    for name in ("kind", "flow", "member_id"):
        if getattr(wanted, name) is not None:
            found = found.where(here[name] == getattr(wanted, name))
    if wanted.overdue_at is not None:
        found = found.where(here.state == OPEN, here.due_at <= wanted.overdue_at)
    return found


def count(space: Space, program_id: int, wanted: Wanted) -> int:
    return int(space.execute(_found(space, program_id, wanted, func.count())).scalar_one())


def page(
    space: Space, program_id: int, wanted: Wanted, *, limit: int, offset: int = 0
) -> list[TaskRow]:
    """Give tasks: what is due first is first, what is over last closed first."""
    here = task.c
    over = wanted.done_by is not None or wanted.is_open is False
    order = (
        (here.closed_at.desc(), here.member_id, here.id)
        if over
        else (here.due_at.is_(None), here.due_at, here.opened_at, here.member_id, here.id)
    )
    columns = [here[name] for name in NAMES]
    found = _found(space, program_id, wanted, *columns).order_by(*order)
    return [row_of(row) for row in space.execute(found.limit(limit).offset(offset))]


def flows(space: Space, program_id: int) -> list[str]:
    """Give the automations that asked people for something."""
    found = (
        space.select(task, task.c.flow).where(task.c.program_id == program_id).distinct()
    ).order_by(task.c.flow)
    return list(space.execute(found).scalars())
