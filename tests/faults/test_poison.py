"""T11: what fails again and again is left behind, with its reason, and holds up nobody else."""

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from structlog.testing import capture_logs

from app.runtime import engine
from app.runtime.failing_alone import DIED, MOST_ATTEMPTS
from app.storage import run_acts
from tests.faults.dying import Died, House
from tests.faults.situations import SHORT, ids_of, poisoned, runs_of
from tests.runtime.clubs import Club
from tests.runtime.flowing import flow, give, step, tell

Clubs = Callable[..., Club]
MINUTE = 60_000_000
YEARLY = {"every": "year", "month": 3, "day": 1, "time": "13:00"}


@pytest.fixture(autouse=True)
def _nothing_is_printed() -> Iterator[None]:
    """Keep tracebacks from being drawn, which takes longer than all else."""
    with capture_logs():
        yield


def gone_through(house: House, rounds: int = 30) -> int:
    """Let time and workers go by; count those who died."""
    died = 0
    for _ in range(rounds):
        house.now += engine.LEASE + MINUTE
        try:
            house.idle(house.worker())
        except Died:
            died += 1
    return died


@pytest.mark.parametrize(
    ("what", "said", "deaths"),
    [
        (ValueError("bad luck"), "ValueError: bad luck", 0),
        (MemoryError(), "MemoryError: ", 0),
        (RecursionError("too deep"), "RecursionError: too deep", 0),
        (Died("at once"), DIED, 30),
    ],
    ids=["a rule that raises", "memory runs out", "a rule without end", "the process ends"],
)
def test_poison_fails_alone_and_says_why(
    club: Clubs, monkeypatch: pytest.MonkeyPatch, what: BaseException, said: str, deaths: int
) -> None:
    members = 12
    house = House.of(club, members, SHORT)
    bad = ids_of(house.club)[members // 2]
    poisoned(monkeypatch, bad, what)
    assert gone_through(house) <= deaths
    runs = {each.member_id: each for each in runs_of(house.club)}
    assert [each for each, run in runs.items() if run.state != "done"] == [bad]
    assert (runs[bad].state, runs[bad].error) == ("failed", said)


@pytest.mark.parametrize("what", [ValueError("bad luck"), Died("at once")])
def test_a_run_that_failed_names_the_step_where_it_failed(
    club: Clubs, monkeypatch: pytest.MonkeyPatch, what: BaseException
) -> None:
    points = step("points", "grant_points", amount=5)
    house = House.of(club, 3, flow("schedule", give(), points, tell(), options=YEARLY))
    bad = ids_of(house.club)[0]
    poisoned(monkeypatch, bad, what)
    gone_through(house)
    (failed,) = [each for each in runs_of(house.club) if each.state == "failed"]
    assert (failed.member_id, failed.step, failed.visits) == (bad, "points", 1)


def test_whoever_was_left_behind_goes_on_when_it_is_put_right(
    club: Clubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House.of(club, 3, SHORT)
    bad = ids_of(house.club)[0]
    with monkeypatch.context() as patch:
        poisoned(patch, bad, ValueError("bad luck"))
        gone_through(house)
    (failed,) = [each for each in runs_of(house.club) if each.state == "failed"]
    with house.club.spaces.writing(house.club.workspace_id) as space:
        assert run_acts.retry(space, failed, now=house.now)
    gone_through(house, 2)
    assert {each.state for each in runs_of(house.club)} == {"done"}


def test_it_is_tried_no_more_often_than_five_times_alone(
    club: Clubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House.of(club, 1, SHORT)
    tried: list[int] = []

    class Counted(ValueError):
        def __str__(self) -> str:
            tried.append(house.now)
            return "again"

    poisoned(monkeypatch, ids_of(house.club)[0], Counted())
    with suppress(Died):
        gone_through(house)
    sizes = 4  # 1,000, 125, 15 and 1 members: nobody knows yet that it is this one.
    assert len(set(tried)) <= MOST_ATTEMPTS + sizes
