"""`rungs flow`: automations and their runs on a terminal."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import CliRunner, Result
from structlog.testing import capture_logs

from app.cli import main
from app.clock import system_clock
from app.runtime.steps import STEPS
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, give, programme, step, tell

CARE = flow("manual", step("rest", "wait", time={"days": 1}), give(), tell()) | {"key": "care"}
Says = Callable[..., Any]


@pytest.fixture
def at_work(monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> Iterator[Flowing]:
    """A club at the present time: the console has no other clock."""
    monkeypatch.setenv("RUNGS_DATABASE_URL", sqlite_url)
    spaces = Spaces.at(sqlite_url)
    club = Club(spaces, programme(CARE), now=system_clock())
    club.join("anna")
    yield Flowing(club)
    spaces.engine.dispose()


def invoked(*words: str) -> Result:
    return CliRunner().invoke(main, ["flow", *words])


def done(*words: str) -> str:
    result = invoked(*words)
    assert result.exit_code == 0, result.output
    return str(result.output)


def started(at_work: Flowing) -> str:
    done("start", "care", "external_id:anna")
    at_work.club.wait(seconds=60)
    at_work.run()
    return str(json.loads(done("runs", "--json"))[0]["run"])


def test_a_member_is_let_in_and_followed(at_work: Flowing) -> None:
    run = started(at_work)
    (care,) = json.loads(done("list", "--json"))
    assert care["counts"] == {"waiting": 1}
    at_work.club.wait(days=2)
    at_work.run()
    taken = json.loads(done("trace", run, "--json"))["trace"]
    assert [each["step"] for each in taken] == ["rest", "give", "tell"]
    assert "give → next" in done("trace", run)
    assert run in done("runs", "--flow", "care", "--state", "done", "--member", "external_id:anna")


def test_an_automation_is_paused_goes_on_and_is_cancelled(at_work: Flowing) -> None:
    started(at_work)
    done("pause", "care", "--reason", "a mistake")
    assert "⏸" in done("list")
    at_work.club.wait(days=2)
    at_work.run()
    assert at_work.states() == ["waiting"]
    done("resume", "care")
    done("cancel", "care")
    assert at_work.states() == ["cancelled"]


def test_failed_runs_are_run_again_and_put_aside(
    at_work: Flowing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no")

    run = started(at_work)
    at_work.club.wait(days=2)
    with capture_logs(), monkeypatch.context() as inside:
        inside.setattr(type(STEPS["grant_coupon"]), "advance", broken)
        for _ in range(8):
            at_work.run()
            at_work.club.wait(minutes=1)
    assert json.loads(done("health", "--json"))["failed_runs"] == 1
    assert invoked("rerun").exit_code != 0
    done("rerun", "--flow", "other")
    assert at_work.states() == ["failed"]
    done("rerun", run)
    assert at_work.states() != ["failed"]
    at_work.run()
    assert at_work.states() == ["done"]
    done("discard", "--all")
    assert invoked("retry", run).exit_code != 0


def test_a_run_is_moved_to_the_live_release(at_work: Flowing) -> None:
    run = started(at_work)
    assert invoked("move", run, "tell").exit_code != 0
    at_work.club.publish(programme(CARE | {"label": "Care"}))
    done("move", run, "tell")
    at_work.club.wait(minutes=1)
    at_work.run()
    assert at_work.states() == ["done"]
    assert at_work.trace(at_work.runs()[0]) == [("rest", "moved"), ("tell", "next")]
