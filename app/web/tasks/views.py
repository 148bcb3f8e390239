"""Views of tasks; each reads the request, calls one function and answers."""

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


@blueprint.post("/approve")
@policy(Can.DO_TASKS)
def approve(program_id: int) -> ResponseReturnValue:
    """Approve several at once; one that cannot be is told and leaves the others alone."""
    here = open_program(program_id)
    desk, done, wrong = desk_of(here), 0, []
    for key in list(dict.fromkeys(request.form.getlist("task")))[:AT_ONCE]:
        asked = Act(action=Action.APPROVED, note=request.form.get("note", ""))
        try:
            with here.space.connection.begin_nested():
                act(here.space, desk.live, key, asked, desk.doer, now=here.now)
            done += 1
        except AppError as refused:
            wrong.append(refused.words)
    flash(w(f"同意了 {done} 项。", f"{done} were approved."))
    for each in dict.fromkeys(wrong):
        flash(w(f"{wrong.count(each)} 项没有：{each.zh}", f"{wrong.count(each)} not: {each.en}"))
    return redirect(here.url("tasks.tasks", view=request.form.get("view", "mine")))


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
