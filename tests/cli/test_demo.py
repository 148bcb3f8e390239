"""`rungs demo` tells what there is to see, and does nothing the second time."""

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from app.builder import demo
from app.cli import demo as command
from app.cli import main


@pytest.fixture(autouse=True)
def _few_records_and_a_known_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(demo.TABLES, "orders")
    monkeypatch.setattr(command, "system_clock", lambda: datetime(2026, 11, 22, tzinfo=UTC))


def test_the_demo_sums_up_what_it_made(sqlite_url: str) -> None:
    environment = {"RUNGS_DATABASE_URL": sqlite_url, "RUNGS_LANGUAGE": "en"}
    done = CliRunner().invoke(main, ["demo"], env=environment)
    assert done.exit_code == 0, done.output
    assert "2,469  members" in done.stdout
    assert "2,469  Regular" in done.stdout
    assert "members: 2,469 / 2,469" in done.stderr
    told = json.loads(CliRunner().invoke(main, ["demo", "--json"], env=environment).stdout)
    assert told["was_there"]
    assert told["members"] == 2_469
    assert told["weeks"] == 463
    assert told["tiers"]["regular"] == 2_469
