"""Views of how automations are doing, and what is done about messages that were given up."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.runtime import run_control
from app.web.flows.health_page import health_page
from app.web.flows.views import FLOWS, blueprint
from app.web.frame import open_program, shell
from app.web.language import w
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.words import Words

HEALTH = Words("运行状况", "Health")
MOST_TICKED = 200


@blueprint.get("/health")
@policy(Can.READ_PROGRAM)
def health(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    flows = Crumb(label=FLOWS, url=here.url("flows.all_flows"))
    return show(
        "flows/health.html",
        shell=shell(here, flows, Crumb(label=HEALTH)),
        page=health_page(here),
    )


@blueprint.post("/health/messages")
@policy(Can.GIVE)
def act_on_messages(program_id: int) -> ResponseReturnValue:
    """Try messages again that were given up, or put them aside: those ticked, or all."""
    here = open_program(program_id)
    act, _, whom = request.form.get("act", "").partition("-")
    chosen = None if whom == "all" else _ticked()
    if chosen is not None and not chosen:
        flash(w("请先勾选消息。", "Tick some messages first."))
        return redirect(here.url("flows.health"))
    who = here.visitor.user.name
    if act == "retry":
        count = run_control.revive_messages(here.space, program_id, chosen, now=here.now, by=who)
        flash(w(f"{count} 条消息已排队重发。", f"{count} messages will be sent again."))
    else:
        count = run_control.discard_messages(here.space, program_id, chosen, now=here.now, by=who)
        flash(w(f"搁置了 {count} 条消息。", f"{count} messages were put aside."))
    return redirect(here.url("flows.health"))


def _ticked() -> list[tuple[int, int]]:
    found = []
    for each in request.form.getlist("message")[:MOST_TICKED]:
        member, _, number = each.partition("-")
        if member.isdecimal() and number.isdecimal():
            found.append((int(member), int(number)))
    return found
