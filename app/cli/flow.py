"""`rungs flow`: automations at work, their runs, and what is done about them."""

from collections.abc import Sequence

import click

from app.cli.inside.flow_groups import groups
from app.cli.inside.flow_runs import discard, health, move, rerun
from app.cli.inside.flow_try import try_one
from app.cli.place import json_option, program_option, the_program, workspace_option
from app.cli.speech import said, say, say_json
from app.clock import from_instant, system_clock, to_instant
from app.runtime import flow_control
from app.runtime.naming import find_member
from app.runtime.releases import live
from app.runtime.run_words import for_engineers, in_one_language, why
from app.storage import flow_runs, run_list
from app.storage.flow_runs import RunRow
from app.storage.run_list import Wanted

CONSOLE = "console"
STATES = ("ready", "waiting", "done", "goal", "failed", "cancelled", "looped")
reason_option = click.option("--reason", default="", help="原因。 Why.")


@click.group()
def flow() -> None:
    """自动化的运行。 Automations at work."""


for _command in (try_one, rerun, discard, move, health, groups):
    flow.add_command(_command)


@flow.command("list")
@program_option
@workspace_option
@json_option
def list_flows(program: str | None, workspace: str | None, *, as_json: bool) -> None:
    """有哪些自动化，各有多少次运行。 What there is, with runs by state."""
    place = the_program(workspace, program)
    with place.workspace.reading() as space:
        found = flow_control.flows(space, live(space, place.program_id))
    if as_json:
        say_json([{"key": e.flow.key, "works": e.works, "counts": e.counts} for e in found])
        return
    for each in found:
        mark = "✓" if each.works else "–"
        paused = each.state is not None and each.state.paused_at is not None
        counts = ", ".join(f"{state} {n}" for state, n in sorted(each.counts.items()))
        click.echo(f"{'⏸' if paused else mark} {each.flow.key}  {said(each.flow.label)}  {counts}")


@flow.command()
@click.option("--flow", "key", help="只看一个自动化。 Of one automation.")
@click.option("--state", type=click.Choice(STATES))
@click.option("--member", help="会员编号，或 external_id:42。 Of one member.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@program_option
@workspace_option
@json_option
def runs(
    key: str | None,
    state: str | None,
    member: str | None,
    limit: int,
    program: str | None,
    workspace: str | None,
    *,
    as_json: bool,
) -> None:
    """最近的运行。 The latest runs."""
    place = the_program(workspace, program)
    with place.workspace.reading() as space:
        found = live(space, place.program_id)
        member_id = None if member is None else find_member(space, found, member)
        wanted = Wanted(
            flows=None if key is None else (key,),
            states=None if state is None else (state,),
            member_id=member_id,
        )
        rows = run_list.page(space, place.program_id, wanted, limit=limit)
    if as_json:
        say_json([_run(each) for each in rows])
        return
    for each in rows:
        reason = why(each)
        error = "" if reason is None else f"  {said(reason)}"
        at = from_instant(each.started_at).isoformat(timespec="seconds")
        click.echo(f"{each.key}  {at}  {each.flow}  {each.state}  {each.step}{error}")


def _run(run: RunRow) -> dict[str, object]:
    return {
        "run": run.key,
        "flow": run.flow,
        "state": run.state,
        "step": run.step,
        "started_at": from_instant(run.started_at).isoformat(),
        "error": in_one_language(run.error),
        "why": None if (reason := why(run)) is None else reason.to_json(),
    }


@flow.command()
@click.argument("run")
@program_option
@workspace_option
@json_option
def trace(run: str, program: str | None, workspace: str | None, *, as_json: bool) -> None:
    """一次运行走过的步骤。 The steps a run has taken."""
    place = the_program(workspace, program)
    with place.workspace.reading() as space:
        found = flow_control.get_run(space, live(space, place.program_id), run)
        taken = flow_runs.trace_of(space, found.member_id, found.id)
    if as_json:
        steps = [
            {"step": key, "way": way, "at": from_instant(at).isoformat()} for key, way, at in taken
        ]
        say_json(_run(found) | {"trace": steps})
        return
    for key, way, at in taken:
        click.echo(f"{from_instant(at).isoformat(timespec='seconds')}  {key} → {way}")
    reason, raw = why(found), for_engineers(found.error)
    told = "" if reason is None else said(reason)
    click.echo(f"{found.state}  {found.step or ''}  {told}".rstrip())
    if raw is not None and raw != told:
        click.echo(raw)


@flow.command()
@click.argument("key")
@click.argument("members", nargs=-1, required=True)
@program_option
@workspace_option
def start(key: str, members: Sequence[str], program: str | None, workspace: str | None) -> None:
    """让会员进入一个手动的自动化。 Start an automation for members."""
    place, now = the_program(workspace, program), to_instant(system_clock())
    with place.workspace.writing() as space:
        found = live(space, place.program_id)
        ids = [find_member(space, found, each) for each in members]
        cause = f"{CONSOLE}:{space.new_id()}"
        count = flow_control.start(space, found, key, ids, now=now, cause=cause)
    say(f"{count} 位会员进入。", f"{count} members went in.")


@flow.command()
@click.argument("key")
@reason_option
@program_option
@workspace_option
def pause(key: str, reason: str, program: str | None, workspace: str | None) -> None:
    """暂停：没有人往下走，等待照常计时。 Nobody goes on; waits go on counting."""
    place, now = the_program(workspace, program), to_instant(system_clock())
    with place.workspace.writing() as space:
        found = live(space, place.program_id)
        flow_control.pause(space, found, key, now=now, by=CONSOLE, why=reason)
    say("已暂停。", "It is paused.")


@flow.command()
@click.argument("key")
@program_option
@workspace_option
def resume(key: str, program: str | None, workspace: str | None) -> None:
    """继续。 Let everybody go on."""
    place, now = the_program(workspace, program), to_instant(system_clock())
    with place.workspace.writing() as space:
        flow_control.resume(space, live(space, place.program_id), key, now=now, by=CONSOLE)
    say("已继续。", "It goes on.")


@flow.command()
@click.argument("key")
@reason_option
@program_option
@workspace_option
def cancel(key: str, reason: str, program: str | None, workspace: str | None) -> None:
    """取消所有未结束的运行。 End all runs that are under way."""
    place, now = the_program(workspace, program), to_instant(system_clock())
    with place.workspace.writing() as space:
        found = live(space, place.program_id)
        count = flow_control.cancel(space, found, key, now=now, by=CONSOLE, why=reason)
    say(f"取消了 {count} 次运行。", f"{count} runs were cancelled.")


@flow.command()
@click.argument("run")
@program_option
@workspace_option
def retry(run: str, program: str | None, workspace: str | None) -> None:
    """重试一次失败的运行。 Let a failed run go on where it stopped."""
    place, now = the_program(workspace, program), to_instant(system_clock())
    with place.workspace.writing() as space:
        flow_control.retry_run(space, live(space, place.program_id), run, now=now, by=CONSOLE)
    say("已排队重试。", "It will be tried again.")
