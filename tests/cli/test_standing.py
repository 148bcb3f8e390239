"""`rungs member standing|layers|grant|trial|end-layer|at-risk`: tiers from a console."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.clock import system_clock
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club, document


def spent(amount: int) -> Any:
    return {">=": [{"sum_of": ["order.net", "12mo"]}, amount]}


CONTENT = document(
    ("regular", None),
    ("silver", spent(1000)),
    ("gold", spent(3000)),
    ladder={
        "review": {"due": "10d"},
        "trials": [{"key": "taste", "label": "Taste", "tier": "gold", "days": 7}],
    },
)


class Console:
    """A club with one member, and a console beside it; commands read the clock of the machine."""

    def __init__(self, url: str) -> None:
        self.environment = {"RUNGS_DATABASE_URL": url, "RUNGS_LANGUAGE": "en"}
        self.club = Club(Spaces.at(url), CONTENT, now=system_clock() - timedelta(minutes=1))
        self.club.join("ann")

    def run(self, *arguments: str, expect: int = 0) -> Result:
        done = CliRunner().invoke(main, ["member", *arguments], env=self.environment)
        assert done.exit_code == expect, done.output + repr(done.exception)
        return done

    def json(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json").stdout)


@pytest.fixture
def console(sqlite_url: str) -> Console:
    return Console(sqlite_url)


ANN = "external_id:ann"


def test_a_tier_is_given_listed_and_ended(console: Console) -> None:
    given = console.json("grant", ANN, "gold", "--why", "a guest", "--kind", "lock")
    assert given["tiers"] == {"main": "gold"}
    layer = given["layer"]
    assert console.json("layers", ANN)["layers"] == [layer]
    assert "a guest" in console.run("layers", ANN).stdout
    over = console.json("end-layer", ANN, layer["id"], "--why", "gone")
    assert (over["tiers"], over["layer"]["ended_why"]) == ({"main": "regular"}, "gone")
    again = console.run("end-layer", ANN, layer["id"], "--why", "gone", expect=1)
    assert "over already" in again.output


def test_a_layer_may_begin_later_and_end(console: Console) -> None:
    start = f"{datetime.now(UTC) + timedelta(days=3):%Y-%m-%d}"
    end = f"{datetime.now(UTC) + timedelta(days=9):%Y-%m-%d}"
    given = console.json("grant", ANN, "silver", "--why", "x", "--from", start, "--until", end)
    assert (given["layer"]["phase"], given["tiers"]) == ("waiting", {"main": "regular"})
    wrong = console.run("grant", ANN, "silver", "--why", "x", "--until", "soon", expect=1)
    assert "no moment" in wrong.output
    console.run("grant", ANN, "silver", expect=2)
    console.run("grant", ANN, "platinum", "--why", "x", expect=1)
    console.run("grant", "external_id:nobody", "gold", "--why", "x", expect=1)


def test_a_tier_is_tried_once(console: Console) -> None:
    assert console.json("trial", ANN, "taste")["tiers"] == {"main": "gold"}
    assert "once" in console.run("trial", ANN, "taste", expect=1).output
    assert "gold" in console.run("standing", ANN).stdout


def test_a_standing_tells_the_review_ahead(console: Console) -> None:
    console.club.buy("ann", 1200)
    (seen,) = console.json("standing", ANN)["ladders"]
    assert (seen["tier"], seen["layer"], seen["keeps"]) == ("silver", "earned", True)
    assert seen["due"] is not None
    said = console.run("standing", ANN).stdout
    assert "kept as things stand" in said
    assert "¥1,800" in said
    console.environment["RUNGS_LANGUAGE"] = "zh"
    assert "能保住" in console.run("standing", ANN).stdout


def test_members_at_risk_are_listed(console: Console) -> None:
    order = console.club.buy("ann", 1200)
    console.club.refund(order, 500)
    (risk,) = console.json("at-risk")["members"]
    assert (risk["tier"], risk["falls_to"]) == ("silver", "regular")
    assert "¥300" in risk["missing"]["zh"]
    assert "¥300" in console.run("at-risk").stdout
    assert console.json("at-risk", "--days", "5")["members"] == []
