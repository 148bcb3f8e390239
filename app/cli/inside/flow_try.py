"""`rungs flow try`: an automation of the draft, tried with members; nothing is written."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from app.builder.trying import Wish, moment_in, try_flow
from app.cli.place import json_option, program_option, the_program, workspace_option
from app.cli.speech import said, say, say_json
from app.clock import system_clock, to_instant
from app.words import Words


@click.command("try")
@click.argument("key")
@click.argument("members", nargs=-1)
@click.option("--moment", help="从哪一刻开始，带时区。 From which moment on, with its zone.")
@click.option(
    "--answer", "answers", multiple=True, help="步骤=出口：当作这样发生。 Taken as happened."
)
@program_option
@workspace_option
@json_option
def try_one(
    key: str,
    members: Sequence[str],
    moment: str | None,
    answers: Sequence[str],
    program: str | None,
    workspace: str | None,
    *,
    as_json: bool,
) -> None:
    """试跑草稿里的一个自动化：不发送、不写入。 Try one of the draft; nothing is written.

    不写会员就用最近触发过的五位。 Without members, the last five for whom it fired.
    """
    place = the_program(workspace, program)
    wish = Wish(
        members=list(members) or None, moment=moment_in(moment), answers=dict(map(_pair, answers))
    )
    found = try_flow(
        place.workspace.spaces,
        place.workspace.id,
        place.program_id,
        key,
        wish,
        now=to_instant(system_clock()),
    )
    runs = [each.to_json() for each in found]
    if as_json:
        say_json({"runs": runs})
        return
    if not runs:
        say("没有可以试的会员。", "There is nobody to try it with.")
    for each in runs:
        _say(each)


def _say(run: Mapping[str, Any]) -> None:
    member = run["member"]
    click.echo(f"{member['number']} {member['name']}  {run['state']}")
    for each in run["steps"]:
        click.echo(f"  {each['at'][:16]}  {each['step']}  {said(Words.from_json(each['says']))}")
    for each in run["would"]:
        click.echo(f"  → {each['step']}  {said(Words.from_json(each['says']))}")
    if run["why"] is not None:
        click.echo(f"  {said(Words.from_json(run['why']))}")


def _pair(written: str) -> tuple[str, str]:
    step, equals, way = written.partition("=")
    if not equals:
        raise click.BadParameter("step=way", param_hint="--answer")
    return step, way
