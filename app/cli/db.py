"""`rungs db`: the tables that the product itself needs."""

import json
import sys

import click

from app import config
from app.clock import system_clock
from app.health import examine
from app.storage.engine import make_engine
from app.storage.upgrade import upgrade as bring_up_to_date


@click.group()
def db() -> None:
    """数据库。 The database."""


@db.command()
@click.option("--json", "as_json", is_flag=True)
def upgrade(*, as_json: bool) -> None:
    """更新数据库结构。 Bring the tables up to date."""
    before, after = bring_up_to_date(make_engine(config.load().database_url))
    if as_json:
        click.echo(json.dumps({"before": before, "after": after}))
    elif before == after:
        click.echo(f"数据库已是最新（{after}）。 The database is up to date ({after}).")
    else:
        click.echo(f"数据库已更新：{before or '空'} → {after}。 Upgraded to {after}.")


@db.command()
@click.option("--json", "as_json", is_flag=True)
def check(*, as_json: bool) -> None:
    """检查数据库能否使用。 Say whether the database can be worked with."""
    settings = config.load()
    checks = examine(settings, make_engine(settings.database_url), now=system_clock())
    if as_json:
        click.echo(json.dumps({c.name: c.holds for c in checks}))
    else:
        for c in checks:
            click.echo(f"{'✓' if c.holds else '✗'} {c.name}: {c.says.zh} {c.says.en}")
    sys.exit(0 if all(c.holds for c in checks) else 1)
