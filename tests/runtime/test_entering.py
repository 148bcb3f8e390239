"""Who goes in as a flow begins, how often, and what a week without a worker makes of it."""

from collections.abc import Callable
from typing import Any

import pytest

from app.builder.findings import examine
from app.program.codec import load
from app.storage import occurrences
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, give, programme, step, tell

Clubs = Callable[..., Club]
Flowings = Callable[..., Flowing]
WHO = {"ladder": "main"}


@pytest.fixture
def flowings(club: Clubs) -> Flowings:
    return lambda *flows, **more: Flowing(club(programme(*flows, **more)))


THERE: list[tuple[str, dict[str, Any]]] = [
    ("activity", {"kind": "visit"}),
    ("activity", {"kind": "visit", "where": {">=": [{"var": "value"}, 2]}}),
    ("record_created", {"object": "order"}),
    ("tier_changed", {**WHO, "tier": "gold"}),
    ("tier_changed", {**WHO, "direction": "up"}),
    ("stalled", {**WHO, "days": 5, "tier": "gold"}),
    ("schedule", {"cron": "0 0 1 1 *", "where": {"==": [{"tier": "main"}, "gold"]}}),
]


@pytest.mark.parametrize(("kind", "options"), THERE, ids=lambda each: str(each)[:40])
@pytest.mark.parametrize("enrol", ["future", "current", "both"])
def test_those_of_whom_it_is_true_already_go_in_once_where_a_flow_takes_them(
    flowings: Flowings, kind: str, options: dict[str, Any], enrol: str
) -> None:
    at_work = flowings()
    club, old = at_work.club, at_work.club.join("old")
    club.join("other")
    club.buy("old", 2000)
    club.act("old", "visit", value=1)
    club.act("old", "visit", value=2)
    club.wait(days=6)
    club.publish(programme(flow(kind, tell(), options=options, enrol=enrol)))
    for _ in range(2):
        at_work.run()
        club.evaluate()
    assert [each.member_id for each in at_work.runs()] == ([] if enrol == "future" else [old])
    at_work.run()
    club.wait(days=1)
    at_work.run()
    assert len(at_work.messages(old)) == (0 if enrol == "future" else 1)


def test_with_an_activity_that_was_there_comes_its_record(flowings: Flowings) -> None:
    at_work = flowings()
    club = at_work.club
    club.join("anna")
    club.act("anna", "visit", value=3)
    second = club.act("anna", "visit", value=4)
    club.wait(minutes=1)
    visits = flow("activity", tell(), options={"kind": "visit"}, enrol="both")
    club.publish(programme(visits))
    at_work.run()
    (run,) = at_work.runs()
    assert (run.object, run.record_id) == ("activity", second.record_id)
    club.act("anna", "visit", value=5)
    at_work.run()
    assert len(at_work.runs()) == 2


@pytest.mark.parametrize(("reentry", "runs"), [("each_time", 3), ("once", 1), ("each_period", 2)])
def test_a_silence_lets_in_as_often_as_the_flow_says(
    flowings: Flowings, reentry: str, runs: int
) -> None:
    """Silences that reach ten days on 11 March, 25 March and 8 April; a period is a month."""
    at_work = flowings(
        flow("inactive", tell(), options={"days": 10}, reentry=reentry, period="month"),
        settings={"active_kinds": ["visit"]},
    )
    club = at_work.club
    club.join("anna")
    at_work.run()
    for day in (1, 15, 29):
        club.at(2026, 3, day)
        club.act("anna", "visit", external_id=f"v{day}")
        club.wait(days=11)
        at_work.run()
    assert len(at_work.runs()) == runs


