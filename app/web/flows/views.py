"""Views of the list of automations; each reads the request, calls one function and answers."""

from copy import deepcopy
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.builder import drafts, flow_edits
from app.builder.flow_edits import Edit
from app.builder.flow_starters import STARTERS, made
from app.clock import from_instant
from app.errors import NotFound
from app.runtime import flow_control
from app.runtime.flow_control import NoSuchFlow
from app.storage import run_list, step_passes
from app.web.builder.flow_model import FlowCounts, StepCounts
from app.web.flows.listing import flows_page, label_of
from app.web.flows.tracing import live_of
from app.web.frame import Here, open_program, shell
from app.web.language import t, w
from app.web.pages import Crumb, show
from app.web.plain import plain
from app.web.policy import policy
from app.words import Words

blueprint = Blueprint("flows", __name__, url_prefix="/programs/<int:program_id>")
FLOWS = Words("自动化", "Automations")
REFUSED = 422
LONGEST = 80
SAVED = Words("已存入草稿，发布后生效。", "It is in the draft and holds once that is published.")


@blueprint.get("/flows")
@policy(Can.READ_PROGRAM)
def all_flows(program_id: int) -> ResponseReturnValue:
    return _page(open_program(program_id))


def _page(
    here: Here, problem: Words | None = None, typed: dict[str, str] | None = None
) -> ResponseReturnValue:
    page = show(
        "flows/list.html",
        shell=shell(here, Crumb(label=FLOWS)),
        page=flows_page(here),
        problem=problem,
        typed=typed or {},
        longest=LONGEST,
        at=_addresses(here),
    )
    return page, REFUSED if problem else 200


def _addresses(here: Here) -> dict[str, str]:
    """Give where the forms of the page go; those of one automation take its key."""
    return {
        "add": here.url("flows.add"),
        "folder": here.url("flows.rename_folder"),
        "act": here.url("flows.all_flows"),
    }


@blueprint.post("/flows")
@policy(Can.EDIT_DRAFT)
def add(program_id: int) -> ResponseReturnValue:
    """Begin an automation in the draft, switched off, and open its canvas."""
    here = open_program(program_id)
    typed = {name: request.form.get(name, "").strip() for name in ("zh", "en", "starter")}
    if not (typed["zh"] or typed["en"]):
        return _page(here, Words("请给它起个名字。", "Give it a name."), typed)
    if len(typed["zh"]) > LONGEST or len(typed["en"]) > LONGEST:
        return _page(
            here,
            Words(f"名字最多 {LONGEST} 个字。", f"A name has at most {LONGEST} characters."),
            typed,
        )
    starter = typed["starter"] if typed["starter"] in STARTERS else "empty"
    label = Words(typed["zh"] or typed["en"], typed["en"] or typed["zh"])
    flow = made(starter, here.standing.draft or here.standing.live, label)
    key = _change(here, lambda content: flow_edits.add(content, flow))
    flash(t(SAVED))
    return redirect(here.url("builder.flow", key=key))


def _change(here: Here, edit: Edit) -> Any:
    """Change the draft as it is now. Raises what the edit raises, and `Conflict`."""
    row = drafts.get(here.space, here.program_id)
    content = deepcopy(row.content)
    if not isinstance(content, dict):
        raise NotFound("草稿读不懂，请先修正。", "The draft cannot be read; mend it first.")
    given = edit(content)
    drafts.keep(
        here.space,
        here.program_id,
        content,
        seen=row.version,
        now=from_instant(here.now),
        by=here.visitor.user.email,
    )
    return given


@blueprint.post("/flows/<key>/enable")
@policy(Can.EDIT_DRAFT)
def enable(program_id: int, key: str) -> ResponseReturnValue:
    return _edited(program_id, lambda content: flow_edits.switch(content, key, on=True))


