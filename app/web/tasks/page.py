"""The page of one task: what is asked, about whom, what may be changed, and who did what."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request

from app.access import Can
from app.errors import Finding, Forbidden
from app.program.objects import MEMBER
from app.program.steps.approval import HOW, REASON
from app.program.task_options import ROLES
from app.runtime.tasks import design_of, get_task
from app.storage import flow_runs, form_links, forms, records, tasks
from app.storage.tasks import APPROVAL, OPEN, Place, TaskRow
from app.web.forms.listing import public_url
from app.web.frame import Here
from app.web.portal.signatures import personal as personal_link
from app.web.records.inputs import input_of, parsed, sent, written
from app.web.records.showing import field_shown
from app.web.tasks.model import (
    Asked,
    Button,
    Event,
    Fact,
    FormAsked,
    Section,
    StateShown,
    TaskPage,
)
from app.web.tasks.showing import Desk, desk_of, people_of, shown
from app.words import Words

BUTTONS = {
    tasks.TASK: (
        Button(action="done", label=Words("完成", "Done"), look="button--primary"),
        Button(action="not_done", label=Words("做不了", "Cannot be done"), look=""),
    ),
    APPROVAL: (
        Button(action="approved", label=Words("同意", "Approve"), look="button--primary"),
        Button(action="refused", label=Words("拒绝", "Refuse"), look="task-refuse"),
        Button(action="back", label=Words("退回", "Send back"), look=""),
    ),
}
SAID = {
    "opened": (Words("任务开始", "Opened"), "clock"),
    "reminded": (Words("到期提醒", "Reminded"), "clock"),
    "escalated": (Words("逾期，已转给", "Overdue, given to"), "warning"),
    "timed_out": (Words("一直没有处理，流程继续", "Nobody did it; the run went on"), "warning"),
    "done": (Words("完成了", "Done"), "check"),
    "not_done": (Words("做不了", "Could not be done"), "cross"),
    "approved": (Words("同意", "Approved"), "check"),
    "refused": (Words("拒绝", "Refused"), "cross"),
    "back": (Words("退回", "Sent back"), "back"),
    "handed_over": (Words("转交给", "Handed over to"), "right-arrow"),
    "added": (Words("加签", "Asked besides"), "plus"),
    "noted": (Words("留言", "Noted"), "edit"),
    "member_left": (Words("会员已注销，不用再做", "The member left: nothing to do"), "cross"),
    "member_merged": (
        Words("会员已合并，另一份还在办", "The member was merged: it goes on once"),
        "cross",
    ),
}
PLACES = {
    OPEN: StateShown(label=Words("待处理", "Asked now"), tone="badge--note", icon="clock"),
    "later": StateShown(label=Words("还没轮到", "Later"), tone="", icon="dash"),
    "signed": StateShown(label=Words("已处理", "Done"), tone="badge--good", icon="check"),
    "refused": StateShown(label=Words("拒绝", "Refused"), tone="badge--bad", icon="cross"),
}
TIME = Words("系统", "The system")


def task_page(
    here: Here, key: str, *, problem: Words | None = None, findings: Sequence[Finding] = ()
) -> TaskPage:
    """Show a task to whom it is for, and to who leads. Raises `NoSuchTask`, `Forbidden`."""
    desk = desk_of(here)
    found = get_task(here.space, here.program_id, key)
    places = tasks.places_of(here.space, found.member_id, found.id)
    entries = tasks.entries_of(here.space, found.member_id, found.id)
    leads = here.visitor.may(Can.ASSIGN_TASKS)
    had = any(each.user_id == desk.doer.user_id for each in entries)
    mine = found.state == OPEN and desk.is_mine(places)
    if not (mine or had or leads):
        raise Forbidden("这项待办不是你的。", "This task is not yours.")
    design = design_of(here.space, here.program_id, found)
    row = records.find_rows(here.space, desk.live.catalogue.members, [found.member_id])
    member = row.get(found.member_id)
    reads_members = here.visitor.may(Can.READ_MEMBERS)
    errors = {each.path: each.message for each in findings}
    run = f"{found.member_id}-{found.run_id}"
    return TaskPage(
        row=shown(desk, found, member),
        url=here.url("tasks.task", task=found.key),
        list_url=here.url("tasks.tasks"),
        text=Words.from_json(design.get("text") or ""),
        member_url=here.url("records.member", member_id=found.member_id)
        if reads_members and member
        else None,
        run_url=here.url("flows.run", run=run) if reads_members else None,
        sections=_sections(desk, found, design, member, errors, mine=mine),
        form=_form(desk, found, design),
        asked=tuple(_asked(desk, each) for each in places),
        how=HOW[found.how] if found.kind == APPROVAL and len(places) > 1 else None,
        events=tuple(_event(each) for each in entries),
        buttons=_buttons(found, design) if mine else (),
        reason=REASON.get(str(design.get("reason"))) if found.kind == APPROVAL else None,
        may_hand=found.state == OPEN and (mine or leads),
        may_add=found.state == OPEN and found.kind == APPROVAL and (mine or leads),
        people=people_of(desk),
        note=request.form.get("note", "") if problem else "",
        problem=problem,
    )


def _buttons(found: TaskRow, design: Mapping[str, Any]) -> tuple[Button, ...]:
    has_back = "back" in design.get("ways", {})
    return tuple(each for each in BUTTONS[found.kind] if each.action != "back" or has_back)


def _asked(desk: Desk, place: Place) -> Asked:
    name = desk.name_of_place(place) if place.by is None else Words(place.by, place.by)
    return Asked(name=name, state=PLACES[place.state], at=place.at)


def _event(entry: tasks.Entry) -> Event:
    said, icon = SAID.get(entry.action, (Words(entry.action, entry.action), "info"))
    detail = entry.detail or {}
    to = detail.get("role") or detail.get("to")
    if to:
        label = ROLES.get(str(to), Words(str(to), str(to)))
        said = Words(f"{said.zh} {label.zh}", f"{said.en} {label.en}")
    if detail.get("changed"):
        count = len(detail["changed"])
        said = Words(f"{said.zh}，改了 {count} 个字段", f"{said.en}; {count} fields changed")
    who = TIME if entry.actor is None else Words(entry.actor, entry.actor)
    return Event(at=entry.at, who=who, said=said, note=entry.note, icon=icon)


def _sections(
    desk: Desk,
    found: TaskRow,
    design: Mapping[str, Any],
    member: Mapping[str, Any] | None,
    errors: Mapping[str, Words],
    *,
    mine: bool,
) -> tuple[Section, ...]:
    """Give the fields that the step shows; only who is asked may change what it opens."""
    made = []
    record = _record(desk, found, design)
    for prefix, key, row in (
        ("member", MEMBER, member),
        ("record", str(design.get("object")), record),
    ):
        start = "" if prefix == "member" else "record_"
        names, open_ones = design.get(f"{start}shown") or (), design.get(f"{start}edited") or ()
        there = desk.live.checked.program.find_object(key)
        if row is None or there is None or not (names or open_ones):
            continue
        # What a step shows is meant for whom it asks; others see of persons what they may.
        personal = mine or desk.here.visitor.may(Can.READ_PERSONAL)
        fields = [each for each in there.in_use if each.key in row]
        facts = tuple(
            Fact(
                label=each.label,
                value=field_shown(row[each.key], each, desk.here.formats, personal=personal),
            )
            for each in fields
            if each.key in names and (each.key not in open_ones or not mine)
        )
        inputs = tuple(
            input_of(
                each,
                request.form.get(f"{prefix}.{each.key}", text),
                was=text,
                error=errors.get(f"/{prefix}/{each.key}"),
            )
            for each in fields
            if mine and each.key in open_ones
            for text in [written(row[each.key], each, desk.here.formats)]
        )
        label = Words("会员资料", "The member") if prefix == "member" else there.label
        made.append(Section(prefix=prefix, label=label, facts=facts, inputs=inputs))
    return tuple(made)


def _record(desk: Desk, found: TaskRow, design: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Give the record that set the run in motion, where the step is about it."""
    here = desk.here
    run = flow_runs.find(here.space, here.program_id, found.member_id, found.run_id)
    kept = desk.live.catalogue.records.get(str(design.get("object")))
    if run is None or kept is None or run.object != design.get("object") or run.record_id is None:
        return None
    return records.find_rows(here.space, kept, [run.record_id]).get(run.record_id)


