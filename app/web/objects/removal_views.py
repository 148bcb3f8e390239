"""Views that delete a record or a member, after it was said what follows."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.validators import InputRequired

from app.access import Can
from app.program.objects import MEMBER
from app.web.frame import open_program
from app.web.language import w
from app.web.objects.opened import Opened, opened
from app.web.objects.removing import let_go, removal_page, remove
from app.web.objects.views import CONFLICT, REFUSED, blueprint, frame
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.words import Words

DELETE = Words("删除", "Delete")
LEAVE = Words("注销", "Delete the member")


class LeaveForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types.
    sure = BooleanField(validators=[InputRequired(Words("请先勾选确认。", "Tick the box first."))])


def _asking(found: Opened, record_id: int, problem: Words | None = None) -> str:
    page = removal_page(found, record_id, problem)
    crumbs = (
        Crumb(label=Words(page.title, page.title), url=page.back_url),
        Crumb(label=DELETE),
    )
    return show("objects/remove.html", shell=frame(found, *crumbs), page=page, form=None)


@blueprint.get("/records/<object_key>/<int:record_id>/delete")
@policy(Can.EDIT_MEMBERS)
def ask_removal(program_id: int, object_key: str, record_id: int) -> ResponseReturnValue:
    found = opened(open_program(program_id), object_key)
    if found.is_members:
        return redirect(found.here.url("objects.ask_member", member_id=record_id))
    return _asking(found, record_id)


@blueprint.post("/records/<object_key>/<int:record_id>/delete", endpoint="remove")
@policy(Can.EDIT_MEMBERS)
def remove_one(program_id: int, object_key: str, record_id: int) -> ResponseReturnValue:
    found = opened(open_program(program_id), object_key)
    if problem := remove(found, record_id):
        return _asking(found, record_id, problem), CONFLICT
    flash(w("已删除。", "It is deleted."))
    return redirect(found.list_url)


def _leaving(found: Opened, member_id: int, form: LeaveForm) -> str:
    page = removal_page(found, member_id)
    crumbs = (
        Crumb(label=Words(page.title, page.title), url=page.back_url),
        Crumb(label=LEAVE),
    )
    return show("objects/remove.html", shell=frame(found, *crumbs), page=page, form=form)


@blueprint.get("/members/<int:member_id>/delete")
@policy(Can.REMOVE_MEMBERS)
def ask_member(program_id: int, member_id: int) -> ResponseReturnValue:
    found = opened(open_program(program_id), MEMBER)
    return _leaving(found, member_id, LeaveForm(formdata=None))


@blueprint.post("/members/<int:member_id>/delete")
@policy(Can.REMOVE_MEMBERS)
def remove_member(program_id: int, member_id: int) -> ResponseReturnValue:
    found, form = opened(open_program(program_id), MEMBER), LeaveForm()
    if not form.validate():
        return _leaving(found, member_id, form), REFUSED
    let_go(found, member_id)
    flash(w("会员已注销。", "The member is deleted."))
    return redirect(found.list_url)
