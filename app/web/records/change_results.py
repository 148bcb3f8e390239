"""What became of changes of many members: how far they are, who was refused and why."""

from dataclasses import dataclass

from app.access import Can
from app.program.fields import FIELD_KINDS
from app.runtime.bulk_piece import reading_of
from app.runtime.releases import live
from app.storage import bulk_jobs, records
from app.storage.bulk_jobs import Action, BulkJob, NoSuchJob, State
from app.web.frame import Here
from app.web.records.showing import name_of
from app.words import Words

SHOWN = 100
RECENT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A change of before, as it is listed."""

    what: Words
    url: str
    members: int
    at: int
    finished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    name: str
    url: str
    why: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPage:
    """What became of a change."""

    what: Words
    total: int
    changed: int
    same: int
    refused: int
    waiting: int
    progress: float
    finished_at: int | None
    started_at: int
    by: str
    refusals: tuple[Refusal, ...]
    undo_url: str | None
    undone_url: str | None
    undoes_url: str | None
    members_url: str


def recent_changes(here: Here) -> tuple[Done, ...]:
    found = bulk_jobs.recent(here.space, here.program_id, limit=RECENT)
    return tuple(_done(here, each) for each in found)


def _done(here: Here, job: BulkJob) -> Done:
    return Done(
        what=what_of(here, job),
        url=here.url("records.change", job_id=job.id),
        members=job.total,
        at=job.started_at,
        finished=job.finished_at is not None,
    )


def job_page(here: Here, job_id: int) -> JobPage:
    job = bulk_jobs.get_job(here.space, here.program_id, job_id)
    if job.action is Action.START:
        raise NoSuchJob
    found = bulk_jobs.tally(here.space, job.id)
    undone = bulk_jobs.undone_by(here.space, job.id)
    may = here.visitor.may(Can.EDIT_MEMBERS)
    can_undo = may and job.action is not Action.UNDO and undone is None and job.finished_at
    done = job.total - found[State.WAITING]
    return JobPage(
        what=what_of(here, job),
        total=job.total,
        changed=found[State.CHANGED],
        same=found[State.SAME],
        refused=found[State.REFUSED],
        waiting=found[State.WAITING],
        progress=done / job.total if job.total else 1.0,
        finished_at=job.finished_at,
        started_at=job.started_at,
        by=job.started_by or "",
        refusals=tuple(_refusals(here, job)),
        undo_url=here.url("records.undo_change", job_id=job.id)
        if can_undo and found[State.CHANGED]
        else None,
        undone_url=here.url("records.change", job_id=undone) if undone else None,
        undoes_url=here.url("records.change", job_id=job.undoes) if job.undoes else None,
        members_url=here.url("records.members"),
    )


def what_of(here: Here, job: BulkJob) -> Words:
    """Say what a change does."""
    found = live(here.space, here.program_id)
    field = found.catalogue.members.object.find_field(job.field)
    label = Words(job.field, job.field) if field is None else field.label
    zh, en = label.to("zh"), label.to("en")
    shown = Words("", "")
    if field is not None and job.value is not None:
        kind = FIELD_KINDS[field.kind]
        value = kind.parse(job.value, field, reading_of(found))
        shown = Words(*(kind.show(value, field, each, reading_of(found)) for each in ("zh", "en")))
    match job.action:
        case Action.SET:
            return Words(f"把“{zh}”设为“{shown.zh}”", f"Set {en} to “{shown.en}”")
        case Action.CLEAR:
            return Words(f"清空“{zh}”", f"Clear {en}")
        case Action.ADD:
            return Words(f"给“{zh}”添加“{shown.zh}”", f"Add “{shown.en}” to {en}")
        case Action.REMOVE:
            return Words(f"从“{zh}”移除“{shown.zh}”", f"Remove “{shown.en}” from {en}")
        case _:
            return Words(f"撤销对“{zh}”的批量修改", f"Take back a change of {en}")


def _refusals(here: Here, job: BulkJob) -> list[Refusal]:
    found = bulk_jobs.refused(here.space, job.id, limit=SHOWN)
    members = live(here.space, here.program_id).catalogue.members
    rows = records.find_rows(here.space, members, [each.member_id for each in found])
    personal = here.visitor.may(Can.READ_PERSONAL)
    return [
        Refusal(
            name=name_of(rows[each.member_id], personal=personal)
            if each.member_id in rows
            else str(each.member_id),
            url=here.url("records.member", member_id=each.member_id),
            why=each.why or Words("", ""),
        )
        for each in found
    ]
