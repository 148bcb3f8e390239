"""`rungs flow groups`: the groups of an A/B test side by side."""

from dataclasses import asdict

import click

from app.analytics.groups import compare
from app.cli.place import json_option, program_option, the_program, workspace_option
from app.cli.speech import say_json
from app.runtime.releases import live

MOST = 730


@click.command("groups")
@click.argument("key")
@click.argument("step")
@click.option("--days", type=click.IntRange(1, MOST), default=30, show_default=True)
@program_option
@workspace_option
@json_option
def groups(
    key: str, step: str, days: int, program: str | None, workspace: str | None, *, as_json: bool
) -> None:
    """A/B 各组：活跃率、晋升率、人均消费。 The groups of an A/B test side by side."""
    place = the_program(workspace, program)
    with place.workspace.reading() as space:
        found = compare(space, live(space, place.program_id), key, step, days=days)
    if as_json:
        say_json([asdict(each) for each in found.groups])
        return
    for each in found.groups:
        mark = "?" if each.differs is None else "≠" if each.differs else "="
        click.echo(
            f"{mark} {each.variant}  {each.members}  {each.active:.1%}  {each.promoted:.1%}"
            f"  {each.bought:.1%}  {each.spent_each:.2f}"
        )
