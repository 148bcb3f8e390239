"""Views of the list of members; each reads the request, calls one function and answers."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.errors import NotFound
from app.web.frame import Here, open_program, shell
from app.web.language import w
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.web.records import view_tabs
from app.web.records.display import from_forms
from app.web.records.export import export_members as exported
from app.web.records.members import listed_now, members_page, open_view
from app.web.records.view_tabs import ViewForm
from app.web.records.views import blueprint
from app.words import Words

BAD_FILTER = 422
MEMBERS = Words("会员", "Members")


def released(program_id: int) -> Here:
    """Open a programme that has members. Raises `NotFound`."""
    here = open_program(program_id)
    if here.standing.number is None:
        raise NotFound("这个方案还没有发布。", "This programme is not published yet.")
    return here


@blueprint.get("/members")
@policy(Can.READ_MEMBERS)
def members(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    frame = shell(here, Crumb(label=MEMBERS))
    if here.standing.number is None:
        url = here.url("builder.check") if here.visitor.may(Can.PUBLISH) else None
        return show("records/unpublished.html", shell=frame, url=url)
    listed = listed_now(here, open_view(here))
    sent = from_forms(listed, request.args)
    if sent is not None:
        return redirect(listed.url(**sent))
    page = members_page(here)
    answer = show("records/members.html", shell=frame, page=page)
    blocked = page.filter.findings and not page.rows
    return answer, BAD_FILTER if blocked else 200


@blueprint.post("/members/views")
@policy(Can.READ_MEMBERS)
def add_view(program_id: int) -> ResponseReturnValue:
    here = released(program_id)
    view_id = view_tabs.add_view(here, ViewForm())
    flash(w("视图已保存。", "The view is saved."))
    return redirect(here.url("records.members", view=view_id))


@blueprint.post("/members/views/<int:view_id>")
@policy(Can.READ_MEMBERS)
def save_view(program_id: int, view_id: int) -> ResponseReturnValue:
    here = released(program_id)
    view_tabs.save_view(here, view_id, ViewForm())
    flash(w("视图已保存。", "The view is saved."))
    return redirect(here.url("records.members", view=view_id))


@blueprint.post("/members/views/<int:view_id>/delete")
@policy(Can.READ_MEMBERS)
def delete_view(program_id: int, view_id: int) -> ResponseReturnValue:
    here = released(program_id)
    view_tabs.delete_view(here, view_id)
    return redirect(here.url("records.members", deleted=view_id))


@blueprint.post("/members/views/<int:view_id>/restore")
@policy(Can.READ_MEMBERS)
def restore_view(program_id: int, view_id: int) -> ResponseReturnValue:
    here = released(program_id)
    view_tabs.restore_view(here, view_id)
    return redirect(here.url("records.members", view=view_id))


@blueprint.post("/members/export")
@policy(Can.EXPORT_MEMBERS)
def export_members(program_id: int) -> ResponseReturnValue:
    return exported(released(program_id))
