"""Automations started by a person: for one member, or for many who were chosen in the list."""

from dataclasses import dataclass

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.errors import AppError, NotFound
from app.program.flows import Flow
from app.runtime import flow_control
from app.runtime.releases import Live, live
from app.storage import records as kept
from app.web.frame import Here, open_program, shell
from app.web.language import w
from app.web.pages import Crumb, Shell, show
from app.web.policy import policy
from app.web.records import starting
from app.web.records.list_views import MEMBERS, released
from app.web.records.views import blueprint
from app.words import Words

REFUSED = 422
START = Words("启动自动化", "Start an automation")


@dataclass(frozen=True, slots=True, kw_only=True)
class OneStart:
    whom: Words
    flows: tuple[Flow, ...]
    url: str
    back_url: str
    flows_url: str
    chosen: str = ""


@blueprint.get("/members/<int:member_id>/start")
@policy(Can.GIVE)
def start_for_member(program_id: int, member_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    return _shown(here, _of_member(here, live(here.space, program_id), member_id))


@blueprint.post("/members/<int:member_id>/start")
@policy(Can.GIVE)
def start_member(program_id: int, member_id: int) -> ResponseReturnValue:
    here, key = open_program(program_id), request.form.get("flow", "")
    found = live(here.space, program_id)
    page = _of_member(here, found, member_id)
    if not key:
        return _shown(here, page, Words("请选一个自动化。", "Choose an automation.")), REFUSED
    # Somebody who presses twice sends the same form: it counts once.
    cause = f"{here.visitor.user.email}:{request.form.get('once', '')[:40]}"
    try:
        entered = flow_control.start(here.space, found, key, [member_id], now=here.now, cause=cause)
    except AppError as refused:
        return _shown(here, page, refused.words), REFUSED
    if entered:
        flash(w("已启动。", "Started."))
    else:
        flash(w("没有启动：这位会员已经进过。", "Not started: the member has been in it."))
    return redirect(page.back_url, code=303)


@blueprint.get("/members/starts/new")
@policy(Can.GIVE)
def new_start(program_id: int) -> ResponseReturnValue:
    return _asking(released(program_id))


@blueprint.post("/members/starts")
@policy(Can.GIVE)
def add_start(program_id: int) -> ResponseReturnValue:
    here = released(program_id)
    try:
        job = starting.begin(here)
    except AppError as refused:
        return _asking(here, refused.words), REFUSED
    return redirect(here.url("records.start", start_id=job.id), code=303)


@blueprint.get("/members/starts/<int:start_id>")
@policy(Can.GIVE)
def start(program_id: int, start_id: int) -> ResponseReturnValue:
    here = released(program_id)
    page = starting.started_page(here, start_id)
    return show("records/started.html", shell=_frame(here), page=page)


def _asking(here: Here, problem: Words | None = None) -> str:
    page = starting.start_page(here)
    return show("records/new_start.html", shell=_frame(here), page=page, problem=problem)


def _of_member(here: Here, found: Live, member_id: int) -> OneStart:
    row = kept.find_rows(here.space, found.catalogue.members, [member_id]).get(member_id)
    if row is None:
        raise NotFound("没有这位会员。", "There is no such member.")
    name = row.get("name") if here.visitor.may(Can.READ_PERSONAL) else None
    label = str(name or row.get("number") or member_id)
    return OneStart(
        whom=Words(label, label),
        flows=tuple(flow_control.startable(found)),
        url=here.url("records.start_member", member_id=member_id),
        back_url=here.url("records.member", member_id=member_id),
        flows_url=here.url("flows.all_flows"),
        chosen=request.form.get("flow", ""),
    )


def _shown(here: Here, page: OneStart, problem: Words | None = None) -> str:
    return show(
        "records/start.html",
        shell=_frame(here),
        page=page,
        problem=problem,
        once=request.form.get("once") or str(here.now),
    )


def _frame(here: Here) -> Shell:
    crumbs = (Crumb(label=MEMBERS, url=here.url("records.members")), Crumb(label=START))
    return shell(here, *crumbs)
