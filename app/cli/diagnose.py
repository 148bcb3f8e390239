"""`rungs diagnose`: who rises from each tier, who is stuck on what, and what would help."""

from typing import Any

import click

from app.analytics.asking import MOST_DAYS, read
from app.analytics.blocking import Stuck
from app.analytics.diagnosis import Diagnosis, TierDiagnosis, diagnose
from app.analytics.progression import Progression
from app.analytics.proposals import PER_CENT, Proposal, why_none
from app.analytics.rates import VERDICTS, Rate
from app.cli.place import json_option, program_option, the_program, workspace_option
from app.cli.speech import said, say, say_json
from app.clock import system_clock, to_instant
from app.days import from_day
from app.errors import NotFound
from app.runtime.releases import Live, live
from app.words import Words

DAYS = click.IntRange(0, MOST_DAYS)


@click.command("diagnose")
@click.argument("ladder", required=False)
@click.option(
    "--period", "word", default="", help="12mo 90d last_quarter this_year 2026-Q1 2026-03"
)
@click.option("--from", "first", default="", help="从这一天起。 The first day, as 2026-01-01.")
@click.option("--until", default="", help="到这一天之前。 The day after the last one.")
@click.option(
    "--days",
    "least_days",
    type=DAYS,
    help="起始日已在该级的最少天数，默认 30。 Least days on the tier by then.",
)
@click.option("--wanted", "aim", default="", help="想要的晋升率，默认 10-15。 Wanted per cents.")
@click.option(
    "--stalled",
    "stalled_days",
    type=DAYS,
    help="在该级超过几天算卡级，默认 90。 Stalled after so many days.",
)
@program_option
@workspace_option
@json_option
def command(
    ladder: str | None,
    program: str | None,
    workspace: str | None,
    *,
    as_json: bool,
    **question: Any,
) -> None:
    """诊断等级：晋升率、卡在哪里、建议门槛。 Diagnose a ladder: rates, obstacles, thresholds."""
    place = the_program(workspace, program)
    now = to_instant(system_clock())
    with place.workspace.reading() as space:
        found = live(space, place.program_id)
        asked = read(today=found.moment(now).today, **question)
        seen = diagnose(space, found, _meant(found, ladder), asked, now=now)
    if as_json:
        say_json(seen.to_json())
    else:
        _say(seen)


def _meant(found: Live, ladder: str | None) -> str:
    """Name the ladder that is meant: the only one, or the one named."""
    there = list(found.checked.ladders)
    if ladder is not None or len(there) == 1:
        return ladder or there[0]
    listed = ", ".join(there) or "—"
    raise NotFound(f"请写明哪个等级体系：{listed}。", f"Say which ladder: {listed}.")


def _say(seen: Diagnosis) -> None:
    first, last = from_day(seen.span.first), from_day(seen.span.until - 1)
    click.echo(f"{said(seen.ladder.label)}  {first} – {last}")
    if seen.shortened:
        say("（历史还短，只看后一半。）", "(The history is young: its second half.)")
    for each in reversed(seen.tiers):
        _say_tier(each, seen)
    if seen.progression is not None:
        _say_progression(seen.progression)


def _say_tier(found: TierDiagnosis, seen: Diagnosis) -> None:
    click.echo(f"\n{said(found.tier.label)}  {found.members:,}")
    if found.rate is not None:
        click.echo(f"  ↑ {_rate(found.rate)}")
    if found.fate.members:
        kept, fell = f"{found.fate.kept:,}", f"{found.fate.fell:,}"
        say(f"  = 留在该级 {kept}，降级 {fell}", f"  = {kept} stayed, {fell} fell")
    if found.median_days is not None:
        days = f"{found.median_days:,}"
        say(f"  ⧗ 停留中位数 {days} 天", f"  ⧗ half of them have left after {days} days")
    if found.stuck is not None and found.stuck.crowd.seen:
        _say_stuck(found.stuck)
    for each in found.proposals:
        _say_proposal(each, seen)


def _rate(rate: Rate) -> str:
    between, share = rate.interval, rate.share
    verdict = said(VERDICTS[rate.verdict])
    if between is None or share is None:
        return f"—  {verdict}"
    low, high = (_percent(each) for each in (between.low, between.high))
    return f"{_percent(share)} ({rate.rose:,}/{rate.members:,}, 95 %: {low} – {high})  {verdict}"


def _percent(share: float) -> str:
    return f"{share * PER_CENT:.2f} %"


def _say_stuck(found: Stuck) -> None:
    about = "≈" if found.crowd.estimated else ""
    for each in found.blocks:
        unmet, alone = f"{about}{each.unmet:,}", f"{about}{each.alone:,}"
        click.echo(f"  ✗ {unmet}  {said(each.part.words)}")
        if each.alone:
            say(f"      只差这一项 {alone}", f"      {alone} lack only this")
        for lack in each.lacks:
            if lack.quartiles is not None:
                shown = [said(lack.threshold.shown(gap)) for gap in lack.quartiles]
                gaps = " / ".join(shown)
                say(f"      还差（四分位）{gaps}", f"      still missing (quartiles) {gaps}")
    near, stalled = f"{about}{found.near:,}", f"{about}{found.stalled:,}"
    say(
        f"  → 临界 {near} 位，其中 {stalled} 位已停留超过 {found.stalled_days} 天",
        f"  → {near} are near; {stalled} of them for more than {found.stalled_days} days",
    )


def _say_proposal(found: Proposal, seen: Diagnosis) -> None:
    if found.value is None or found.share is None:
        click.echo(
            f"  ? {said(found.threshold.subject)}: {said(why_none(found, seen.asked.wanted))}"
        )
        return
    now, then = (said(found.threshold.shown(n)) for n in (found.threshold.value, found.value))
    subject = said(found.threshold.subject)
    rise = f"{found.would:,}/{found.members:,} = {_percent(found.share)}"
    name = "" if found.parameter is None else f"  [{found.parameter}]"
    click.echo(f"  ✎ {subject}: {now} → {then}  {rise}{name}")
    if found.tied:
        words = Words(f"{found.tied:,} 位数值相同", f"{found.tied:,} have the same value")
        click.echo(f"      {said(words)}")


def _say_progression(found: Progression) -> None:
    words = Words("各级同样难的门槛：", "Steps as hard as each other: ")
    click.echo(f"\n{said(words)}{said(found.subject)}")
    for each in found.rises:
        now = said(found.threshold.shown(each.now))
        then = said(found.threshold.shown(each.proposed))
        click.echo(f"  {each.tier}: {now} → {then}  ({each.reach:,}/{each.of:,})")
