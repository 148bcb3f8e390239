"""`rungs member standing|at-risk`: tiers with their reviews ahead, and who would fall."""

from typing import Any

import click

from app.cli.inside.layers import (
    KINDS,
    ladder_option,
    layer_json,
    line_of,
    moment_json,
    placed,
    the_ladder,
    who_argument,
)
from app.cli.place import the_program
from app.cli.speech import said, say_json
from app.clock import system_clock, to_instant
from app.days import from_day
from app.expression.gap import sentence, ways
from app.runtime.at_risk import LONGEST, SOON, AtRisk, Question, at_risk
from app.runtime.naming import find_member
from app.runtime.prospect import Prospect
from app.runtime.releases import Live, live
from app.runtime.standing import LadderView
from app.runtime.standing import standing as standing_of
from app.words import Words

NEAREST = 2
EARNED = Words("消费与行为", "earned")


@click.command()
@who_argument
@placed
def standing(who: str, program: str | None, workspace: str | None, *, as_json: bool) -> None:
    """等级、来自哪一层、下次考核、还差什么。 The tier, its layer, the review ahead, the gap."""
    place, now = the_program(workspace, program), to_instant(system_clock())
    with place.workspace.reading() as space:
        found = live(space, place.program_id)
        seen = standing_of(space, found, find_member(space, found, who), now=now)
    if as_json:
        ladders = [_ladder_json(each) for each in seen.ladders]
        say_json({"member_id": str(seen.member_id), "ladders": ladders})
        return
    for each in seen.ladders:
        _saythe_ladder(found, each)


def _saythe_ladder(found: Live, view: LadderView) -> None:
    holds, ahead = view.holding, view.prospect
    assert holds is not None
    assert ahead is not None
    by = EARNED if holds.by is None else KINDS[holds.by.layer.kind]
    tier = "—" if view.tier is None else said(view.tier.label)
    click.echo(f"{said(view.ladder.label)}  {tier}（{said(by)}）")
    if view.next is not None and view.next.explained is not None:
        nearest = sentence(ways(view.next.explained)[:NEAREST])
        click.echo(f"  ↑ {said(view.next.tier.label)}  {said(nearest)}")
    if ahead.due is not None:
        _say_ahead(view, ahead, from_day(ahead.due).isoformat())
    for each in holds.layers:
        click.echo(f"  {line_of(found, each)}")


def _say_ahead(view: LadderView, ahead: Prospect, due: str) -> None:
    if ahead.failed is not None:
        click.echo(f"  ! {said(Words(f'宽限到 {due}', f'in grace until {due}'))}")
    if ahead.keeps:
        kept = Words(f"{due} 考核：能保住", f"review on {due}: kept as things stand")
        click.echo(f"  ✓ {said(kept)}")
        return
    then = next((each.tier for each in view.tiers if each.tier.key == ahead.earned), None)
    name = Words("—", "—") if then is None else then.label
    missing = sentence(ahead.missing[:NEAREST])
    falls = Words(
        f"{due} 考核：将降为{name.to('zh')}；保级：{missing.zh}",
        f"review on {due}: falls to {name.to('en')}; to stay: {missing.en}",
    )
    click.echo(f"  ✗ {said(falls)}")


def _ladder_json(view: LadderView) -> dict[str, Any]:
    holds, ahead = view.holding, view.prospect
    assert holds is not None
    assert ahead is not None
    return {
        "ladder": view.ladder.key,
        "tier": holds.tier,
        "earned": None if holds.earned is None else holds.earned.key,
        "layer": "earned" if holds.by is None else holds.by.layer.kind.layer,
        "due": None if ahead.due is None else from_day(ahead.due).isoformat(),
        "keeps": ahead.keeps,
        "then": ahead.earned,
        "missing": sentence(ahead.missing).to_json(),
        "layers": [layer_json(view.ladder.key, each) for each in holds.layers],
    }


@click.command("at-risk")
@click.option(
    "--days",
    type=click.IntRange(1, LONGEST),
    default=SOON,
    show_default=True,
    help="多少天以内考核。 Reviewed within how many days.",
)
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True)
@ladder_option
@placed
def at_risk_command(
    days: int,
    limit: int,
    ladder: str | None,
    program: str | None,
    workspace: str | None,
    *,
    as_json: bool,
) -> None:
    """即将降级的会员。 Members who would not keep their tier as things stand."""
    place, now = the_program(workspace, program), to_instant(system_clock())
    with place.workspace.reading() as space:
        found = live(space, place.program_id)
        asked = Question(days=days, size=limit)
        page = at_risk(space, found, the_ladder(found, ladder), asked, now=now)
    if as_json:
        more = page.next is not None
        say_json({"members": [_risk_json(each) for each in page.members], "more": more})
        return
    for each in page.members:
        falls = f"{said(each.tier.label)} → {said(each.falls_to.label)}"
        missing = said(sentence(each.missing[:NEAREST]))
        click.echo(f"{each.member['id']}  {from_day(each.due).isoformat()}  {falls}  {missing}")


def _risk_json(each: AtRisk) -> dict[str, Any]:
    return {
        "member_id": str(each.member["id"]),
        "tier": each.tier.key,
        "falls_to": each.falls_to.key,
        "due": from_day(each.due).isoformat(),
        "told_at": None if each.told_at is None else moment_json(each.told_at),
        "missing": sentence(each.missing).to_json(),
    }


COMMANDS = (standing, at_risk_command)