def test_a_flow_that_takes_only_those_there_lets_nobody_in_later(flowings: Flowings) -> None:
    at_work = flowings(
        flow("schedule", tell(), options={"time": "13:00"}, enrol="current"),
        flow("activity", tell(), options={"kind": "a"}, enrol="current") | {"key": "second"},
    )
    anna = at_work.club.join("anna")
    at_work.run()
    assert len(at_work.messages(anna)) == 1
    at_work.club.act("anna", "a")
    at_work.club.wait(days=3)
    at_work.run()
    assert len(at_work.messages(anna)) == 1


def away(kind: str, catch_up: str) -> dict[str, Any]:
    """Automations of which each day of a week brings one member, or all of them once."""
    options: dict[str, dict[str, Any]] = {
        "date_field": {"field": "birthday"},
        "calendar": {"days": [f"shop.d{n}" for n in range(2, 9)]},
        "coupon_expiring": {"days": 10},
        "schedule": {"time": "09:00"},
    }
    return flow(kind, tell(), options=options[kind], catch_up=catch_up) | {"key": "away"}


SHOP = {
    "key": "shop",
    "label": "Shop",
    "days": [{"key": f"d{n}", "label": f"{n}", "dates": [f"2026-03-0{n}"]} for n in range(2, 9)],
}
ONE_EACH = {"date_field", "coupon_expiring"}


@pytest.mark.parametrize("catch_up", ["each", "once", "skip"])
@pytest.mark.parametrize("kind", ["date_field", "calendar", "coupon_expiring", "schedule"])
def test_a_week_without_a_worker_is_caught_up_once_in_order_or_skipped_and_written_down(
    flowings: Flowings, kind: str, catch_up: str
) -> None:
    coupon = {
        "key": "ten_off",
        "kind": "amount_off",
        "label": "Ten off",
        "options": {"amount": 10},
        "valid": "21d",
    }
    at_work = flowings(
        away(kind, catch_up),
        flow("activity", give(), options={"kind": "visit"}),
        calendars=[SHOP],
        coupons=[coupon],
    )
    club = at_work.club
    names = [f"m{n}" for n in range(2, 9)]
    for n, name in zip(range(2, 9), names, strict=True):
        club.join(name, birthday=f"1990-03-0{n}")
    at_work.run()
    # Coupons of 1 to 7 March, the last day of each 20 days later: ten before are 11 to 17 March.
    for name in names:
        club.act(name, "visit")
        at_work.run()
        if name != names[-1] and kind == "coupon_expiring":
            club.wait(days=1)
    club.at(2026, 3, 18 if kind == "coupon_expiring" else 8, 20)
    with club.spaces.reading(club.workspace_id) as space:
        known = {each.key for each in occurrences.of_flow(space, club.program_id, "away")}
    at_work.run()
    at_work.run()
    with club.spaces.reading(club.workspace_id) as space:
        found = occurrences.of_flow(space, club.program_id, "away")
    missed = [each for each in found if each.key not in known]
    done = [each.key for each in missed if each.state == occurrences.DONE]
    assert len(done) == {"each": len(missed), "once": min(len(missed), 1), "skip": 0}[catch_up]
    assert len(missed) == len({each.key for each in missed})
    runs = at_work.runs(flow="away")
    causes = [(each.member_id, each.cause) for each in runs]
    assert len(causes) == len(set(causes))
    began = [each.started_at for each in runs]
    assert began == sorted(began)
    if catch_up == "each":
        assert len(missed) == 7 if kind != "coupon_expiring" else len(runs) == 7
        assert len(runs) == (7 if kind in ONE_EACH else 49)


def test_to_take_those_already_there_is_a_finding_where_nobody_can_be() -> None:
    sent = flow("coupon_used", tell(), enrol="both")
    found = examine(load(programme(sent))).findings
    assert [each.path for each in found if each.path.endswith("/enrol")] == ["/flows/0/enrol"]
    there = flow("schedule", step("t", "wait", time={"days": 1}), tell(), enrol="both")
    found = examine(load(programme(there))).findings
    assert [each.path for each in found if each.path.endswith("/enrol")] == []
