"""`rungs demo`: a programme to look at, with a year of real purchases."""

from time import perf_counter
from typing import Any

import click

from app.builder import demo
from app.builder.demo import Summary
from app.cli.place import json_option, open_spaces
from app.cli.progress import Shown
from app.cli.speech import said, say, say_json
from app.clock import system_clock
from app.storage.upgrade import upgrade
from app.words import Words

CENT = 100


@click.command("demo")
@json_option
def demo_command(*, as_json: bool) -> None:
    """安装演示：真实购买数据的零售会员方案。 Install the demo with real purchases."""
    began, shown = perf_counter(), Shown()
    spaces = open_spaces()
    upgrade(spaces.engine)
    summary = demo.install(spaces, now=system_clock(), tell=shown)
    shown.close()
    seconds = round(perf_counter() - began, 1)
    if as_json:
        say_json(_as_json(summary, seconds))
    else:
        _tell(summary, seconds)


def _as_json(summary: Summary, seconds: float) -> dict[str, Any]:
    return {
        "members": summary.members,
        "orders": summary.orders,
        "sales": summary.sales / CENT,
        "tiers": {key: members for key, _, members in summary.tiers},
        "weeks": summary.weeks,
        "was_there": summary.was_there,
        "seconds": seconds,
    }


def _tell(summary: Summary, seconds: float) -> None:
    if summary.was_there:
        say("演示早已就绪。", "The demo was there already.")
    _line(f"{summary.members:,}", Words("会员", "members"))
    _line(f"{summary.orders:,}", Words("订单", "orders"))
    _line(f"{summary.sales / CENT:,.2f}", Words("消费总额", "sum of sales"))
    for _, label, members in reversed(summary.tiers):
        _line(f"{members:,}", label)
    _line(f"{seconds:,}", Words("秒", "seconds"))


def _line(figure: str, words: Words) -> None:
    click.echo(f"{figure:>14}  {said(words)}")
