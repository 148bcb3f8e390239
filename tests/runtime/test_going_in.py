"""At their times members go into a flow as far as only decisions are to be taken."""

from collections.abc import Callable

import pytest

from app.clock import to_instant
from app.runtime import schedule
from app.runtime.steps.base import Work
from app.runtime.steps.condition import Condition
from app.storage import occurrences
from app.storage.occurrences import FlowState
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, programme, step, tell

Flowings = Callable[..., Flowing]
DAILY = {"every": "day", "time": "13:00"}
LOYAL = {">=": [{"sum_of": ["order.net", "365d"]}, 100]}


@pytest.fixture
def at_work(club: Callable[..., Club]) -> Flowing:
    """Ask who has spent enough, let those wait, and tell them; anna has, ben has not."""
    loyal = step("loyal", "condition", where=LOYAL, next={"yes": "rest"})
    rest = step("rest", "wait", time={"days": 3})
    made = Flowing(club(programme(flow("schedule", loyal, rest, tell(), options=DAILY))))
    made.club.join("anna")
    made.club.join("ben")
    made.club.buy("anna", "500")
    made.club.wait(hours=2)
    return made


def tick(at_work: Flowing) -> int:
    found = at_work.club
    now = to_instant(found.now)
    return schedule.tick(found.spaces, found.workspace_id, found.program_id, now=now)


def where(at_work: Flowing) -> list[tuple[str, str | None, int]]:
    runs = sorted(at_work.runs(), key=lambda each: each.member_id)
    return [(each.state, each.step, each.visits) for each in runs]


def test_whoever_waits_or_is_done_is_written_down_so_at_once(at_work: Flowing) -> None:
    assert tick(at_work) == 2
    assert where(at_work) == [("waiting", "rest", 1), ("done", "loyal", 1)]
    assert [at_work.trace(each) for each in at_work.runs()] == [
        [("loyal", "yes")],
        [("loyal", "no")],
    ]
    assert at_work.run() == 0
    at_work.club.wait(days=3)
    at_work.run()
    assert ("done", "tell", 3) in where(at_work)


def test_what_acts_is_left_to_the_worker(club: Callable[..., Club]) -> None:
    rest = step("always", "condition", where=True, next={"yes": "tell"})
    made = Flowing(club(programme(flow("schedule", rest, tell(), options=DAILY))))
    anna = made.club.join("anna")
    made.club.wait(hours=2)
    assert tick(made) == 1
    assert (where(made), made.messages(anna)) == ([("ready", "tell", 1)], [])
    made.run()
    assert len(made.messages(anna)) == 1


def test_nobody_goes_on_while_the_flow_is_paused(at_work: Flowing) -> None:
    found = at_work.club
    with found.spaces.writing(found.workspace_id) as space:
        now = to_instant(found.now)
        state = FlowState(flow="flow", since=None, paused_at=now, paused_by="anna", paused_why="?")
        occurrences.set_state(space, found.program_id, state)
    assert tick(at_work) == 2
    assert where(at_work) == [("ready", "loyal", 0), ("ready", "loyal", 0)]


def test_a_decision_that_fails_fails_at_its_step_and_lets_everybody_in(
    at_work: Flowing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def advance(_self: Condition, _work: Work) -> None:
        raise ValueError("bad luck")

    with monkeypatch.context() as patch:
        patch.setattr(Condition, "advance", advance)
        assert tick(at_work) == 2
    assert where(at_work) == [("ready", "loyal", 0), ("ready", "loyal", 0)]
    at_work.run()
    assert where(at_work) == [("waiting", "rest", 1), ("done", "loyal", 1)]
