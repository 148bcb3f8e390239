"""`rungs doctor`: what the installation is told, whether it can do its work, and what adds up."""

import json
import platform
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import version

import click
from sqlalchemy import Engine

from app import config
from app.clock import system_clock, to_instant
from app.health import Check, examine, examine_copies, examine_flows, examine_jobs
from app.runtime.budgets_told import budgets_told
from app.runtime.checkups import Finding, examine_and_keep, told
from app.storage import programs
from app.storage.engine import make_engine
from app.storage.spaces import Spaces
from app.words import Words

FEW = 5
"""Of what an invariant does not hold; the page of health names more."""


def _examined(engine: Engine) -> list[Check]:
    """Examine every programme now, and keep what was found as the nightly look does."""
    spaces, now = Spaces(engine), to_instant(system_clock())
    with spaces.installation() as connection:
        everything = programs.all_programs(connection)
    findings: dict[str, list[tuple[int, Finding]]] = {}
    for workspace_id, program_id in everything:
        found = examine_and_keep(spaces, workspace_id, program_id, now=now)
        assert found is not None
        for each in told({key: tally.to_json() for key, tally in found.found.items()}):
            findings.setdefault(each.key, []).append((program_id, each))
    return [_check(each) for each in findings.values()]


def _budget_marks(engine: Engine) -> Check:
    """Tell of budgets that are nearly used up; that is news, and nothing is wrong with it."""
    told = budgets_told(Spaces(engine), now=to_instant(system_clock()))
    return Check(name="budget_marks", holds=True, says=told.says, measures=told.measures)


def _check(found: Sequence[tuple[int, Finding]]) -> Check:
    """Say of one invariant whether it holds for every programme, and where it does not."""
    one = found[0][1]
    if all(each.holds for _, each in found):
        return Check(name=one.key, holds=True, says=one.label)
    count = sum(each.count for _, each in found)
    named = "; ".join(_named(found))
    return Check(
        name=one.key,
        holds=False,
        says=Words(
            f"不成立（{count} 处）：{one.label.zh}。{named}。{one.advice.zh}",
            f"Does not hold ({count}): {one.label.en}. {named}. {one.advice.en}",
        ),
        measures={"wrong": float(count)},
    )


def _named(found: Sequence[tuple[int, Finding]]) -> Iterator[str]:
    for program_id, each in found:
        for one in each.few[:FEW]:
            member = "" if one.member_id is None else f" member {one.member_id}"
            yield f"program {program_id}{member}: {one.what}"


@click.command()
@click.option("--json", "as_json", is_flag=True)
def doctor(*, as_json: bool) -> None:
    """检查设置、运行条件与账目。 Show the settings in force, what does not work or add up."""
    settings = config.load()
    engine = make_engine(settings.database_url)
    checks = examine(settings, engine, now=system_clock())
    if all(check.holds for check in checks if check.name in {"database", "migrations"}):
        checks = (
            *checks,
            examine_jobs(engine),
            examine_flows(engine, now=system_clock()),
            *examine_copies(engine, now=system_clock()),
            _budget_marks(engine),
            *_examined(engine),
        )
    said = {
        "version": version("rungs"),
        "python": platform.python_version(),
        "settings": settings.effective(),
        "checks": {check.name: {"holds": check.holds, **check.says.to_json()} for check in checks},
    }
    if as_json:
        click.echo(json.dumps(said, ensure_ascii=False))
    else:
        click.echo(f"Rungs {said['version']}, Python {said['python']}")
        for name, value in settings.effective().items():
            click.echo(f"  {name}={value}")
        for check in checks:
            click.echo(
                f"{'✓' if check.holds else '✗'} {check.name}: {check.says.zh} {check.says.en}"
            )
    sys.exit(0 if all(check.holds for check in checks) else 1)
