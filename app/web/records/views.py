"""Views about members; each reads the request, calls one function and answers."""

from flask import Blueprint, flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.errors import NotFound
from app.runtime.flow_control import startable
from app.runtime.releases import live
from app.storage import departures
from app.web.benefits.coupons import given_shown
from app.web.flows.run_list import of_member
from app.web.frame import Here, open_program, shell
from app.web.language import t
from app.web.messages.consents import CHOICES, consents_shown
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.web.records.home import home_page
from app.web.records.member import member_page
from app.web.records.member_then import member_then_page
from app.web.records.merging import MergeForm, merge_page, merged
from app.web.records.search import search_everything
from app.web.records.theirs import theirs
from app.words import Words

blueprint = Blueprint("records", __name__, url_prefix="/programs/<int:program_id>")
BAD_FILTER = 422
FEW_RUNS = 5


@blueprint.get("")
@policy(Can.READ_PROGRAM)
def home(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    return show(
        "records/home.html",
        shell=shell(here, Crumb(label=Words("概览", "Overview"))),
        page=home_page(here),
    )


@blueprint.get("/members/<int:member_id>")
@policy(Can.READ_MEMBERS)
def member(program_id: int, member_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    if here.standing.number is None:
        raise NotFound("没有这位会员。", "There is no such member.")
    survivor = departures.survivor_of(here.space, program_id, member_id)
    if survivor != member_id:
        return redirect(here.url("records.member", member_id=survivor), code=301)
    page = member_page(here, member_id)
    merge_url = here.url("records.merge_member", member_id=member_id)
    edit_url = here.url("records.edit_member", member_id=member_id)
    found = live(here.space, program_id)
    return show(
        "records/member.html",
        given_found=given_shown(here, found, member_id),
        consents_found=consents_shown(here, found, member_id),
        consent_choices=CHOICES,
        runs=of_member(here, found, member_id, limit=FEW_RUNS),
        runs_url=here.url("flows.runs", member=member_id),
        start_url=here.url("records.start_for_member", member_id=member_id)
        if startable(found) and here.visitor.may(Can.GIVE)
        else None,
        shell=shell(
            here,
            Crumb(label=Words("会员", "Members"), url=here.url("records.members")),
            Crumb(label=Words(page.name, page.name)),
        ),
        page=page,
        theirs=theirs(here, found, member_id),
        merge_url=merge_url if here.visitor.may(Can.MERGE_MEMBERS) else None,
        edit_url=edit_url if here.visitor.may(Can.EDIT_MEMBERS) else None,
    )


@blueprint.get("/members/<int:member_id>/then")
@policy(Can.READ_MEMBERS)
def member_then(program_id: int, member_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    if here.standing.number is None:
        raise NotFound("没有这位会员。", "There is no such member.")
    page = member_then_page(here, member_id, request.args.get("at", ""))
    return show(
        "records/member_then.html",
        shell=shell(
            here,
            Crumb(label=Words("会员", "Members"), url=here.url("records.members")),
            Crumb(label=Words(page.name, page.name), url=page.member_url),
            Crumb(label=Words("当时", "Then")),
        ),
        page=page,
    )


@blueprint.get("/members/<int:member_id>/merge")
@policy(Can.MERGE_MEMBERS)
def merge_member(program_id: int, member_id: int) -> ResponseReturnValue:
    return _merging(open_program(program_id), member_id, MergeForm())


@blueprint.post("/members/<int:member_id>/merge")
@policy(Can.MERGE_MEMBERS)
def merge_members(program_id: int, member_id: int) -> ResponseReturnValue:
    here, form = open_program(program_id), MergeForm()
    if not form.validate() or form.other.data is None:
        return _merging(here, member_id, form), BAD_FILTER
    flash(t(merged(here, member_id, form.other.data)))
    return redirect(here.url("records.member", member_id=member_id))


def _merging(here: Here, member_id: int, form: MergeForm) -> str:
    if here.standing.number is None:
        raise NotFound("没有这位会员。", "There is no such member.")
    page = merge_page(here, member_id)
    frame = shell(
        here,
        Crumb(label=Words("会员", "Members"), url=here.url("records.members")),
        Crumb(label=Words(page.name, page.name), url=page.member_url),
        Crumb(label=Words("合并", "Merge")),
    )
    return show("records/merge.html", shell=frame, page=page, form=form)


@blueprint.get("/search")
@policy(Can.READ_MEMBERS)
def search(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    return jsonify(items=search_everything(here, request.args.get("q", "")))
