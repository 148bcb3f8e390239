"""`rungs program backtest`: what the draft would have done each month of the past."""

import click

from app.builder import drafts
from app.builder.backtest import LOOKED_AT, MONTHS, Backtest, LadderBacktest, backtest
from app.cli.place import json_option, program_option, the_program, workspace_option
from app.cli.progress import Shown
from app.cli.speech import said, say, say_json
from app.clock import system_clock
from app.days import from_day

MOST_MONTHS = 60
MOST = 1_000_000


@click.command("backtest")
@click.option(
    "--months",
    type=click.IntRange(1, MOST_MONTHS),
    default=MONTHS,
    show_default=True,
    help="过去几个月。 Whole months of the past.",
)
@click.option(
    "--members",
    "most",
    type=click.IntRange(1, MOST),
    default=LOOKED_AT,
    show_default=True,
    help="最多看多少位会员，更多时抽样。 Members looked at; of more, a sample.",
)
@program_option
@workspace_option
@json_option
def backtest_command(
    months: int, most: int, program: str | None, workspace: str | None, *, as_json: bool
) -> None:
    """用历史回测草稿，不写入数据。 Play the draft over the past; nothing is written."""
    place, shown = the_program(workspace, program), Shown()
    with place.workspace.reading() as space:
        content = drafts.get(space, place.program_id).content
        found = backtest(
            space,
            place.program_id,
            content,
            now=system_clock(),
            months=months,
            most=most,
            tell=shown,
        )
    shown.close()
    if as_json:
        say_json(found.to_json())
        return
    if found.estimated:
        looked_at, members = f"{found.looked_at:,}", f"{found.members:,}"
        say(f"≈ 由 {looked_at} 位推算 {members} 位。", f"≈ from {looked_at} of {members} members.")
    for each in found.ladders:
        _say_ladder(found, each)


def _say_ladder(found: Backtest, ladder: LadderBacktest) -> None:
    about = "≈" if found.estimated else ""
    click.echo(said(ladder.ladder.label))
    say("  月份      升级（实际）  降级（实际）", "  month     up (really)   down (really)")
    for each in ladder.months:
        up = f"{about}{each.promoted:,} ({each.really_promoted:,})"
        down = f"{about}{each.demoted:,} ({each.really_demoted:,})"
        tiers = "  ".join(f"{key} {count:,}" for key, count in each.tiers.items())
        click.echo(f"  {from_day(each.first).isoformat()[:7]}  {up:>12}  {down:>12}   {tiers}")
