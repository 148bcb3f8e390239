"""`rungs flow rerun`, `discard`, `move` and `health`: for whoever looks after runs."""

from collections.abc import Sequence

import click

from app.cli.place import json_option, program_option, the_program, workspace_option
from app.cli.speech import say, say_json
from app.clock import from_instant, system_clock, to_instant
from app.errors import Invalid
from app.runtime import flow_control, run_control
from app.runtime.releases import Live, live
from app.storage import program_health
from app.storage.run_list import Wanted
from app.storage.space import Space

CONSOLE = "console"
OVERDUE = 60_000_000
flow_option = click.option("--flow", "key", help="一个自动化的全部。 All of one automation.")
all_option = click.option("--all", "everything", is_flag=True, help="全部失败的。 All that failed.")


def _wanted(
    space: Space, found: Live, runs: Sequence[str], key: str | None, *, everything: bool
) -> Wanted:
    if not (runs or key or everything):
        raise Invalid("请写明哪些运行，或 --flow，或 --all。", "Name runs, or --flow, or --all.")
    named = [flow_control.get_run(space, found, each) for each in runs]
    return Wanted(
        flows=None if key is None else (key,),
        keys=tuple((each.member_id, each.id) for each in named) if runs else None,
    )


@click.command()
@click.argument("runs", nargs=-1)
@flow_option
@all_option
@program_option
@workspace_option
def rerun(
    runs: Sequence[str],
    key: str | None,
    program: str | None,
    workspace: str | None,
    *,
    everything: bool,
) -> None:
    """重跑失败的运行。 Run failed runs again, where they stopped."""
    place, now = the_program(workspace, program), to_instant(system_clock())
    with place.workspace.writing() as space:
        found = live(space, place.program_id)
        wanted = _wanted(space, found, runs, key, everything=everything)
        count = run_control.retry_all(space, found, wanted, now=now, by=CONSOLE)
    say(f"{count} 次运行将重跑。", f"{count} runs will run again.")


@click.command()
@click.argument("runs", nargs=-1)
@flow_option
@all_option
@program_option
@workspace_option
def discard(
    runs: Sequence[str],
    key: str | None,
    program: str | None,
    workspace: str | None,
    *,
    everything: bool,
) -> None:
    """搁置失败的运行：不再提醒。 Put failed runs aside: nobody is reminded of them."""
    place, now = the_program(workspace, program), to_instant(system_clock())
    with place.workspace.writing() as space:
        found = live(space, place.program_id)
        wanted = _wanted(space, found, runs, key, everything=everything)
        count = run_control.discard_all(space, found, wanted, now=now, by=CONSOLE)
    say(f"搁置了 {count} 次运行。", f"{count} runs were put aside.")


@click.command()
@click.argument("run")
@click.argument("step")
@program_option
@workspace_option
def move(run: str, step: str, program: str | None, workspace: str | None) -> None:
    """把等待中或失败的运行移到最新版本的一步。 Move a run to a step of the live release."""
    place, now = the_program(workspace, program), to_instant(system_clock())
    with place.workspace.writing() as space:
        found = live(space, place.program_id)
        run_control.move_run(space, found, run, step, now=now, by=CONSOLE)
    say("已移到最新版本。", "It goes on under the live release.")


@click.command()
@program_option
@workspace_option
@json_option
def health(program: str | None, workspace: str | None, *, as_json: bool) -> None:
    """自动化的运行状况。 How automations are doing."""
    place, now = the_program(workspace, program), to_instant(system_clock())
    with place.workspace.reading() as space:
        late = program_health.overdue(space, place.program_id, before=now - OVERDUE)
        behind = program_health.schedules_behind(space, place.program_id, before=now - OVERDUE)
        failed = program_health.count_failed(space, place.program_id)
        dead = program_health.count_dead(space, place.program_id)
    if as_json:
        oldest = None if late.oldest is None else from_instant(late.oldest).isoformat()
        say_json(
            {
                "overdue": late.count,
                "oldest_due_at": oldest,
                "schedules_behind": behind.count,
                "failed_runs": failed,
                "dead_messages": dead,
            }
        )
        return
    say(
        f"逾期 {late.count}，定时落后 {behind.count}，失败 {failed}，发不出 {dead}。",
        f"Overdue {late.count}, schedules behind {behind.count}, failed {failed}, dead {dead}.",
    )
