"""`rungs program parameter`: the thresholds of the rules, changed one at a time."""

from typing import Any

import click

from app.builder.parameters import cases_of, plan, set_value, uses_of
from app.builder.releases import NotReady
from app.builder.status import standing
from app.cli.applying import apply_option, apply_release
from app.cli.place import json_option, program_option, the_program, workspace_option
from app.cli.speech import said, say, say_findings, say_json
from app.clock import system_clock
from app.program.fields.base import Reading
from app.program.parameters import Parameter
from app.program.program import Program

BY = "console"


@click.group()
def parameter() -> None:
    """参数：规则里的门槛，可单独修改。 Parameters: thresholds, each changed by itself."""


@parameter.command("list")
@program_option
@workspace_option
@json_option
def list_parameters(program: str | None, workspace: str | None, *, as_json: bool) -> None:
    """列出参数、现值和用到它的规则。 List parameters, their values and the rules that use them."""
    place = the_program(workspace, program)
    with place.workspace.reading() as space:
        found = standing(space, place.program_id)
    shown = found.live or found.draft
    known = [] if shown is None else [(each, shown) for each in shown.parameters]
    if as_json:
        say_json([_json(*each) for each in known])
        return
    for each in known:
        _say(*each)
    if not known:
        say("没有参数。", "There are no parameters.")


def _json(each: Parameter, program: Program) -> dict[str, Any]:
    return {
        "key": each.key,
        "label": each.label.to_json(),
        "kind": each.kind,
        "value": each.value,
        "least": each.least,
        "most": each.most,
        "cases": [
            {"for": who.to_json(), "value": case.value}
            for who, case in zip(cases_of(each, program), each.cases, strict=True)
        ],
        "uses": [
            {"path": use.path, "where": use.where.to_json(), "sentence": use.sentence.to_json()}
            for use in uses_of(program)[each.key]
        ],
    }


def _say(each: Parameter, program: Program) -> None:
    settings = program.settings
    reading = Reading(zone=settings.calendar.zone, currency=settings.currency)
    click.echo(f"{each.key}  {said(each.label)}  {said(each.words(each.value, reading))}")
    for n, who in enumerate(cases_of(each, program)):
        click.echo(f"  --case {n}  {said(each.words(each.cases[n].value, reading))}  {said(who)}")
    for use in uses_of(program)[each.key]:
        click.echo(f"  {said(use.where)}  {said(use.sentence)}")


@parameter.command("set")
@click.argument("key")
@click.argument("value")
@click.option("--note", default="", help="为什么改。 Why it is changed.")
@click.option("--case", type=int, help="改哪一档（从 0 数）。 The value for some members, from 0.")
@apply_option
@program_option
@workspace_option
@json_option
def set_one(
    key: str,
    value: str,
    note: str,
    case: int | None,
    when: str,
    program: str | None,
    workspace: str | None,
    *,
    as_json: bool,
) -> None:
    """改一个参数并单独发布。 Change one parameter and publish just that."""
    place = the_program(workspace, program)
    try:
        with place.workspace.writing() as space:
            planned = plan(space, place.program_id, key, value, case=case)
            made = set_value(space, place.program_id, planned, note=note, now=system_clock(), by=BY)
    except NotReady as refused:
        say_findings(refused.findings)
        raise
    if not as_json:
        click.echo(f"~ {planned.change.path}  {said(planned.change.sentence)}")
    apply_release(place, made, when, as_json=as_json)
