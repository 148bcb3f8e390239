"""The page of an automation's address: made, shown, changed for another, taken away."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.access import Can
from app.builder.status import Standing
from app.errors import NotFound
from app.program.flows import Flow
from app.program.triggers.webhook import SECRET, SIGNED
from app.runtime.hooks import KIND
from app.storage import audit, hooks
from app.storage.hooks import Call, Refusals
from app.web.frame import Here, open_program, shell
from app.web.hooks.refusing import SAID
from app.web.hooks.sealed import make, opened
from app.web.language import w
from app.web.pages import Crumb, show
from app.web.policy import policy
from app.words import Words

pages = Blueprint("hook_pages", __name__, url_prefix="/programs/<int:program_id>")
SHOWN = 20
FLOWS = Words("自动化", "Automations")
OUTCOMES = {
    "entered": Words("会员进入了自动化", "A member went in"),
    "passed_by": Words("不符合条件，未进入", "Did not meet the condition"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HookPage:
    flow: Flow
    address: str | None
    secret: str | None
    created_at: int | None
    created_by: str | None
    signed: bool
    is_live: bool
    calls: tuple[Call, ...]
    refused: tuple[Refusals, ...]
    url: str
    retire_url: str


def _flow(standing: Standing, key: str) -> tuple[Flow, bool]:
    """Find the automation in what is live, or in the draft; say whether it is live."""
    for program, is_live in ((standing.live, True), (standing.draft, False)):
        found = None if program is None else program.find_flow(key)
        if found is not None and found.trigger is not None and found.trigger.kind == KIND:
            return found, is_live
    raise NotFound(
        "没有由 Webhook 触发的这个自动化。", "There is no such automation that a webhook starts."
    )


@pages.get("/flows/<hooked>/hook")
@policy(Can.PUBLISH)
def hook(program_id: int, hooked: str) -> ResponseReturnValue:
    here = open_program(program_id)
    flow, is_live = _flow(here.standing, hooked)
    found = hooks.of_flow(here.space, program_id, hooked)
    shown = None if found is None else opened(found)
    how = (flow.trigger.options if flow.trigger else {}).get("signature") or SIGNED
    page = HookPage(
        flow=flow,
        address=None if shown is None else url_for("hooks.call", token=shown.token, _external=True),
        secret=None if shown is None else shown.secret,
        created_at=None if found is None else found.created_at,
        created_by=None if found is None else found.created_by,
        signed=how != SECRET,
        is_live=is_live,
        calls=tuple(hooks.latest(here.space, program_id, hooked, limit=SHOWN)),
        refused=tuple(hooks.refusals(here.space, program_id, hooked)),
        url=here.url("hook_pages.hook", hooked=hooked),
        retire_url=here.url("hook_pages.retire", hooked=hooked),
    )
    crumbs = (
        Crumb(label=FLOWS, url=here.url("flows.all_flows")),
        Crumb(label=Words("Webhook 地址", "Webhook address")),
    )
    frame = shell(here, *crumbs)
    return show("hooks/hook.html", shell=frame, page=page, outcomes=OUTCOMES, reasons=SAID)


@pages.post("/flows/<hooked>/hook")
@policy(Can.PUBLISH)
def renew(program_id: int, hooked: str) -> ResponseReturnValue:
    """Make an address, or another in its place."""
    here = open_program(program_id)
    _flow(here.standing, hooked)
    make(here.space, program_id, hooked, now=here.now, by=here.visitor.user.name)
    _note(here, hooked, "hook.made")
    flash(w("地址和密钥已生成；旧的不再有效。", "Made; the one before is not heard any more."))
    return redirect(here.url("hook_pages.hook", hooked=hooked), code=303)


@pages.post("/flows/<hooked>/hook/retire")
@policy(Can.PUBLISH)
def retire(program_id: int, hooked: str) -> ResponseReturnValue:
    here = open_program(program_id)
    hooks.retire(here.space, program_id, hooked, at=here.now)
    _note(here, hooked, "hook.retired")
    flash(w("地址已停用。", "The address is not heard any more."))
    return redirect(here.url("hook_pages.hook", hooked=hooked), code=303)


def _note(here: Here, key: str, action: str) -> None:
    audit.note(
        here.space,
        at=here.now,
        actor=here.visitor.user.email,
        action=action,
        subject=f"flow:{key}",
        detail={},
    )
