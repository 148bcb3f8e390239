"""`rungs doctor`: what the installation is told, and whether it can do its work."""

import json
import platform
import sys
from collections.abc import Sequence
from importlib.metadata import version

import click
from sqlalchemy import Engine

from app import config
from app.clock import system_clock, to_instant
from app.health import (
    DOCTOR,
    Check,
    examine,
    examine_budgets,
    examine_coupons,
    examine_flows,
    examine_jobs,
    examine_ledger,
)
from app.storage.engine import make_engine
from app.storage.heartbeat import beat


def _leave_word(engine: Engine, checks: Sequence[Check]) -> None:
    """Keep what was found for the page of health, which examines nothing by itself."""
    found: dict[str, object] = {each.name: each.holds for each in checks}
    with engine.begin() as connection:
        beat(connection, DOCTOR, at=to_instant(system_clock()), detail=found)


@click.command()
@click.option("--json", "as_json", is_flag=True)
def doctor(*, as_json: bool) -> None:
    """检查设置与运行条件。 Show the settings in force and what does not work."""
    settings = config.load()
    engine = make_engine(settings.database_url)
    checks = examine(settings, engine, now=system_clock())
    if all(check.holds for check in checks if check.name in {"database", "migrations"}):
        checks = (
            *checks,
            examine_jobs(engine),
            examine_ledger(engine),
            examine_budgets(engine),
            examine_coupons(engine),
            examine_flows(engine, now=system_clock()),
        )
        _leave_word(engine, checks)
    told = {
        "version": version("rungs"),
        "python": platform.python_version(),
        "settings": settings.effective(),
        "checks": {check.name: {"holds": check.holds, **check.says.to_json()} for check in checks},
    }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        click.echo(f"Rungs {told['version']}, Python {told['python']}")
        for name, value in settings.effective().items():
            click.echo(f"  {name}={value}")
        for check in checks:
            click.echo(
                f"{'✓' if check.holds else '✗'} {check.name}: {check.says.zh} {check.says.en}"
            )
    sys.exit(0 if all(check.holds for check in checks) else 1)
