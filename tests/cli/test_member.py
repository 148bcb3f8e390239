"""One member at the console: explained as of a past day, merged, deleted."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.clock import system_clock

Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, tmp_path: Path) -> Run:
    def go(*arguments: str, expect: int = 0) -> Result:
        environment = {"RUNGS_DATABASE_URL": database_url, "RUNGS_LANGUAGE": "en"}
        done = CliRunner().invoke(main, arguments, env=environment)
        assert done.exit_code == expect, done.output + repr(done.exception)
        return done

    go("workspace", "add", "team", "--label", "Team")
    go("template", "install", "retail")
    go("program", "publish")
    members = tmp_path / "members.csv"
    # Commands read the clock of the machine, and rules look back for a year.
    joined, paid = (f"{system_clock() - timedelta(days=each):%Y-%m-%d} 10:00" for each in (30, 29))
    members.write_text(f"external_id,joined_at\nann,{joined}\nnan,{joined}\n")
    go("import", str(members), "--object", "member")
    orders = tmp_path / "orders.csv"
    orders.write_text(f"external_id,member,paid_at,amount\no1,nan,{paid},250\n")
    go("import", str(orders), "--object", "order")
    return go


def test_a_member_is_explained_in_words_and_as_json(run: Run) -> None:
    assert "As of" in run("member", "explain", "external_id:nan").stdout
    told = json.loads(run("member", "explain", "external_id:nan", "--json").stdout)
    assert told["release"] == 1
    assert told["ladders"][0]["tiers"][0]["condition"] is None


def test_before_the_programme_was_published_nothing_is_explained(run: Run) -> None:
    done = run("member", "explain", "external_id:nan", "--at", "2020-01-01", expect=1)
    assert "not been published" in done.output
    run("member", "explain", "external_id:nan", "--at", "3000-01-01", expect=1)


def test_two_members_become_one_and_one_is_deleted(run: Run) -> None:
    done = json.loads(run("member", "merge", "external_id:ann", "external_id:nan", "--json").stdout)
    # The order earned points, which go along.
    assert done["moved"] == {"order": 1, "activity": 1, "entry": 1}
    again = json.loads(
        run("member", "merge", "external_id:ann", "external_id:nan", "--json").stdout
    )
    assert again["already"] is True
    assert "250" in run("member", "explain", "external_id:nan").stdout
    run("member", "delete", "external_id:ann", "--yes")
    run("member", "explain", "external_id:ann", expect=1)
