"""The worker evaluates each programme once a local day, whatever happened meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine
from structlog.testing import capture_logs

from app.builder.releases import Apply
from app.runtime import evaluation
from app.runtime.evaluation import Evaluated
from app.runtime.jobs import evaluate_what_is_due
from app.runtime.retries import Retries
from app.storage import standings
from app.storage.engine import make_engine
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club, document

MakeClub = Callable[[Any], Club]
SPEND = {"sum_of": ["order.net", "30d"]}
RULES = document(("regular", None), ("gold", {">=": [SPEND, 100]}))


def look(club: Club) -> list[str]:
    """Let the worker look at its work; give the days that it evaluated."""
    return [each.occurrence for each in evaluate_what_is_due(club.spaces.engine, club.now)]


def test_a_programme_is_evaluated_once_a_day(club: MakeClub) -> None:
    team = club(RULES)
    assert look(team) == []  # The day of the release is not over.
    team.wait(days=1)
    assert look(team) == ["2026-03-02"]
    team.wait(hours=3)
    assert look(team) == []


def test_a_day_begins_at_the_midnight_of_the_programme(club: MakeClub) -> None:
    team = club(RULES | {"settings": {"timezone": "America/New_York"}})
    team.wait(minutes=59, seconds=59)  # It was 23:00 in New York, and March is about to begin.
    assert look(team) == []
    team.wait(seconds=1)
    assert look(team) == ["2026-03-01"]


def test_three_days_of_downtime_are_caught_up_by_one_evaluation(club: MakeClub) -> None:
    team = club(RULES)
    team.join("ann")
    team.buy("ann", 100)
    team.wait(days=1)
    look(team)
    team.wait(days=40)
    assert look(team) == ["2026-04-11"]
    assert look(team) == []
    assert team.tier("ann") == "regular"


EASIER = document(("regular", None), ("gold", {">=": [{"sum_of": ["order.net", "60d"]}, 50]}))


def test_a_release_that_is_applied_at_once_is_carried_out_by_the_worker(club: MakeClub) -> None:
    team = club(RULES)
    team.join("ann")
    team.buy("ann", 60)
    team.release(EASIER, apply=Apply.NOW)
    assert team.tier("ann") == "regular"
    assert look(team) == ["release:2"]
    assert team.tier("ann") == "gold"
    assert look(team) == []


def test_a_release_for_the_next_evaluation_is_made_ready_meanwhile(club: MakeClub) -> None:
    team = club(RULES)
    team.join("ann")
    team.buy("ann", 60)
    team.release(EASIER)
    assert look(team) == []
    with team.spaces.reading(team.workspace_id) as space:
        assert evaluation.is_prepared(space, team.live)
    assert team.tier("ann") == "regular"
    team.wait(days=1)
    assert look(team) == ["2026-03-02"]
    assert team.tier("ann") == "gold"


def test_an_evaluation_of_today_that_was_asked_for_counts(club: MakeClub) -> None:
    team = club(RULES)
    team.wait(days=1)
    team.evaluate("release:2")
    assert look(team) == []


def test_what_was_interrupted_is_finished(club: MakeClub, monkeypatch: pytest.MonkeyPatch) -> None:
    team = club(RULES)
    for name in ("ann", "bob", "cat"):
        team.join(name)
        team.buy(name, 100)
    team.wait(days=40)
    monkeypatch.setattr(evaluation, "PIECE", 1)
    monkeypatch.setattr(evaluation, "MOST", 1)

    def pull_the_plug(what: str, done: int, _all: int) -> None:
        if (what, done) == ("tiers", 2):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        evaluation.evaluate(
            team.spaces,
            team.workspace_id,
            team.program_id,
            now=round(team.now.timestamp() * 1_000_000),
            tell=pull_the_plug,
        )
    assert sorted(filter(None, team.tiers().values())) == ["gold", "regular", "regular"]
    (done,) = evaluate_what_is_due(team.spaces.engine, team.now)
    assert (done.placed, done.changed) == (3, 3)
    assert set(team.tiers().values()) == {"regular"}


def test_what_is_wrong_with_one_programme_does_not_stop_the_others(
    spaces: Spaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = Club(spaces, RULES, key="broken"), Club(spaces, RULES, key="sound")
    usual = evaluation.evaluate

    def evaluate(spaces: Spaces, workspace_id: int, *rest: Any, **more: Any) -> Evaluated:
        if workspace_id == broken.workspace_id:
            raise ZeroDivisionError
        return usual(spaces, workspace_id, *rest, **more)

    monkeypatch.setattr("app.runtime.jobs.evaluate", evaluate)
    sound.wait(days=1)
    with capture_logs() as logs:
        assert look(sound) == ["2026-03-02"]
    (failed,) = (each for each in logs if each["log_level"] == "error")
    assert failed["workspace"] == broken.workspace_id
    monkeypatch.setattr("app.runtime.jobs.evaluate", usual)
    assert look(sound) == ["2026-03-02"]  # The other one, which is still due.
    assert look(sound) == []


def test_an_evaluation_that_fails_is_tried_again_later_and_later(
    club: MakeClub, monkeypatch: pytest.MonkeyPatch
) -> None:
    team, retries, tried = club(RULES), Retries(), []

    def evaluate(*_: Any, **__: Any) -> Evaluated:
        tried.append(team.now)
        raise ZeroDivisionError

    monkeypatch.setattr("app.runtime.jobs.evaluate", evaluate)
    team.wait(days=1)
    for _ in range(60 * 60 // 5):
        evaluate_what_is_due(team.spaces.engine, team.now, retries)
        team.wait(seconds=5)
    waits = [(later - one).total_seconds() for one, later in pairwise(tried)]
    assert waits == [10, 20, 40, 80, 160, 320, 600, 600, 600, 600]
    (failing,) = retries.failing()
    assert (failing.job, failing.failures) == ("evaluation", 11)


def test_an_evaluation_that_failed_goes_well_when_its_time_has_come(
    club: MakeClub, monkeypatch: pytest.MonkeyPatch
) -> None:
    team, retries, usual = club(RULES), Retries(), evaluation.evaluate

    def evaluate(*_: Any, **__: Any) -> Evaluated:
        raise ZeroDivisionError

    monkeypatch.setattr("app.runtime.jobs.evaluate", evaluate)
    team.wait(days=1)
    assert evaluate_what_is_due(team.spaces.engine, team.now, retries) == []
    monkeypatch.setattr("app.runtime.jobs.evaluate", usual)
    team.wait(seconds=9.999)
    assert evaluate_what_is_due(team.spaces.engine, team.now, retries) == []
    team.wait(seconds=0.001)
    (done,) = evaluate_what_is_due(team.spaces.engine, team.now, retries)
    assert done.occurrence == "2026-03-02"
    assert retries.failing() == []


def test_workers_that_tick_together_evaluate_once(
    club: MakeClub, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = club(RULES)
    names = [f"m{n}" for n in range(12)]
    ids = [team.join(name) for name in names]
    for name in names:
        team.buy(name, 100)
    team.wait(days=40)
    monkeypatch.setattr(evaluation, "PIECE", 2)
    monkeypatch.setattr(evaluation, "MOST", 2)
    engines = [make_engine(database_url) for _ in range(3)]
    together = Barrier(len(engines))

    def tick(engine: Engine) -> list[Evaluated]:
        together.wait()
        return evaluate_what_is_due(engine, team.now)

    with capture_logs() as logs, ThreadPoolExecutor(len(engines)) as pool:
        done = [each for found in pool.map(tick, engines) for each in found]
    for engine in engines:
        engine.dispose()
    assert {each["event"] for each in logs} == {"evaluated"}
    assert {(each.occurrence, each.placed, each.changed) for each in done} == {
        ("2026-04-10", 12, 12)
    }
    with team.spaces.reading(team.workspace_id) as space:
        for each in ids:
            changes = standings.changes_of(space, team.program_id, each)
            assert [change.reason for change in changes].count("evaluation") == 1
            assert changes[0].reason == "evaluation"
