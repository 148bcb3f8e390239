"""`rungs effect`: what members did before and after an incentive."""

import csv
import io

import click

from app.analytics.effect import (
    A_HOLDOUT_IS,
    LABELS,
    NOT_A_PROOF,
    Effect,
    GroupWindow,
    effect,
)
from app.analytics.effect_rows import measure_json, rows, to_json
from app.analytics.incentives import Since, Subject
from app.cli.place import json_option, program_option, the_program, workspace_option
from app.cli.speech import said, say, say_json
from app.clock import system_clock, to_instant
from app.runtime.releases import live


@click.command("effect")
@click.argument("subject", type=click.Choice([each.value for each in Subject]))
@click.argument("key")
@click.option(
    "--since",
    type=click.Choice([each.value for each in Since]),
    default=Since.ENTERED.value,
    show_default=True,
    help="自动化从何时算起。 From when an automation is looked at.",
)
@click.option("--csv", "as_csv", is_flag=True, help="输出 CSV。 Write CSV.")
@program_option
@workspace_option
@json_option
def command(
    subject: str,
    key: str,
    since: str,
    program: str | None,
    workspace: str | None,
    *,
    as_csv: bool,
    as_json: bool,
) -> None:
    """激励前后 7、30、90 天。 Before and after an automation, coupon, benefit or boost."""
    place = the_program(workspace, program)
    now = to_instant(system_clock())
    with place.workspace.reading() as space:
        found = effect(
            space,
            live(space, place.program_id),
            Subject(subject),
            key,
            now=now,
            since=Since(since),
        )
    if as_json:
        say_json(to_json(found))
        return
    if as_csv:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows(found))
        click.echo(text.getvalue(), nl=False)
        return
    _say(found)


def _say(found: Effect) -> None:
    click.echo(f"{said(found.incentive.label)}  {found.members:,}")
    for window in found.windows:
        for group in window.groups:
            _say_group(window.days, group)
    if not found.incentive.held_out:
        click.echo(f"\n{said(NOT_A_PROOF)} {said(A_HOLDOUT_IS)}")


def _say_group(days: int, group: GroupWindow) -> None:
    name = f"  {said(group.label)}" if group.variant else ""
    counts = f"{group.counted:,} / {group.members:,}"
    say(f"\n前后各 {days} 天{name}  {counts}", f"\n{days} days{name}  {counts}")
    for each in group.measures if group.counted else ():
        told = measure_json(group, each)
        more = told["more_than_holdout_each"]
        beside = "" if more is None else f"  [{more:+}]"
        click.echo(
            f"  {said(LABELS[each.name])}: {told['before_each']:.2f} →"
            f" {told['after_each']:.2f}  ({told['change_each']:+.2f}){beside}"
        )
