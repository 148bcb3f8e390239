"""Views that change members, one or many; each reads the request, calls one function, answers."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from app.access import Can
from app.errors import Invalid
from app.web.frame import Here, shell
from app.web.language import w
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.web.records import change_results, changing, editing
from app.web.records.editing import EditPage
from app.web.records.list_views import MEMBERS, released
from app.web.records.members import listed_now, open_view
from app.web.records.views import blueprint
from app.words import Words

REFUSED = 422
CONFLICT = 409


@blueprint.get("/members/changes/new")
@policy(Can.EDIT_MEMBERS)
def new_change(program_id: int) -> ResponseReturnValue:
    return _asking(released(program_id))


@blueprint.post("/members/changes")
@policy(Can.EDIT_MEMBERS)
def add_change(program_id: int) -> ResponseReturnValue:
    here = released(program_id)
    try:
        job = changing.begin(here)
    except Invalid as invalid:
        return _asking(here, invalid), REFUSED
    return redirect(here.url("records.change", job_id=job.id))


def _asking(here: Here, invalid: Invalid | None = None) -> str:
    findings = () if invalid is None else invalid.findings
    page = changing.change_page(here, findings)
    frame = shell(
        here,
        Crumb(label=MEMBERS, url=here.url("records.members")),
        Crumb(label=Words("批量修改", "Change many")),
    )
    problem = invalid.words if invalid is not None and not findings else None
    return show("records/new_change.html", shell=frame, page=page, problem=problem)


@blueprint.get("/members/changes/<int:job_id>")
@policy(Can.EDIT_MEMBERS)
def change(program_id: int, job_id: int) -> ResponseReturnValue:
    here = released(program_id)
    page = change_results.job_page(here, job_id)
    frame = shell(
        here,
        Crumb(label=MEMBERS, url=here.url("records.members")),
        Crumb(label=Words("批量修改", "Change of many")),
    )
    return show("records/change.html", shell=frame, page=page)


@blueprint.post("/members/changes/<int:job_id>/undo")
@policy(Can.EDIT_MEMBERS)
def undo_change(program_id: int, job_id: int) -> ResponseReturnValue:
    here = released(program_id)
    job = changing.undo(here, job_id)
    return redirect(here.url("records.change", job_id=job.id))


@blueprint.post("/members/move")
@policy(Can.EDIT_MEMBERS)
def move_card(program_id: int) -> ResponseReturnValue:
    here = released(program_id)
    job = changing.move_card(here)
    return redirect(listed_now(here, open_view(here)).url(moved=str(job.id)))


@blueprint.get("/members/<int:member_id>/edit")
@policy(Can.EDIT_MEMBERS)
def edit_member(program_id: int, member_id: int) -> ResponseReturnValue:
    here = released(program_id)
    return _editing(here, editing.edit_page(here, member_id))


@blueprint.post("/members/<int:member_id>/edit")
@policy(Can.EDIT_MEMBERS)
def save_member(program_id: int, member_id: int) -> ResponseReturnValue:
    here = released(program_id)
    edited = editing.save(here, member_id)
    if edited.again is not None:
        return _editing(here, edited.again), CONFLICT if edited.conflict else REFUSED
    flash(w("资料已保存。", "Saved.") if edited.changed else w("没有改动。", "Nothing changed."))
    return redirect(here.url("records.member", member_id=member_id))


def _editing(here: Here, page: EditPage) -> str:
    frame = shell(
        here,
        Crumb(label=MEMBERS, url=here.url("records.members")),
        Crumb(label=Words(page.name, page.name), url=page.member_url),
        Crumb(label=Words("编辑资料", "Edit")),
    )
    return show("records/edit_member.html", shell=frame, page=page)
