"""Automations by what members were when last looked at: segments and scores."""

from collections.abc import Callable
from typing import Any

import pytest

from app.clock import to_instant
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, programme, tell

Clubs = Callable[..., Club]
Flowings = Callable[..., Flowing]
SPENDERS = {
    "key": "spenders",
    "label": "Spenders",
    "where": {">=": [{"sum_of": ["order.net", "30d"]}, 100]},
}
VISITS = {"active_kinds": ["visit"]}


@pytest.fixture
def flowings(club: Clubs) -> Flowings:
    return lambda *flows, **more: Flowing(club(programme(*flows, segments=[SPENDERS], **more)))


def segment(direction: str = "entered", **more: Any) -> dict[str, Any]:
    options = {"segment": "spenders", "direction": direction}
    return flow("segment_changed", tell(), options=options, **more)


def test_a_segment_is_entered_at_once_and_left_as_time_goes_by(flowings: Flowings) -> None:
    at_work = flowings(segment(), segment("left") | {"key": "left"})
    club, anna = at_work.club, at_work.club.join("anna")
    at_work.run()
    club.buy("anna", "99.99")
    at_work.run()
    assert at_work.runs() == []
    club.buy("anna", "0.01")
    at_work.run()
    assert [each.flow for each in at_work.runs()] == ["flow"]
    club.buy("anna", 5)
    club.wait(days=31)
    club.evaluate()
    at_work.run()
    assert [each.flow for each in at_work.runs()] == ["flow", "left"]
    club.buy("anna", 100)
    at_work.run()
    assert [each.flow for each in at_work.runs(member_id=anna)] == ["flow", "left", "flow"]


@pytest.mark.parametrize(
    ("enrol", "runs"), [("future", ["new"]), ("current", ["old"]), ("both", ["old", "new"])]
)
def test_those_in_a_segment_already_go_in_as_the_flow_says(
    flowings: Flowings, enrol: str, runs: list[str]
) -> None:
    at_work = flowings()
    club = at_work.club
    names = {club.join(name): name for name in ("old", "new")}
    club.buy("old", 100)
    club.wait(minutes=1)
    club.publish(programme(segment(enrol=enrol), segments=[SPENDERS]))
    at_work.run()
    club.wait(minutes=1)
    club.buy("old", 1)
    club.buy("new", 100)
    at_work.run()
    assert [names[each.member_id] for each in at_work.runs()] == runs


def test_who_comes_in_because_a_segment_is_another_one_is_no_newcomer(flowings: Flowings) -> None:
    at_work = flowings(segment())
    club = at_work.club
    club.join("anna")
    club.buy("anna", 60)
    at_work.run()
    club.wait(minutes=1)
    wider = SPENDERS | {"where": {">=": [{"sum_of": ["order.net", "30d"]}, 50]}}
    club.publish(programme(segment(), segments=[wider]))
    at_work.run()
    club.evaluate()
    at_work.run()
    assert at_work.runs() == []


@pytest.mark.parametrize(
    ("before", "after", "told"), [(10, 5, 1), (10, 6, 0), (2, 1, 0), (3, 0, 1), (0, 0, 0)]
)
def test_activity_that_dropped_by_half_within_a_week_is_noticed(
    flowings: Flowings, before: int, after: int, told: int
) -> None:
    """R-33: half is enough, less is not; from too little nothing drops."""
    options = {"percent": 50, "least": 3, "weekday": "mon", "time": "12:00"}
    at_work = flowings(flow("score_dropped", tell(), options=options), settings=VISITS)
    club, anna = at_work.club, at_work.club.join("anna")
    club.at(2026, 3, 18)
    for n in range(before):
        club.act("anna", "visit", external_id=f"a{n}")
    club.at(2026, 3, 23, 13)
    club.evaluate()
    at_work.run()
    club.at(2026, 3, 25)
    for n in range(after):
        club.act("anna", "visit", external_id=f"b{n}", at=club.now)
    club.at(2026, 3, 30, 11)
    club.evaluate()
    at_work.run()
    assert len(at_work.messages(anna)) == 0
    club.at(2026, 3, 30, 13)
    at_work.run()
    at_work.run()
    assert len(at_work.messages(anna)) == told


def test_new_members_have_no_score_that_dropped(flowings: Flowings) -> None:
    """R-33."""
    options = {"percent": 50, "least": 3, "weekday": "mon", "time": "12:00"}
    at_work = flowings(flow("score_dropped", tell(), options=options), settings=VISITS)
    club = at_work.club
    club.at(2026, 3, 18)
    anna = club.join("anna")
    for n in range(5):
        club.act("anna", "visit", external_id=f"a{n}")
    for day in (23, 30):
        club.at(2026, 3, day, 13)
        club.evaluate()
        at_work.run()
    assert len(at_work.messages(anna)) == 0


def test_a_score_of_an_operators_own_is_compared_too(flowings: Flowings) -> None:
    formula = {"*": [{"sum_of": ["order.net", "7d"]}, 2]}
    fields = [
        {"key": "heat", "kind": "formula", "label": "Heat", "options": {"expression": formula}}
    ]
    options = {"field": "heat", "percent": 30, "weekday": "mon", "time": "12:00"}
    at_work = flowings(
        flow("score_dropped", tell(), options=options),
        objects=[{"key": "member", "fields": fields}],
    )
    club, anna, ben = at_work.club, at_work.club.join("anna"), at_work.club.join("ben")
    spent: list[tuple[float, float]] = [(100, 100), (70, 70.01)]
    for week, (first, second) in enumerate(spent):
        club.at(2026, 3, 20 + 7 * week)
        club.buy("anna", first)
        club.buy("ben", second)
        club.at(2026, 3, 23 + 7 * week, 13)
        club.evaluate()
        at_work.run()
    assert (len(at_work.messages(anna)), len(at_work.messages(ben))) == (1, 0)
    assert to_instant(club.now) >= at_work.runs()[0].started_at


def test_a_flow_begins_though_its_first_release_was_replaced_at_once(flowings: Flowings) -> None:
    at_work = flowings()
    club = at_work.club
    club.join("anna")
    club.wait(minutes=1)
    club.release(programme(segment(), segments=[SPENDERS]))
    at_work.run()
    club.wait(minutes=1)
    wider = SPENDERS | {"where": {">=": [{"sum_of": ["order.net", "60d"]}, 100]}}
    club.publish(programme(segment(), segments=[wider]))
    at_work.run()
    club.buy("anna", 100)
    at_work.run()
    assert len(at_work.runs()) == 1
