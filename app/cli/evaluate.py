"""`rungs evaluate`: everybody's tier as of now, and how many members stand where."""

from time import perf_counter

import click

from app.cli.place import Place, json_option, program_option, the_program, workspace_option
from app.cli.progress import Shown
from app.cli.speech import said, say, say_json
from app.clock import system_clock, to_instant
from app.program.ladder import Ladder
from app.runtime.evaluation import Evaluated
from app.runtime.evaluation import evaluate as evaluate_program
from app.runtime.releases import live
from app.storage.overview import members_by_tier


@click.command()
@program_option
@workspace_option
@click.option(
    "--again", is_flag=True, help="今天考核过也再来一次。 Also if today's evaluation is done."
)
@json_option
def evaluate(program: str | None, workspace: str | None, *, again: bool, as_json: bool) -> None:
    """考核：重新计算指标并定级；每天一次，中断可续。 Evaluate the ladders; once a local day."""
    place = the_program(workspace, program)
    began, shown, now = perf_counter(), Shown(), to_instant(system_clock())
    evaluated = evaluate_program(
        place.workspace.spaces,
        place.workspace.id,
        place.program_id,
        now=now,
        occurrence=f"console:{now}" if again else None,
        tell=shown,
    )
    shown.close()
    counted = _counted(place)
    seconds = round(perf_counter() - began, 1)
    if as_json:
        _say_json(evaluated, counted, seconds)
    else:
        _say(evaluated, counted, seconds)


Counted = tuple[tuple[Ladder, dict[str | None, int]], ...]
"""Members by tier, for each ladder; None are those on no tier."""


def _counted(place: Place) -> Counted:
    with place.workspace.reading() as space:
        found = live(space, place.program_id)
        members = found.catalogue.members
        return tuple(
            (each.ladder, members_by_tier(space, members, members.ladders[each.ladder.key]))
            for each in found.checked.ladders.values()
        )


def _say_json(evaluated: Evaluated, counted: Counted, seconds: float) -> None:
    ladders = {
        ladder.key: {each.key: members.get(each.key, 0) for each in ladder.tiers}
        for ladder, members in counted
    }
    say_json(
        {
            "occurrence": evaluated.occurrence,
            "refreshed": evaluated.refreshed,
            "placed": evaluated.placed,
            "changed": evaluated.changed,
            "ladders": ladders,
            "seconds": seconds,
        }
    )


def _say(evaluated: Evaluated, counted: Counted, seconds: float) -> None:
    for ladder, members in counted:
        click.echo(said(ladder.label))
        for tier in reversed(ladder.tiers):
            click.echo(f"  {members.get(tier.key, 0):>10,}  {said(tier.label)}")
    say(
        f"{evaluated.occurrence}：考核 {evaluated.placed:,} 位会员，"
        f"{evaluated.changed:,} 位等级有变化，{seconds} 秒。",
        f"{evaluated.occurrence}: {evaluated.placed:,} members, {evaluated.changed:,} changed,"
        f" {seconds} s.",
    )