def _form(desk: Desk, found: TaskRow, design: Mapping[str, Any]) -> FormAsked | None:
    key, here = design.get("form"), desk.here
    checked = desk.live.checked.forms.get(str(key))
    if not key or checked is None:
        return None
    link = form_links.links(here.space, here.program_id).get(str(key))
    url = None
    if link is not None:
        me = personal_link(link, found.member_id, now=here.now)
        url = f"{public_url(link)}?me={me}"
    done = forms.sent_since(
        here.space, here.program_id, str(key), found.member_id, since=found.opened_at
    )
    return FormAsked(label=checked.form.label, url=url, is_filled_in=done)


def changes(here: Here, key: str, prefix: str) -> dict[str, Any]:
    """Read from the request what was changed of the member or the record."""
    desk = desk_of(here)
    found = get_task(here.space, here.program_id, key)
    design = design_of(here.space, here.program_id, found)
    start, name = ("", MEMBER) if prefix == "member" else ("record_", str(design.get("object")))
    there = desk.live.checked.program.find_object(name)
    if there is None:
        return {}
    asked = {}
    for each in there.in_use:
        field = f"{prefix}.{each.key}"
        if (
            each.key not in (design.get(f"{start}edited") or ())
            or f"was.{field}" not in request.form
        ):
            continue
        text = sent(request.form, field)
        if text != request.form[f"was.{field}"]:
            asked[each.key] = parsed(text, each)
    return asked
