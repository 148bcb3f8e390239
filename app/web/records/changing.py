"""Changing many members at once: whom, what, and what became of each."""

from dataclasses import dataclass
from typing import Any

from flask import request
from sqlalchemy import Select, func, select

from app.access import Can
from app.errors import Finding, Invalid
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Stored
from app.runtime import bulk
from app.runtime.batches import LIMIT
from app.runtime.bulk import Wanted, changeable
from app.runtime.bulk_piece import advance, reading_of
from app.runtime.member_list import ids_of
from app.runtime.naming import number_of
from app.runtime.releases import Live, live
from app.storage import bulk_jobs, records
from app.storage.bulk_jobs import Action, BulkJob, State
from app.storage.sets import as_given
from app.web.frame import Here
from app.web.records.inputs import Input, input_of, parsed, sent
from app.web.records.listed import Listed
from app.web.records.members import listed_now, open_view
from app.web.records.showing import name_of
from app.words import Words

SHOWN = 100
MOST_CHOSEN = 1_000
ACTIONS = {
    Action.SET: Words("设为", "Set to"),
    Action.CLEAR: Words("清空", "Clear"),
    Action.ADD: Words("添加标签", "Add tags"),
    Action.REMOVE: Words("移除标签", "Remove tags"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePage:
    """Asks what is to be changed."""

    url: str
    back_url: str
    here_url: str
    members: int
    everybody: bool
    chosen: tuple[str, ...]
    sentence: str
    kept: dict[str, str]
    fields: tuple[tuple[str, Words], ...]
    field: str
    actions: tuple[tuple[str, Words], ...]
    action: str
    input: Input | None
    findings: tuple[Finding, ...] = ()
    queued: bool = False
    """Whether so many are changed in the background."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whom:
    """The members whom a change is for."""

    members: Select[Any]
    count: int


def change_page(here: Here, findings: tuple[Finding, ...] = ()) -> ChangePage:
    listed = listed_now(here, open_view(here))
    whom = _whom(listed)
    fields = changeable(listed.live)
    field = next((each for each in fields if each.key == request.values.get("change")), None)
    actions = _actions(field)
    action = request.values.get("action", "")
    known = [key for key, _ in actions]
    everybody = "everybody" in request.values
    return ChangePage(
        url=here.url("records.add_change"),
        back_url=listed.url(),
        here_url=here.url("records.new_change"),
        members=whom.count,
        everybody=everybody,
        chosen=() if everybody else tuple(request.values.getlist("member")),
        sentence=listed.sentence,
        kept=listed.asked.address(),
        fields=tuple((each.key, each.label) for each in fields),
        field=field.key if field else "",
        actions=actions,
        action=action if action in known else next(iter(known), ""),
        input=None if field is None else input_of(field, sent(request.values, "value")),
        findings=findings,
        queued=whom.count > LIMIT,
    )


def _actions(field: Field | None) -> tuple[tuple[str, Words], ...]:
    several = field is not None and FIELD_KINDS[field.kind].stored is Stored.LIST
    offered = [each for each in ACTIONS if several or each not in bulk.SEVERAL]
    if field is not None and field.required:
        offered.remove(Action.CLEAR)
    return tuple((each.value, ACTIONS[each]) for each in offered)


def _whom(listed: Listed) -> _Whom:
    """Find who is meant: everybody who is listed, or those who were ticked."""
    here, members = listed.here, listed.live.catalogue.members
    if "everybody" in request.values:
        if listed.blocks:
            raise Invalid("筛选条件有误。", "The filter is not right.", listed.findings)
        found = ids_of(here.space, listed.live, listed.whom, listed.moment)
        return _Whom(members=found, count=_exactly(here, found))
    texts = request.values.getlist("member")[:MOST_CHOSEN]
    ids = sorted({each for text in texts if (each := number_of(text)) is not None})
    there = records.find_rows(here.space, members, ids)
    chosen = as_given(here.space.connection.dialect.name, sorted(there))
    return _Whom(members=chosen, count=len(there))


def _exactly(here: Here, found: Select[Any]) -> int:
    counted = select(func.count()).select_from(found.subquery())
    return int(here.space.execute(counted).scalar_one())


def begin(here: Here) -> BulkJob:
    """Begin the change the form asks for; a small one is finished at once. Raises `Invalid`."""
    listed = listed_now(here, open_view(here))
    whom = _whom(listed)
    if whom.count == 0:
        raise Invalid("没有选中会员。", "No member is chosen.")
    if request.form.get("count", "") != str(whom.count):
        raise Invalid(
            f"现在符合的是 {whom.count} 位会员，和确认时不同。请再确认一次。",
            f"There are {whom.count} members now, other than you confirmed. Confirm once more.",
        )
    wanted = _wanted(listed.live)
    by = here.visitor.user.email
    job = bulk.begin(here.space, listed.live, wanted, whom.members, now=here.now, by=by)
    return _at_once(here, listed.live, job)


def _wanted(found: Live) -> Wanted:
    field = found.catalogue.members.object.find_field(request.form.get("change", ""))
    action = request.form.get("action", "")
    text = sent(request.form, "value")
    value = text if field is None or field.kind == "reference" else parsed(text, field)
    known = [each.value for each in ACTIONS]
    return Wanted(
        action=Action(action) if action in known else Action.SET,
        field=field.key if field else "",
        value=value,
    )


def _at_once(here: Here, found: Live, job: BulkJob) -> BulkJob:
    """Finish a change of few members within the request; of more, the worker does it."""
    if job.total <= LIMIT:
        while advance(here.space, found, job.id, now=here.now):
            pass
    return bulk_jobs.get_job(here.space, here.program_id, job.id)


def move_card(here: Here) -> BulkJob:
    """Change one field of one member, so that it can be taken back. Raises `Invalid`."""
    found = live(here.space, here.program_id)
    member_id = number_of(request.form.get("member", ""))
    ids = [] if member_id is None else [member_id]
    there = records.find_rows(here.space, found.catalogue.members, ids)
    if not there:
        raise Invalid("没有这位会员。", "There is no such member.")
    wanted = Wanted(
        action=Action.SET, field=request.form.get("change", ""), value=request.form.get("value")
    )
    chosen = as_given(here.space.connection.dialect.name, sorted(there))
    by = here.visitor.user.email
    return _at_once(here, found, bulk.begin(here.space, found, wanted, chosen, now=here.now, by=by))


def undo(here: Here, job_id: int) -> BulkJob:
    """Take a change back. Raises `NoSuchJob`, `Conflict`."""
    by = here.visitor.user.email
    job = bulk.undo(here.space, here.program_id, job_id, now=here.now, by=by)
    return _at_once(here, live(here.space, here.program_id), job)


def job_page(here: Here, job_id: int) -> JobPage:
    job = bulk_jobs.get_job(here.space, here.program_id, job_id)
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
