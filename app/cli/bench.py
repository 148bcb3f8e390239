"""`rungs bench`: what the product takes, beside the same work written by hand, in one run."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import click

from app.bench import flows, ingest, metrics, rules, tiers

Options = Callable[[Callable[..., None]], Callable[..., None]]

MEMBERS = 100_000
EVENTS = 1_000_000


def _options(*, database: bool = True, events: bool = True) -> Options:
    """Give the options that a measurement understands."""
    known = [
        click.option("--members", default=MEMBERS, show_default=True, type=click.IntRange(100)),
        click.option("--seed", default=1, show_default=True, type=click.IntRange(0)),
        click.option("--json", "as_json", is_flag=True, help="一个 JSON 对象。 One JSON object."),
    ]
    if events:
        known.append(
            click.option("--events", default=EVENTS, show_default=True, type=click.IntRange(100))
        )
    if database:
        known.append(
            click.option(
                "--url",
                help="在旁边新建一个临时库；不给则用临时 SQLite 文件。"
                " A database is made beside it; without it, a temporary SQLite file.",
            )
        )

    def add(command: Callable[..., None]) -> Callable[..., None]:
        for each in known:
            command = each(command)
        return command

    return add


@click.group()
def bench() -> None:
    """测速：与手写 SQL 或 Python 在同一次运行中对比。 Measure beside hand-written code."""


@bench.command("tiers")
@_options()
def tiers_command(members: int, events: int, url: str | None, seed: int, *, as_json: bool) -> None:
    """全体会员定级，以及全员考核之夜。 Place every member, and review them all in one night."""
    _tell(tiers.run(members=members, events=events, url=url, seed=seed), as_json=as_json)


@bench.command("metrics")
@_options()
def metrics_command(
    members: int, events: int, url: str | None, seed: int, *, as_json: bool
) -> None:
    """日界之后的指标刷新。 The nightly refresh of moved windows."""
    _tell(metrics.run(members=members, events=events, url=url, seed=seed), as_json=as_json)


@bench.command("ingest")
@_options()
@click.option("--earning", is_flag=True, help="每个事件还得积分。 Each event earns points as well.")
def ingest_command(
    members: int, events: int, url: str | None, seed: int, *, as_json: bool, earning: bool
) -> None:
    """事件写入：指标、等级同一事务。 Events in, with metrics and tiers."""
    found = ingest.run(members=members, events=events, url=url, seed=seed, earning=earning)
    _tell(found, as_json=as_json)


@bench.command("rules")
@_options(database=False, events=False)
def rules_command(members: int, seed: int, *, as_json: bool) -> None:
    """规则的 Python 含义。 The Python meaning of rules."""
    _tell(rules.run(members=members, seed=seed), as_json=as_json)


@bench.command("flow")
@_options(events=False)
def flow_command(members: int, url: str | None, seed: int, *, as_json: bool) -> None:
    """全体会员走完一个自动化：条件、等待、发券、消息。 Every member through an automation."""
    _tell(flows.run(members=members, url=url, seed=seed), as_json=as_json)


def _tell(found: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for line in _lines(found):
        click.echo(line)


def _lines(found: Mapping[str, Any], indent: str = "") -> list[str]:
    lines = []
    for key, value in found.items():
        if isinstance(value, Mapping):
            lines += [f"{indent}{key}", *_lines(value, f"{indent}  ")]
        else:
            shown = f"{value:,}" if isinstance(value, int) else str(value)
            lines.append(f"{indent}{key:<{30 - len(indent)}} {shown}")
    return lines