@blueprint.post("/flows/<key>/disable")
@policy(Can.EDIT_DRAFT)
def disable(program_id: int, key: str) -> ResponseReturnValue:
    return _edited(program_id, lambda content: flow_edits.switch(content, key, on=False))


@blueprint.post("/flows/<key>/duplicate")
@policy(Can.EDIT_DRAFT)
def duplicate(program_id: int, key: str) -> ResponseReturnValue:
    return _edited(program_id, lambda content: flow_edits.duplicate(content, key))


@blueprint.post("/flows/<key>/delete")
@policy(Can.EDIT_DRAFT)
def delete(program_id: int, key: str) -> ResponseReturnValue:
    return _edited(program_id, lambda content: flow_edits.remove(content, key))


@blueprint.post("/flows/<key>/folder")
@policy(Can.EDIT_DRAFT)
def file_under(program_id: int, key: str) -> ResponseReturnValue:
    folder = request.form.get("folder", "")[:LONGEST]
    return _edited(program_id, lambda content: flow_edits.file_under(content, key, folder))


@blueprint.post("/flows-folder")
@policy(Can.EDIT_DRAFT)
def rename_folder(program_id: int) -> ResponseReturnValue:
    old, new = request.form.get("old", ""), request.form.get("new", "")[:LONGEST]
    return _edited(program_id, lambda content: flow_edits.rename_folder(content, old, new))


def _edited(program_id: int, edit: Edit) -> ResponseReturnValue:
    here = open_program(program_id)
    _change(here, edit)
    flash(t(SAVED))
    return redirect(here.url("flows.all_flows"))


@blueprint.post("/flows/<key>/pause")
@policy(Can.PUBLISH)
def pause(program_id: int, key: str) -> ResponseReturnValue:
    here = open_program(program_id)
    why = request.form.get("reason", "").strip()[:500]
    if not why:
        problem = Words(
            f"请写下为什么暂停“{label_of(here, key)}”。",
            f"Say why “{label_of(here, key)}” is paused.",
        )
        return _page(here, problem)
    flow_control.pause(
        here.space, live_of(here), key, now=here.now, by=here.visitor.user.name, why=why
    )
    flash(w("已暂停，没有人会往下走。", "Paused: nobody goes on."))
    return redirect(here.url("flows.all_flows"))


@blueprint.post("/flows/<key>/resume")
@policy(Can.PUBLISH)
def resume(program_id: int, key: str) -> ResponseReturnValue:
    here = open_program(program_id)
    flow_control.resume(here.space, live_of(here), key, now=here.now, by=here.visitor.user.name)
    flash(w("已继续。", "It goes on."))
    return redirect(here.url("flows.all_flows"))


@blueprint.get("/flows/<key>/counts.json")
@policy(Can.READ_PROGRAM)
def counts_json(program_id: int, key: str) -> ResponseReturnValue:
    """Count who stands at each step and went through it; whatever the number of runs."""
    here = open_program(program_id)
    draft, released = here.standing.draft, here.standing.live
    if all(each is None or each.find_flow(key) is None for each in (draft, released)):
        raise NoSuchFlow(key)
    return jsonify(plain(_counts(here, key)))


def _counts(here: Here, key: str) -> FlowCounts:
    passed: dict[str, int] = {}
    for (step, _), count in step_passes.of_flow(here.space, here.program_id, key).items():
        passed[step] = passed.get(step, 0) + count
    standing = run_list.standing_at(here.space, here.program_id, key)

    def at(step: str, *states: str) -> int:
        return sum(standing.get((step, state), 0) for state in states)

    steps = {*passed, *(step for step, _ in standing)}
    return FlowCounts(
        steps={
            step: StepCounts(
                here=at(step, "ready", "waiting"),
                passed=passed.get(step, 0),
                waiting=at(step, "waiting"),
                failed=at(step, "failed"),
            )
            for step in sorted(steps)
        },
        runs=run_list.states_of(here.space, here.program_id, key),
    )
