"""Runs in the hands of people: poison, pausing, cancelling, trying again, moving, leaving."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from app.clock import to_instant
from app.errors import Conflict, Invalid
from app.runtime import flow_control, run_control
from app.runtime.departing import remove_member
from app.runtime.merge import merge
from app.runtime.releases import live
from app.runtime.steps import STEPS
from app.runtime.steps.base import Work
from app.storage import outbox, run_list, step_passes
from app.storage.flow_runs import RunRow
from app.storage.run_list import Wanted
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, give, programme, step, tell

Clubs = Callable[..., Club]
Flowings = Callable[..., Flowing]
VISIT = {"kind": "visit"}


@pytest.fixture
def flowings(club: Clubs) -> Flowings:
    return lambda *flows, **more: Flowing(club(programme(*flows, **more)))


class Poison(Exception):
    pass


def poison(patch: pytest.MonkeyPatch, *members: int) -> None:
    """Have the step that gives coupons raise whenever one of these members is at it."""
    kind = type(STEPS["grant_coupon"])
    usual = kind.advance

    def advance(self: Any, work: Work) -> None:
        if {each.member_id for each in work.tokens()} & set(members):
            raise Poison("a tooth was broken")
        usual(self, work)

    patch.setattr(kind, "advance", advance)


def visits(at_work: Flowing, *names: str) -> list[int]:
    ids = [at_work.club.join(each) for each in names]
    for each in names:
        at_work.club.act(each, "visit")
    return ids


def run_for(at_work: Flowing, minutes: int) -> None:
    """Go on while steps break; what the worker would log is not drawn, which takes long."""
    with capture_logs():
        for _ in range(minutes):
            at_work.run()
            at_work.club.wait(minutes=1)


def acted(at_work: Flowing, do: Callable[..., Any], *asked: Any, **more: Any) -> Any:
    club = at_work.club
    with club.spaces.writing(club.workspace_id) as space:
        found = live(space, club.program_id)
        return do(space, found, *asked, now=to_instant(club.now), by="li", **more)


def run_of(at_work: Flowing, member_id: int) -> RunRow:
    (found,) = at_work.runs(member_id=member_id)
    return found


def test_a_poisoned_run_fails_alone_and_can_be_tried_again(
    flowings: Flowings, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work = flowings(flow("activity", give(), tell(), options=VISIT))
    names = [f"m{n}" for n in range(20)]
    ids = visits(at_work, *names)
    with monkeypatch.context() as patch:
        poison(patch, ids[7])
        run_for(at_work, 20)
    failed = run_of(at_work, ids[7])
    assert (failed.state, failed.step, failed.error) == (
        "failed",
        "give",
        "Poison: a tooth was broken",
    )
    assert [at_work.coupons(each) for each in ids] == [0 if each == ids[7] else 1 for each in ids]
    assert at_work.messages(ids[7]) == []
    acted(at_work, flow_control.retry_run, failed.key)
    at_work.run()
    assert run_of(at_work, ids[7]).state == "done"
    assert [at_work.coupons(each) for each in ids] == [1] * len(ids)


def test_a_run_that_fails_is_tried_five_times(
    flowings: Flowings, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work = flowings(flow("activity", give(), options=VISIT))
    (anna,) = visits(at_work, "anna")
    tried: list[int] = []

    def broken(_: Any, work: Work) -> None:
        tried.append(work.moment.now)
        raise Poison

    with monkeypatch.context() as patch:
        patch.setattr(type(STEPS["grant_coupon"]), "advance", broken)
        run_for(at_work, 20)
    assert run_of(at_work, anna).state == "failed"
    assert len(set(tried)) == 5


@pytest.mark.parametrize("bought", [True, False])
def test_who_failed_after_a_wait_does_not_wait_again(
    flowings: Flowings, monkeypatch: pytest.MonkeyPatch, *, bought: bool
) -> None:
    at_work = flowings(
        flow(
            "activity",
            step(
                "await",
                "wait_for",
                event="order",
                time={"days": 3},
                next={"happened": "thank", "timeout": "give"},
            ),
            give(next="end"),
            step("thank", "grant_coupon", coupon="ten_off", next="end"),
            step("end", "end"),
            options=VISIT,
        )
    )
    (anna,) = visits(at_work, "anna")
    at_work.run()
    if bought:
        at_work.club.buy("anna", 10)
    else:
        at_work.club.wait(days=3)
    with monkeypatch.context() as patch:
        poison(patch, anna)
        run_for(at_work, 20)
    failed = run_of(at_work, anna)
    assert (failed.state, failed.step) == ("failed", "thank" if bought else "give")
    at_work.club.buy("anna", 10)
    at_work.run()
    assert run_of(at_work, anna).state == "failed"
    acted(at_work, flow_control.retry_run, failed.key)
    at_work.run()
    passed = [step for step, _ in at_work.trace(run_of(at_work, anna))]
    assert passed[:2] == (["await", "thank"] if bought else ["await", "give"])
    assert run_of(at_work, anna).state == "done"


def test_failed_runs_are_tried_again_and_put_aside_in_bulk(
    flowings: Flowings, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work = flowings(
        flow("activity", give(), options=VISIT), flow("manual", give()) | {"key": "other"}
    )
    ids = visits(at_work, "anna", "ben", "cleo")
    with monkeypatch.context() as patch:
        poison(patch, *ids)
        run_for(at_work, 40)
    assert at_work.states() == ["failed"] * 3
    keys = ((ids[0], run_of(at_work, ids[0]).id),)
    assert acted(at_work, run_control.discard_all, Wanted(keys=keys)) == 1
    assert run_of(at_work, ids[0]).state == "cancelled"
    assert run_of(at_work, ids[0]).error == "Poison: a tooth was broken"
    assert acted(at_work, run_control.retry_all, Wanted(flows=("other",))) == 0
    assert acted(at_work, run_control.retry_all, Wanted(flows=("flow",))) == 2
    at_work.run()
    assert [at_work.coupons(each) for each in ids] == [0, 1, 1]


def test_who_is_in_a_paused_flow_stays_and_goes_on_when_it_does(flowings: Flowings) -> None:
    at_work = flowings(
        flow("activity", step("rest", "wait", time={"days": 1}), give(), options=VISIT)
    )
    (anna,) = visits(at_work, "anna")
    at_work.run()
    acted(at_work, flow_control.pause, "flow", why="a wrong coupon")
    at_work.club.wait(days=2)
    visits(at_work, "ben")
    at_work.run()
    assert at_work.coupons(anna) == 0
    assert at_work.states() == ["waiting", "ready"]
    acted(at_work, flow_control.resume, "flow")
    at_work.run()
    assert at_work.coupons(anna) == 1
    assert at_work.states() == ["done", "waiting"]


def test_nothing_happens_after_a_cancellation(flowings: Flowings) -> None:
    at_work = flowings(
        flow("activity", tell("first"), step("rest", "wait", time={"days": 1}), give(), tell())
        | {"trigger": {"kind": "activity", "options": VISIT}}
    )
    anna, ben = visits(at_work, "anna", "ben")
    at_work.run()
    acted(at_work, run_control.cancel_all, Wanted(member_id=anna), why="asked to")
    at_work.club.wait(days=2)
    at_work.run()
    assert (at_work.coupons(anna), len(at_work.messages(anna))) == (0, 1)
    assert (at_work.coupons(ben), len(at_work.messages(ben))) == (1, 2)
    assert (run_of(at_work, anna).state, run_of(at_work, anna).error) == ("cancelled", "asked to")
    with pytest.raises(Conflict):
        acted(at_work, flow_control.cancel_run, run_of(at_work, anna).key, why="")


def test_a_cancellation_ends_every_run_of_a_flow(flowings: Flowings) -> None:
    at_work = flowings(
        flow("activity", step("rest", "wait", time={"days": 1}), give(), options=VISIT)
    )
    visits(at_work, "anna", "ben")
    at_work.run()
    assert acted(at_work, flow_control.cancel, "flow", why="") == 2
    at_work.club.wait(days=2)
    at_work.run()
    assert at_work.states() == ["cancelled", "cancelled"]


OLD = flow("activity", step("rest", "wait", time={"days": 30}), give(), options=VISIT)
NEW = flow("activity", step("rest", "wait", time={"days": 30}), tell("say"), options=VISIT)


def test_a_waiting_run_goes_on_under_the_live_release_when_somebody_moves_it(
    flowings: Flowings,
) -> None:
    at_work = flowings(OLD)
    anna, ben = visits(at_work, "anna", "ben")
    at_work.run()
    at_work.club.wait(minutes=5)
    at_work.club.publish(programme(NEW))
    moved = acted(at_work, run_control.move_run, run_of(at_work, anna).key, "say")
    at_work.run()
    assert moved.release_id == at_work.club.live.catalogue.release_id
    assert run_of(at_work, anna).state == "done"
    assert at_work.trace(run_of(at_work, anna)) == [("rest", "moved"), ("say", "next")]
    assert (len(at_work.messages(anna)), at_work.coupons(anna)) == (1, 0)
    at_work.club.wait(days=31)
    at_work.run()
    assert (len(at_work.messages(ben)), at_work.coupons(ben)) == (0, 1)


def test_a_run_is_moved_only_where_that_makes_sense(flowings: Flowings) -> None:
    at_work = flowings(OLD)
    anna, ben = visits(at_work, "anna", "ben")
    at_work.run()
    with pytest.raises(Conflict):
        acted(at_work, run_control.move_run, run_of(at_work, anna).key, "give")
    at_work.club.publish(programme(NEW))
    with pytest.raises(Invalid):
        acted(at_work, run_control.move_run, run_of(at_work, anna).key, "give")
    acted(at_work, flow_control.cancel_run, run_of(at_work, ben).key, why="")
    with pytest.raises(Conflict):
        acted(at_work, run_control.move_run, run_of(at_work, ben).key, "say")
    at_work.club.publish(programme())
    with pytest.raises(flow_control.NoSuchFlow):
        acted(at_work, run_control.move_run, run_of(at_work, anna).key, "say")


def test_a_failed_run_is_moved_to_a_release_that_does_better(
    flowings: Flowings, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work = flowings(OLD)
    (anna,) = visits(at_work, "anna")
    at_work.run()
    at_work.club.wait(days=31)
    with monkeypatch.context() as patch:
        poison(patch, anna)
        run_for(at_work, 20)
    at_work.club.publish(programme(NEW))
    acted(at_work, run_control.move_run, run_of(at_work, anna).key, "say")
    at_work.run()
    assert run_of(at_work, anna).state == "done"


def test_runs_are_counted_by_step_and_way_without_reading_their_traces(
    flowings: Flowings,
) -> None:
    spent = {">=": [{"sum_of": ["order.net", "365d"]}, 1]}
    at_work = flowings(
        flow(
            "activity",
            step("asked", "condition", where=spent, next={"yes": "rest"}),
            step("rest", "wait", time={"days": 1}),
            tell(),
            options=VISIT,
        )
    )
    visits(at_work, "anna")
    at_work.club.buy("anna", 10)
    at_work.club.act("anna", "visit")
    at_work.run()
    visits(at_work, "ben")
    at_work.run()
    club = at_work.club
    with club.spaces.reading(club.workspace_id) as space:
        passed = step_passes.of_flow(space, club.program_id, "flow")
        here = run_list.standing_at(space, club.program_id, "flow")
        states = run_list.states_of(space, club.program_id, "flow")
    assert passed == {("asked", "yes"): 2, ("asked", "no"): 1}
    assert here == {("rest", "waiting"): 2}
    assert states == {"waiting": 2, "done": 1}


def pages(at_work: Flowing, wanted: Wanted, limit: int) -> list[list[RunRow]]:
    club, found = at_work.club, []
    before: tuple[int, int, int] | None = None
    with club.spaces.reading(club.workspace_id) as space:
        while rows := run_list.page(space, club.program_id, wanted, limit=limit, before=before):
            found.append(rows)
            before = (rows[-1].started_at, rows[-1].member_id, rows[-1].id)
    return found


def test_the_list_of_runs_goes_on_where_the_page_before_ended(flowings: Flowings) -> None:
    at_work = flowings(
        flow("activity", step("rest", "wait", time={"days": 1}), options=VISIT),
        flow("activity", tell(), options=VISIT) | {"key": "other"},
    )
    for n in range(5):
        visits(at_work, f"m{n}")
        at_work.run()
        at_work.club.wait(minutes=n % 2)
    found = [run for rows in pages(at_work, Wanted(), 3) for run in rows]
    places = [(run.started_at, run.member_id, run.id) for run in found]
    assert len(set(places)) == 10
    assert places == sorted(places, reverse=True)
    waiting = pages(at_work, Wanted(states=("waiting",)), 100)
    assert [run.flow for run in waiting[0]] == ["flow"] * 5
    since = found[4].started_at
    assert {run.started_at >= since for run in pages(at_work, Wanted(since=since), 100)[0]} == {
        True
    }
    assert pages(at_work, Wanted(flows=("none",)), 100) == []


def test_two_members_who_become_one_go_on_once_where_both_went_in_for_the_same(
    flowings: Flowings,
) -> None:
    at_work = flowings(
        flow(
            "schedule",
            tell("say", channel="sms"),
            step("rest", "wait", time={"days": 1}),
            give(),
            options={"every": "day", "time": "13:00"},
        ),
        flow("activity", step("rest", "wait", time={"days": 1}), tell(), options=VISIT)
        | {"key": "own"},
    )
    anna, ben = at_work.club.join("anna"), at_work.club.join("ben")
    at_work.club.act("ben", "visit")
    at_work.club.wait(hours=1)
    at_work.run()
    assert at_work.states() == ["waiting", "waiting", "waiting"]
    merged(at_work, anna, ben)
    runs = at_work.runs(member_id=anna)
    assert sorted((run.flow, run.state) for run in runs) == [
        ("flow", "cancelled"),
        ("flow", "waiting"),
        ("own", "waiting"),
    ]
    assert [each.state for each in at_work.messages(anna)].count("ready") == 1
    assert at_work.runs(member_id=ben) == []
    assert len({at_work.trace(run)[0] for run in runs if run.flow == "flow"}) == 1
    at_work.club.wait(days=1)
    at_work.run()
    assert at_work.coupons(anna) == 1
    assert len([each for each in at_work.messages(anna) if each.channel == "inbox"]) == 1


def open_tasks(at_work: Flowing) -> list[int]:
    club = at_work.club
    with club.spaces.reading(club.workspace_id) as space:
        rows = space.execute(text("SELECT member_id FROM task WHERE state = 'open' ORDER BY 1"))
        return [row[0] for row in rows]


def test_what_people_were_asked_goes_over_with_the_run_and_ends_with_it(
    flowings: Flowings,
) -> None:
    at_work = flowings(flow("activity", step("call", "task", title="Call"), options=VISIT))
    anna, ben = visits(at_work, "anna", "ben")
    at_work.run()
    assert open_tasks(at_work) == [anna, ben]
    merged(at_work, anna, ben)
    assert open_tasks(at_work) == [anna, anna]
    acted(at_work, run_control.cancel_all, Wanted(member_id=anna), why="")
    assert open_tasks(at_work) == []


def merged(at_work: Flowing, survivor: int, other: int) -> None:
    club = at_work.club
    with club.spaces.writing(club.workspace_id) as space:
        found = live(space, club.program_id)
        merge(space, found, survivor, other, now=to_instant(club.now), by="li")


def test_nothing_more_happens_to_a_member_who_left_and_nothing_said_is_kept(
    flowings: Flowings,
) -> None:
    at_work = flowings(
        flow(
            "activity",
            tell("say", channel="sms", text="13800138000"),
            tell("inside", title="Anna"),
            step("rest", "wait", time={"days": 1}),
            give(),
            options=VISIT,
        )
    )
    (anna,) = visits(at_work, "anna")
    at_work.run()
    club = at_work.club
    with club.spaces.writing(club.workspace_id) as space:
        found = live(space, club.program_id)
        remove_member(space, found, anna, now=to_instant(club.now), cause="left", by="li")
    at_work.club.wait(days=2)
    at_work.run()
    run = run_of(at_work, anna)
    assert (run.state, run.error) == ("cancelled", "deleted")
    with club.spaces.reading(club.workspace_id) as space:
        messages = outbox.of_member(space, club.program_id, anna)
    assert sorted((each.channel, each.state) for each in messages) == [
        ("inbox", "sent"),
        ("sms", "cancelled"),
    ]
    assert [each.body for each in messages] == [{}, {}]
