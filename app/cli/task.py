"""`rungs task`: what automations ask of people, and what is done about it."""

import click

from app.cli.place import json_option, program_option, the_program, workspace_option
from app.cli.speech import said, say, say_json
from app.clock import from_instant, system_clock, to_instant
from app.program.task_options import ROLES
from app.runtime.releases import live
from app.runtime.task_acts import act
from app.runtime.tasks import Act, Action, Doer, get_task, outcome_words
from app.storage import task_lists, tasks
from app.storage.task_lists import Wanted
from app.storage.tasks import TaskRow

CONSOLE = Doer(name="console", cause="console")


@click.group()
def task() -> None:
    """待办：任务和审批。 Tasks and approvals."""


@task.command("list")
@click.option("--role", type=click.Choice(tuple(ROLES)), help="轮到哪个角色。 Whose it is.")
@click.option("--all", "also_over", is_flag=True, help="包括已结束的。 Those that are over, too.")
@click.option("--overdue", is_flag=True, help="只看逾期。 Overdue ones only.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@program_option
@workspace_option
@json_option
def list_tasks(
    role: str | None,
    limit: int,
    program: str | None,
    workspace: str | None,
    *,
    also_over: bool,
    overdue: bool,
    as_json: bool,
) -> None:
    """有哪些待办，先到期的在前。 What waits, what is due first is first."""
    place, now = the_program(workspace, program), to_instant(system_clock())
    wanted = Wanted(
        roles=(role,) if role else (),
        is_open=None if also_over else True,
        overdue_at=now if overdue else None,
    )
    with place.workspace.reading() as space:
        rows = task_lists.page(space, place.program_id, wanted, limit=limit)
    if as_json:
        say_json([_task(each) for each in rows])
        return
    for each in rows:
        due = "" if each.due_at is None else from_instant(each.due_at).isoformat("T", "minutes")
        mark = "!" if each.is_overdue(now) else " "
        click.echo(f"{mark} {each.key}  {due}  {said(each.label)}  {each.flow}  {each.state}")


@task.command()
@click.argument("key")
@program_option
@workspace_option
@json_option
def show(key: str, program: str | None, workspace: str | None, *, as_json: bool) -> None:
    """一项待办的经过。 What was done with a task."""
    place = the_program(workspace, program)
    with place.workspace.reading() as space:
        found = get_task(space, place.program_id, key)
        entries = tasks.entries_of(space, found.member_id, found.id)
    history = [
        {
            "at": from_instant(each.at).isoformat(),
            "actor": each.actor,
            "action": each.action,
            "note": each.note,
        }
        for each in entries
    ]
    if as_json:
        say_json(_task(found) | {"history": history})
        return
    click.echo(f"{said(found.label)}  {said(outcome_words(found))}")
    for line in history:
        click.echo(
            f"{line['at']}  {line['actor'] or '—'}  {line['action']}  {line['note']}".rstrip()
        )


@task.command()
@click.argument("key")
@click.argument("action", type=click.Choice(tuple(each.value for each in Action)))
@click.option("--note", default="", help="意见。 A reason or note.")
@click.option("--to", default="", help="转交或加签给谁（邮箱或角色）。 Whom: an e-mail or a role.")
@program_option
@workspace_option
def do(
    key: str, action: str, note: str, to: str, program: str | None, workspace: str | None
) -> None:
    """处理一项待办。 Do something with a task."""
    place, now = the_program(workspace, program), to_instant(system_clock())
    asked = Act(action=Action(action), note=note, to=to)
    with place.workspace.writing() as space:
        found = act(space, live(space, place.program_id), key, asked, CONSOLE, now=now)
    words = outcome_words(found)
    say(f"已处理：{words.zh}。", f"Done: {words.en}.")


def _task(row: TaskRow) -> dict[str, object]:
    due = None if row.due_at is None else from_instant(row.due_at).isoformat()
    return {
        "task": row.key,
        "kind": row.kind,
        "title": row.title,
        "flow": row.flow,
        "state": row.state,
        "outcome": row.outcome,
        "due_at": due,
    }
