"""`rungs ledger` and `rungs make-up`: what is entered from a console is entered as elsewhere."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.storage.ledger_tables import lot
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club, document
from tests.runtime.ledgers import collected

GOLD = {">=": [collected("growth"), 1000]}
ANN = "external_id:ann"


class Console:
    def __init__(self, url: str, data: str) -> None:
        self.environment = {
            "RUNGS_DATABASE_URL": url,
            "RUNGS_LANGUAGE": "en",
            "RUNGS_DATA_DIR": data,
        }
        sold = {"make_up": {"currency": "growth", "rate": 3}}
        self.club = Club(Spaces.at(url), document(("basic", None), ("gold", GOLD), ladder=sold))
        self.club.join("ann")

    def run(self, *arguments: str, expect: int = 0) -> Result:
        done = CliRunner().invoke(main, list(arguments), env=self.environment)
        assert done.exit_code == expect, done.output + repr(done.exception)
        return done

    def json(self, *arguments: str, expect: int = 0) -> Any:
        return json.loads(self.run(*arguments, "--json", expect=expect).stdout)


@pytest.fixture
def console(sqlite_url: str, tmp_path: Any) -> Console:
    return Console(sqlite_url, str(tmp_path))


def test_entries_are_posted_read_and_reversed(console: Console) -> None:
    posted = console.json("ledger", "post", ANN, "points", "100", "--cause", "o1")
    assert posted["status"] == "created"
    said = console.run("ledger", "post", ANN, "points", "100", "--cause", "o1").output
    assert "This cause was entered before" in said
    console.run("ledger", "post", ANN, "points", "-30", "--cause", "gift", "--note", "mug")
    points = console.json("ledger", "balance", ANN)["currencies"]["points"]
    assert points == {"balance": 70, "earned": 100, "available": 70, "owed": 0}
    refused = console.run("ledger", "post", ANN, "points", "-71", "--cause", "x", expect=1)
    assert "This is more than there is to spend, 70." in refused.output
    console.run("ledger", "reverse", ANN, "gift", "--cause", "back", "--amount", "10")
    told = console.run("ledger", "entries", ANN, "--limit", "2").output
    assert "+10 points  Reversed  back" in told
    assert "-30 points  Spent  gift" in told
    assert [each["amount"] for each in console.json("ledger", "entries", ANN)] == [10, -30, 100]
    assert "earned 100, available 80, owed 0" in console.run("ledger", "balance", ANN).output


def test_what_has_expired_lapses(console: Console) -> None:
    day = ("--expires-on", "2026-03-02")
    console.run("ledger", "post", ANN, "points", "100", "--cause", "o1", *day)
    assert console.json("ledger", "expire") == {"lapsed": 1}
    assert console.json("ledger", "expire") == {"lapsed": 0}


def test_a_make_up_is_quoted_confirmed_and_returned(console: Console) -> None:
    console.run("ledger", "post", ANN, "growth", "950", "--cause", "o1")
    quoted = console.json("make-up", "quote", ANN)
    assert (quoted["points"], quoted["price"], quoted["to"]) == (50, "16.67", "gold")
    assert (
        "50 Growth value is missing to gold: 16.67." in console.run("make-up", "quote", ANN).output
    )
    told = console.run("make-up", "confirm", ANN, "50", "--reference", "p1").output
    assert "main: basic → gold" in told
    assert console.json("make-up", "quote", ANN, expect=1)["code"] == "at_the_top"
    assert "Entered" in console.run("make-up", "reverse", "p1").output
    missing = console.run("make-up", "reverse", "p2", expect=1)
    assert "Nothing was made up by this payment" in missing.output


def test_doctor_finds_a_ledger_that_was_tampered_with(console: Console) -> None:
    console.run("ledger", "post", ANN, "points", "100", "--cause", "o1")
    assert "✓ ledger" in console.run("doctor").output
    with console.club.spaces.engine.begin() as connection:
        connection.execute(lot.update().values(rest=90))
    assert "Does not hold (1)" in console.run("doctor", expect=1).output
    assert "points +10" in console.run("doctor", expect=1).output
