"""Changing many members at once: whom, what, and what became of each."""

from dataclasses import dataclass

from flask import request

from app.errors import Finding, Invalid
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Stored
from app.runtime import bulk
from app.runtime.batches import LIMIT
from app.runtime.bulk import Wanted, changeable
from app.runtime.bulk_piece import advance
from app.runtime.naming import number_of
from app.runtime.releases import Live, live
from app.storage import bulk_jobs, records
from app.storage.bulk_jobs import Action, BulkJob
from app.storage.sets import as_given
from app.web.frame import Here
from app.web.records.change_results import Done, recent_changes
from app.web.records.choosing import as_confirmed, whom_chosen
from app.web.records.inputs import Input, input_of, parsed, sent
from app.web.records.members import listed_now, open_view
from app.words import Words

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
    recent: tuple[Done, ...] = ()


def change_page(here: Here, findings: tuple[Finding, ...] = ()) -> ChangePage:
    listed = listed_now(here, open_view(here))
    whom = whom_chosen(listed)
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
        recent=recent_changes(here),
    )


def _actions(field: Field | None) -> tuple[tuple[str, Words], ...]:
    several = field is not None and FIELD_KINDS[field.kind].stored is Stored.LIST
    offered = [each for each in ACTIONS if several or each not in bulk.SEVERAL]
    if field is not None and field.required:
        offered.remove(Action.CLEAR)
    return tuple((each.value, ACTIONS[each]) for each in offered)


def begin(here: Here) -> BulkJob:
    """Begin the change the form asks for; a small one is finished at once. Raises `Invalid`."""
    listed = listed_now(here, open_view(here))
    whom = whom_chosen(listed)
    if whom.count == 0:
        raise Invalid("没有选中会员。", "No member is chosen.")
    as_confirmed(whom)
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
