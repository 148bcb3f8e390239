"""`rungs diagnose` says how a ladder does, for people and for scripts."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club, document

SPENT = {"sum_of": ["order.net", "lifetime"]}
RULES = document(("basic", None), ("silver", {">=": [SPENT, 100]}), ("gold", {">=": [SPENT, 300]}))


@pytest.fixture
def console(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CliRunner:
    monkeypatch.setenv("RUNGS_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("RUNGS_LANGUAGE", "en")
    spaces = Spaces.at(sqlite_url)
    club = Club(spaces, RULES)
    for n in range(1, 21):
        club.join(f"m{n}")
        club.buy(f"m{n}", 4 * n)
    club.evaluate()
    spaces.engine.dispose()
    return CliRunner()


def test_it_says_who_is_stuck_and_what_would_help(console: CliRunner) -> None:
    said = console.invoke(main, ["diagnose", "--period", "2026-03"])
    assert said.exit_code == 0, said.output
    assert "2026-03-01 – 2026-03-31" in said.output
    assert "✗ 20  Spend in total is at least ¥100" in said.output
    assert "¥100 → ¥70" in said.output
    assert "3/20 = 15.00 %" in said.output


def test_a_script_gets_one_object(console: CliRunner) -> None:
    said = console.invoke(main, ["diagnose", "main", "--wanted", "50", "--json"])
    found = json.loads(said.output)
    assert found["ladder"] == "main"
    assert [each["tier"] for each in found["tiers"]] == ["basic", "silver", "gold"]
    (proposal,) = found["tiers"][0]["proposals"]
    assert proposal["would_qualify"] == 10


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["diagnose", "other"], "There is no such ladder. Known: main."),
        (["diagnose", "--period", "fortnight"], "'fortnight' is no period."),
        (["diagnose", "--wanted", "much"], "'much' is no promotion rate"),
        (["diagnose", "--from", "2026-01-01"], "Give both days, or none."),
    ],
)
def test_what_cannot_be_done_is_told(console: CliRunner, words: list[str], told: str) -> None:
    said = console.invoke(main, words)
    assert said.exit_code != 0
    assert told in said.output
