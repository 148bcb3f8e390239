"""Each measurement runs on both databases and says what it compared; no figure is judged here."""

import json
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

from app.bench import flows, ingest
from app.cli import main
from app.storage import programs

COMPARED = {"product_seconds", "by_hand_seconds", "ratio", "runs"}


def measured(*arguments: str) -> dict[str, Any]:
    done = CliRunner().invoke(main, ["bench", *arguments, "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.output)
    assert isinstance(found, dict)
    return found


@pytest.fixture
def _briefly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "EVENTS_A_SIZE", dict.fromkeys(ingest.BATCHES, 10))
    monkeypatch.setattr(ingest, "SECONDS", 0.1)


def test_placing_members_by_the_product_and_by_hand_gives_the_same_tiers(
    database_url: str,
) -> None:
    found = measured("tiers", "--members", "500", "--events", "5000", "--url", database_url)
    assert found["same"]
    assert found["ratio"] > 0
    assert found["first"]["moved"] == 500
    assert found["unchanged"]["moved"] == 0
    assert found["changed"]["moved"] == 25
    assert found["changed"].keys() > COMPARED


def test_a_night_of_reviews_by_the_product_and_by_hand_leaves_the_same_standings(
    database_url: str,
) -> None:
    found = measured("tiers", "--members", "400", "--events", "4000", "--url", database_url)
    night = found["reviewed"]
    assert night["same"]
    assert night["due"] == 400
    assert night["moved"] > 0
    assert night["graced"] == night["notices"] > 0
    assert night.keys() > COMPARED


def test_each_measurement_says_how_long_the_product_kept_other_writers_waiting(
    database_url: str,
) -> None:
    found = measured("tiers", "--members", "100", "--events", "100", "--url", database_url)
    for name in ("first", "unchanged", "changed", "reviewed"):
        locks = found[name]["locks"]
        assert locks["transactions"] > 0
        assert locks["max_ms"] >= locks["p99_ms"] >= locks["p50_ms"] > 0


def test_a_nightly_refresh_by_the_product_and_by_hand_gives_the_same_metrics(
    database_url: str,
) -> None:
    found = measured("metrics", "--members", "300", "--events", "3000", "--url", database_url)
    assert found["same"]
    assert 0 < found["share_touched"] < 0.2
    assert found["three_days"]["touched"] > found["one_day"]["touched"]
    assert found["one_day"].keys() > COMPARED
    assert found["locks"]["transactions"] > 0


@pytest.mark.usefixtures("_briefly")
def test_events_sent_to_the_product_and_written_by_hand_leave_the_same_members(
    database_url: str,
) -> None:
    found = measured("ingest", "--members", "300", "--events", "3000", "--url", database_url)
    assert found["same"]
    assert found["batches"].keys() == {"1", "10", "100", "1000"}
    assert found["batches"]["100"].keys() > {"events_per_second", "ratio"}
    assert found["one_at_a_time"]["p99_ms"] > 0


def test_a_rule_means_the_same_as_its_hand_written_python() -> None:
    found = measured("rules", "--members", "2000")
    assert found["same"]
    assert found["five"].keys() > COMPARED
    assert found["forty"].keys() > COMPARED


def test_the_database_that_is_named_stays_as_empty_as_it_was(
    database_url: str, engine: Engine
) -> None:
    measured("tiers", "--members", "100", "--events", "100", "--url", database_url)
    with engine.connect() as connection:
        assert programs.find_workspace(connection, "product") is None


def test_members_sent_through_an_automation_by_the_product_and_by_hand_leave_the_same_rows(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flows, "WORKERS", (2,))
    found = measured("flow", "--members", "300", "--url", database_url)
    assert found["same"]
    assert found["steps"] > 3 * 250
    assert found["whole"].keys() == COMPARED
    assert found["workers"]["2"] > 0
    assert found["locks"]["transactions"] > 0
