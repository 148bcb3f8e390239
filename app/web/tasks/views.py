"""Views of tasks; each reads the request, calls one function and answers."""

from collections.abc import Iterator

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.errors import AppError, Invalid
from app.runtime.task_acts import act
from app.runtime.tasks import Act, Action
from app.web.frame import Here, open_program, shell
from app.web.language import w
from app.web.pages import Crumb, Shell, show
from app.web.policy import policy
from app.web.tasks.listing import list_page
from app.web.tasks.page import changes, task_page
from app.web.tasks.showing import desk_of
from app.words import Words

blueprint = Blueprint("tasks", __name__, url_prefix="/programs/<int:program_id>/tasks")
TASKS = Words("待办", "Tasks")
REFUSED = 422
AT_ONCE = 200
SEVERAL = {
    Action.APPROVED: Words("同意", "approved"),
    Action.REFUSED: Words("拒绝", "refused"),
    Action.HANDED: Words("转交", "handed over"),
}


def _frame(here: Here, *crumbs: Crumb) -> Shell:
    url = here.url("tasks.tasks") if crumbs else None
    return shell(here, Crumb(label=TASKS, url=url), *crumbs)


@blueprint.get("")
@policy(Can.DO_TASKS)
def tasks(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    if here.standing.number is None:
        url = here.url("builder.check") if here.visitor.may(Can.PUBLISH) else None
        return show("records/unpublished.html", shell=_frame(here), url=url)
    return show("tasks/list.html", shell=_frame(here), page=list_page(here), most=AT_ONCE)


@blueprint.post("/several")
@policy(Can.DO_TASKS)
def several(program_id: int) -> ResponseReturnValue:
    """Approve, refuse or hand over several; one that cannot be leaves the others alone."""
    here, form = open_program(program_id), request.form
    ticked = list(dict.fromkeys(form.getlist("task")))[:AT_ONCE]
    wrong = _unready(form.get("act", ""), ticked, form.get("note", ""))
    if wrong is not None:
        page = list_page(here, wrong)
        return show("tasks/list.html", shell=_frame(here), page=page, most=AT_ONCE), REFUSED
    asked = Act(action=Action(form["act"]), note=form.get("note", ""), to=form.get("to", ""))
    for each in _done_with(here, ticked, asked):
        flash(w(*each))
    kept = {name: form.get(name) for name in ("view", "kind", "flow", "overdue")}
    return redirect(here.url("tasks.tasks", **kept))


def _unready(act_name: str, ticked: list[str], note: str) -> Words | None:
    """Say what is missing before anything is done."""
    if act_name not in SEVERAL:
        return Words("请选择怎么处理。", "Choose what to do.")
    if not ticked:
        return Words("请先勾选待办。", "Tick some tasks first.")
    if act_name == Action.REFUSED and not note.strip():
        return Words("拒绝请写明原因。", "Say why they are refused.")
    return None


def _done_with(here: Here, ticked: list[str], asked: Act) -> Iterator[Words]:
    """Do something with several; tell how many, and why others were left alone."""
    desk, wrong = desk_of(here), []
    for key in ticked:
        try:
            with here.space.connection.begin_nested():
                act(here.space, desk.live, key, asked, desk.doer, now=here.now)
        except AppError as refused:
            wrong.append(refused.words)
    said, done = SEVERAL[asked.action], len(ticked) - len(wrong)
    yield Words(f"{said.zh}了 {done} 项。", f"{done} were {said.en}.")
    for each in dict.fromkeys(wrong):
        yield Words(f"{wrong.count(each)} 项没有：{each.zh}", f"{wrong.count(each)} not: {each.en}")


@blueprint.get("/<task>")
@policy(Can.DO_TASKS)
def task(program_id: int, task: str) -> ResponseReturnValue:
    here = open_program(program_id)
    page = task_page(here, task)
    return show("tasks/task.html", shell=_frame(here, Crumb(label=page.row.title)), page=page)


@blueprint.post("/<task>")
@policy(Can.DO_TASKS)
def decide(program_id: int, task: str) -> ResponseReturnValue:
    here = open_program(program_id)
    action = request.form.get("action", "")
    try:
        if action not in set(Action):
            raise Invalid("请选择怎么处理。", "Choose what to do.")
        asked = Act(
            action=Action(action),
            note=request.form.get("note", ""),
            to=request.form.get("to", ""),
            member=changes(here, task, "member"),
            record=changes(here, task, "record"),
        )
        with here.space.connection.begin_nested():
            desk = desk_of(here)
            done = act(here.space, desk.live, task, asked, desk.doer, now=here.now)
    except AppError as refused:
        found = refused.findings if isinstance(refused, Invalid) else ()
        page = task_page(here, task, problem=refused.words, findings=found)
        frame = _frame(here, Crumb(label=page.row.title))
        return show("tasks/task.html", shell=frame, page=page), REFUSED
    flash(w("已处理。", "Done.") if done.closed_at else w("已记下。", "Noted."))
    if done.closed_at or action == Action.HANDED:
        return redirect(here.url("tasks.tasks"))
    return redirect(here.url("tasks.task", task=task))
