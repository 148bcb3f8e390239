"""Changes of many members at once: one row a change, one row for each member it is for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Select, Table, bindparam, func, literal

from app.errors import NotFound
from app.storage.metadata import metadata, of_program, of_workspace, own_id
from app.storage.space import Space
from app.storage.types import BIG, CONTENT, TEXT, WORD
from app.words import Words

bulk_job = Table(
    "bulk_job",
    metadata,
    own_id(),
    of_workspace(),
    of_program(),
    Column("action", WORD, nullable=False, comment="set, clear, add, remove or undo."),
    Column("field", WORD, nullable=False),
    Column("value", CONTENT, comment="What is set, as JSON."),
    Column("undoes", BIG, comment="The change that this one takes back."),
    Column("total", BIG, nullable=False),
    Column("started_at", BIG, nullable=False),
    Column("started_by", WORD),
    Column("finished_at", BIG),
    Column("once", WORD, comment="Of the request that began it: sent twice, it counts once."),
    Index("ix_bulk_job_finished_at", "finished_at", "program_id"),
    Index("ix_bulk_job_once", "program_id", "once", unique=True),
    comment="One change of many members; whom it is for stands in bulk_target.",
)
bulk_target = Table(
    "bulk_target",
    metadata,
    of_workspace(),
    Column("job_id", BIG, nullable=False),
    Column("member_id", BIG, nullable=False),
    Column("state", WORD, nullable=False, comment="waiting, changed, same or refused."),
    Column("old", CONTENT, comment="What was held before, as JSON."),
    Column("why_zh", TEXT),
    Column("why_en", TEXT),
    PrimaryKeyConstraint("member_id", "job_id"),
    Index("ix_bulk_target_job_id", "job_id", "state", "member_id"),
    comment="A member whom a change is for, and what became of it.",
)


class Action(StrEnum):
    SET = "set"
    CLEAR = "clear"
    ADD = "add"
    """Add to a field that holds several."""
    REMOVE = "remove"
    UNDO = "undo"
    START = "start"
    """Let members into an automation."""


class State(StrEnum):
    WAITING = "waiting"
    CHANGED = "changed"
    SAME = "same"
    """It was so before."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkJob:
    """One change of many members."""

    id: int
    program_id: int
    action: Action
    field: str
    value: Any = None
    undoes: int | None = None
    total: int = 0
    started_at: int
    started_by: str | None = None
    finished_at: int | None = None
    once: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What became of one member."""

    member_id: int
    state: State
    old: Any = None
    why: Words | None = None


class NoSuchJob(NotFound):
    def __init__(self) -> None:
        super().__init__("没有这次批量修改。", "There is no such change.")


def begin(space: Space, job: BulkJob, members: Select[Any]) -> int:
    """Write a change down with everybody whom it is for; give how many they are."""
    space.execute(
        space.insert(bulk_job).values(
            id=job.id,
            program_id=job.program_id,
            action=job.action.value,
            field=job.field,
            value=_wrapped(job.value),
            undoes=job.undoes,
            total=0,
            started_at=job.started_at,
            started_by=job.started_by,
            once=job.once,
        )
    )
    whom = members.subquery()
    rows: Select[Any] = Select(
        literal(space.workspace_id, BIG),
        literal(job.id, BIG),
        whom.c[0],
        literal(State.WAITING.value),
    )
    names = ["workspace_id", "job_id", "member_id", "state"]
    space.execute(bulk_target.insert().from_select(names, rows, include_defaults=False))
    # A driver need not know how many rows such a statement has written.
    mine = space.select(bulk_target, func.count()).where(bulk_target.c.job_id == job.id)
    total = int(space.execute(mine).scalar_one())
    space.execute(space.update(bulk_job).where(bulk_job.c.id == job.id).values(total=total))
    return total


def get_job(space: Space, program_id: int, job_id: int) -> BulkJob:
    """Find a change. Raises `NoSuchJob`."""
    mine = space.select(bulk_job).where(bulk_job.c.program_id == program_id)
    row = space.execute(mine.where(bulk_job.c.id == job_id)).one_or_none()
    if row is None:
        raise NoSuchJob
    return _job(row)


def by_once(space: Space, program_id: int, once: str) -> BulkJob | None:
    """Find what a request has begun already."""
    mine = space.select(bulk_job).where(bulk_job.c.program_id == program_id)
    row = space.execute(mine.where(bulk_job.c.once == once)).one_or_none()
    return None if row is None else _job(row)


def claim(space: Space, program_id: int, job_id: int) -> BulkJob | None:
    """Take a change that is under way, unless somebody else is at it; SQLite has one writer."""
    mine = space.select(bulk_job).where(bulk_job.c.program_id == program_id)
    waiting = mine.where(bulk_job.c.id == job_id).where(bulk_job.c.finished_at.is_(None))
    row = space.execute(waiting.with_for_update(skip_locked=True)).one_or_none()
    return None if row is None else _job(row)


def unfinished(space: Space, program_id: int) -> list[BulkJob]:
    """Give the changes that are under way, the oldest first."""
    mine = space.select(bulk_job).where(bulk_job.c.program_id == program_id)
    waiting = mine.where(bulk_job.c.finished_at.is_(None))
    return [_job(row) for row in space.execute(waiting.order_by(bulk_job.c.id))]


def recent(space: Space, program_id: int, *, limit: int, starts: bool = False) -> list[BulkJob]:
    """Give the latest changes of many, or the latest starts for many."""
    mine = space.select(bulk_job).where(bulk_job.c.program_id == program_id)
    is_start = bulk_job.c.action == Action.START.value
    mine = mine.where(is_start if starts else ~is_start)
    rows = space.execute(mine.order_by(bulk_job.c.started_at.desc()).limit(limit))
    return [_job(row) for row in rows]


def next_waiting(space: Space, job_id: int, size: int) -> Sequence[int]:
    """Give the members who are next."""
    mine = space.select(bulk_target, bulk_target.c.member_id).where(bulk_target.c.job_id == job_id)
    waiting = mine.where(bulk_target.c.state == State.WAITING.value)
    return space.execute(waiting.order_by(bulk_target.c.member_id).limit(size)).scalars().all()


def settle(space: Space, job_id: int, targets: Sequence[Target]) -> None:
    """Write down what became of members."""
    if not targets:
        return
    statement = (
        space.update(bulk_target)
        .where(bulk_target.c.job_id == job_id)
        .where(bulk_target.c.member_id == bindparam("who"))
        .values(
            state=bindparam("new_state"),
            old=bindparam("new_old", type_=CONTENT),
            why_zh=bindparam("zh"),
            why_en=bindparam("en"),
        )
    )
    space.execute(
        statement,
        [
            {
                "who": each.member_id,
                "new_state": each.state.value,
                "new_old": _wrapped(each.old),
                "zh": each.why.zh if each.why else None,
                "en": each.why.en if each.why else None,
            }
            for each in targets
        ],
    )


def finish(space: Space, job_id: int, *, at: int) -> None:
    space.execute(space.update(bulk_job).where(bulk_job.c.id == job_id).values(finished_at=at))


def tally(space: Space, job_id: int) -> dict[State, int]:
    """Count what became of the members of a change."""
    mine = space.select(bulk_target, bulk_target.c.state, func.count())
    mine = mine.where(bulk_target.c.job_id == job_id)
    rows: Any = space.execute(mine.group_by(bulk_target.c.state))
    found = {State(state): int(many) for state, many in rows}
    return {each: found.get(each, 0) for each in State}


def refused(space: Space, job_id: int, *, limit: int) -> list[Target]:
    """Give the first members of whom a change was refused, with the reason."""
    mine = space.select(bulk_target).where(bulk_target.c.job_id == job_id)
    rows = mine.where(bulk_target.c.state == State.REFUSED.value)
    found = space.execute(rows.order_by(bulk_target.c.member_id).limit(limit))
    return [
        Target(
            member_id=row.member_id,
            state=State.REFUSED,
            why=Words(row.why_zh or "", row.why_en or ""),
        )
        for row in found
    ]


def changed_by(space: Space, job_id: int) -> Select[Any]:
    """Select the members whom a change changed."""
    mine = space.select(bulk_target, bulk_target.c.member_id).where(bulk_target.c.job_id == job_id)
    return mine.where(bulk_target.c.state == State.CHANGED.value)


def held_before(space: Space, job_id: int, members: Sequence[int]) -> Mapping[int, Any]:
    """Give what members held before a change, as JSON."""
    mine = space.select(bulk_target).where(bulk_target.c.job_id == job_id)
    rows = space.execute(mine.where(bulk_target.c.member_id.in_(list(members))))
    return {row.member_id: _unwrapped(row.old) for row in rows}


def undone_by(space: Space, job_id: int) -> int | None:
    """Give the change that takes another one back."""
    mine = space.select(bulk_job, bulk_job.c.id).where(bulk_job.c.undoes == job_id)
    return space.execute(mine.limit(1)).scalar()


def _wrapped(value: Any) -> Any:
    """Put a value into a list: SQLite turns a JSON number that stands alone into its own."""
    return None if value is None else [value]


def _unwrapped(kept: Any) -> Any:
    return None if kept is None else kept[0]


def _job(row: Any) -> BulkJob:
    return BulkJob(
        id=row.id,
        program_id=row.program_id,
        action=Action(row.action),
        field=row.field,
        value=_unwrapped(row.value),
        undoes=row.undoes,
        total=row.total,
        started_at=row.started_at,
        started_by=row.started_by,
        finished_at=row.finished_at,
        once=row.once,
    )
