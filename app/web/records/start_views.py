"""Automations started by a person: for one member, or for everybody in a segment."""

from dataclasses import dataclass

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.errors import AppError, NotFound
from app.program.flows import Flow
from app.runtime import flow_control
from app.runtime.member_filter import Whom
from app.runtime.member_list import count
from app.runtime.releases import Live, live
from app.storage import records as kept
from app.web.frame import Here, open_program, shell
from app.web.language import w
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.web.records.views import blueprint
from app.words import Words

REFUSED = 422
MEMBERS = Words("会员", "Members")
START = Words("启动自动化", "Start an automation")


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
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


@blueprint.get("/segments/<segment>/start")
@policy(Can.GIVE)
def start_for_segment(program_id: int, segment: str) -> ResponseReturnValue:
    here = open_program(program_id)
    return _shown(here, _of_segment(here, live(here.space, program_id), segment))


@blueprint.post("/segments/<segment>/start")
@policy(Can.GIVE)
def start_segment(program_id: int, segment: str) -> ResponseReturnValue:
    here, key = open_program(program_id), request.form.get("flow", "")
    found = live(here.space, program_id)
    page = _of_segment(here, found, segment)
    if not key:
        return _shown(here, page, Words("请选一个自动化。", "Choose an automation.")), REFUSED
    try:
        flow_control.start_segment(
            here.space, found, key, segment, now=here.now, by=here.visitor.user.email
        )
    except AppError as refused:
        return _shown(here, page, refused.words), REFUSED
    flash(w("已交给后台，会员会分批进入。", "The worker lets the members in, a page at a time."))
    return redirect(here.url("flows.runs", flow=key), code=303)


def _of_member(here: Here, found: Live, member_id: int) -> StartPage:
    row = kept.find_rows(here.space, found.catalogue.members, [member_id]).get(member_id)
    if row is None:
        raise NotFound("没有这位会员。", "There is no such member.")
    name = row.get("name") if here.visitor.may(Can.READ_PERSONAL) else None
    label = str(name or row.get("number") or member_id)
    return StartPage(
        whom=Words(label, label),
        flows=tuple(flow_control.startable(found)),
        url=here.url("records.start_member", member_id=member_id),
        back_url=here.url("records.member", member_id=member_id),
        flows_url=here.url("flows.all_flows"),
        chosen=request.form.get("flow", ""),
    )


def _of_segment(here: Here, found: Live, segment: str) -> StartPage:
    named = found.checked.program.find_segment(segment)
    if named is None:
        raise NotFound("没有已发布的这个人群。", "No such segment is published.")
    whom = Whom(rules=(found.checked.segments[segment],))
    many = count(here.space, found, whom, found.moment(here.now))
    label = named.label
    number = ("≈ " if many.estimated else "") + here.formats.number(many.members)
    return StartPage(
        whom=Words(
            f"人群“{label.to('zh')}”：{number} 位会员",
            f"the segment {label.to('en')}: {number} members",
        ),
        flows=tuple(flow_control.startable(found)),
        url=here.url("records.start_segment", segment=segment),
        back_url=here.url("records.segments"),
        flows_url=here.url("flows.all_flows"),
        chosen=request.form.get("flow", ""),
    )


def _shown(here: Here, page: StartPage, problem: Words | None = None) -> str:
    frame = shell(
        here,
        Crumb(label=MEMBERS, url=here.url("records.members")),
        Crumb(label=START),
    )
    return show(
        "records/start.html",
        shell=frame,
        page=page,
        problem=problem,
        once=request.form.get("once") or str(here.now),
    )
