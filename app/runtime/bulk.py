"""Changing one field of many members at once: piece by piece, each as a single edit would be."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Engine, Select

from app.clock import to_instant
from app.errors import Conflict, Finding, Invalid
from app.program.field import Field
from app.program.fields import FIELD_KINDS, Refused
from app.program.fields.base import Stored
from app.runtime.batches import LIMIT
from app.runtime.bulk_piece import advance, reading_of
from app.runtime.every import in_every_program
from app.runtime.naming import find_id
from app.runtime.pace import Pace
from app.runtime.releases import Live, live
from app.runtime.retries import Retries
from app.runtime.starting import PIECE, Room
from app.storage import audit, bulk_jobs
from app.storage.bulk_jobs import Action, BulkJob, NoSuchJob
from app.storage.space import Space
from app.storage.spaces import Spaces

JOB = "bulk changes"
FIRST_PIECE = 100
SEVERAL = frozenset({Action.ADD, Action.REMOVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to become of a field; the value is as a form or JSON has it."""

    action: Action
    field: str
    value: Any = None


def changeable(live: Live) -> tuple[Field, ...]:
    """Give the fields that can be changed for many: kept ones that need not be unique."""
    members = live.catalogue.members
    return tuple(
        each
        for each in members.object.in_use
        if each.key in members.fields and not each.unique and each.kind != "serial"
    )


def begin(
    space: Space, live: Live, wanted: Wanted, members: Select[Any], *, now: int, by: str | None
) -> BulkJob:
    """Write down a change of everybody who is selected. Raises `Invalid` with what is wrong."""
    field = next((each for each in changeable(live) if each.key == wanted.field), None)
    if field is None:
        raise _wrong("", "请选择要修改的字段。", "Choose a field to change.")
    job = BulkJob(
        id=space.new_id(),
        program_id=live.catalogue.program_id,
        action=wanted.action,
        field=field.key,
        value=_value(space, live, field, wanted),
        started_at=now,
        started_by=by,
    )
    return _begun(space, job, members)


def undo(space: Space, program_id: int, job_id: int, *, now: int, by: str | None) -> BulkJob:
    """Write down that a change is taken back. Raises `NoSuchJob`, `Conflict`."""
    done = bulk_jobs.get_job(space, program_id, job_id)
    if done.action is Action.START:
        raise NoSuchJob
    if done.action is Action.UNDO or bulk_jobs.undone_by(space, job_id) is not None:
        raise Conflict("这次修改已经撤销过了。", "This change was taken back already.")
    if done.finished_at is None:
        raise Conflict("修改还没有做完。", "The change is not finished yet.")
    job = BulkJob(
        id=space.new_id(),
        program_id=program_id,
        action=Action.UNDO,
        field=done.field,
        undoes=done.id,
        started_at=now,
        started_by=by,
    )
    return _begun(space, job, bulk_jobs.changed_by(space, done.id))


def _begun(space: Space, job: BulkJob, members: Select[Any]) -> BulkJob:
    total = bulk_jobs.begin(space, job, members)
    audit.note(
        space,
        at=job.started_at,
        actor=job.started_by,
        action=f"members.{job.action.value}",
        subject=f"bulk:{job.id}",
        detail={"field": job.field, "value": job.value, "members": total},
    )
    return bulk_jobs.get_job(space, job.program_id, job.id)


def _value(space: Space, live: Live, field: Field, wanted: Wanted) -> Any:
    """Read what is set, as JSON has it. Raises `Invalid`."""
    kind = FIELD_KINDS[field.kind]
    label = field.label
    if wanted.action is Action.CLEAR:
        if field.required:
            raise _wrong(
                "/field", f"“{label.to('zh')}”必填，不能清空。", f"{label.to('en')} is required."
            )
        return None
    if wanted.action in SEVERAL and kind.stored is not Stored.LIST:
        raise _wrong(
            "/action",
            f"“{label.to('zh')}”只有一个值，不能添加或移除。",
            f"{label.to('en')} holds one value; nothing is added to it.",
        )
    raw = wanted.value
    if field.kind == "reference" and isinstance(raw, str) and raw.strip():
        there = live.catalogue.records[str(field.options["object"])].object
        raw = str(find_id(space, live, there, raw.strip()))
    try:
        value = kind.parse(raw, field, reading_of(live))
    except Refused as refused:
        raise _wrong("/value", *refused.words) from refused
    if value is None:
        raise _wrong(
            "/value", "请填写新的值；要去掉它，请选“清空”。", "Give a value, or choose to clear it."
        )
    return kind.to_json(value, field)


def _wrong(path: str, zh: str, en: str) -> Invalid:
    return Invalid(zh, en, (Finding.of(path, zh, en),))


def carry_on(engine: Engine, now: datetime, retries: Retries | None = None) -> int:
    """Carry on every change that is under way; give how many were finished."""
    spaces, at = Spaces(engine), to_instant(now)
    done = in_every_program(
        spaces, JOB, partial(_carry_on, spaces, now=at), now=at, retries=retries or Retries()
    )
    return sum(done)


def _carry_on(spaces: Spaces, workspace_id: int, program_id: int, *, now: int) -> int:
    with spaces.reading(workspace_id) as space:
        waiting = bulk_jobs.unfinished(space, program_id)
    for job in waiting:
        finish(spaces, workspace_id, job, now=now)
    return len(waiting)


def finish(spaces: Spaces, workspace_id: int, job: BulkJob, *, now: int) -> None:
    """Change everybody who is left: what was done before a process died stays done."""
    pace, room, more = Pace(FIRST_PIECE, LIMIT), Room(), True
    of_starts = PIECE if job.action is Action.START else None
    while more:
        with pace.measured(), spaces.writing(workspace_id) as space:
            found = live(space, job.program_id)
            more = advance(space, found, job.id, now=now, size=of_starts or pace.size, room=room)
