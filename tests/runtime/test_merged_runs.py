"""What automations know of a person whose two records become one, or who leaves."""

from collections.abc import Callable

import pytest

from app.clock import to_instant
from app.runtime import redeeming
from app.runtime.departing import remove_member
from app.runtime.merge import merge
from app.runtime.releases import live
from app.storage import coupons
from tests.runtime.clubs import Club
from tests.runtime.desks import Desk, ask
from tests.runtime.flowing import Flowing, flow, give, programme, step, tell
from tests.runtime.test_segments_and_scores import SPENDERS, segment

Clubs = Callable[..., Club]
Flowings = Callable[..., Flowing]
VISIT = {"kind": "visit"}


@pytest.fixture
def flowings(club: Clubs) -> Flowings:
    return lambda *flows, **more: Flowing(club(programme(*flows, **more)))


def become_one(at_work: Flowing, survivor: int, other: int) -> None:
    club = at_work.club
    with club.spaces.writing(club.workspace_id) as space:
        merge(space, live(space, club.program_id), survivor, other, now=to_instant(club.now))


def use(at_work: Flowing, code: str) -> None:
    club = at_work.club
    with club.spaces.writing(club.workspace_id) as space:
        found = live(space, club.program_id)
        redeeming.redeem(space, found, code, now=to_instant(club.now), by="till")


def codes(at_work: Flowing, member_id: int) -> list[str]:
    club = at_work.club
    with club.spaces.reading(club.workspace_id) as space:
        found = coupons.of_member(space, club.program_id, member_id, limit=9)
    return [each.code for each in found]


def reminding() -> dict[str, object]:
    """A coupon after a visit, and word of it where it is not used within three days."""
    return flow(
        "activity",
        give(),
        step("rest", "wait", time={"days": 3}),
        step("used", "coupon_used", step="give", next={"no": "tell", "yes": "end"}),
        tell(next={}),
        step("end", "end"),
        options=VISIT,
    )


@pytest.mark.parametrize("both", [True, False])
def test_a_coupon_of_the_member_who_was_merged_counts_as_used(
    flowings: Flowings, *, both: bool
) -> None:
    at_work = flowings(reminding())
    club, anna, nan = at_work.club, at_work.club.join("anna"), at_work.club.join("nan")
    for name in ("anna", "nan") if both else ("nan",):
        club.act(name, "visit")
    at_work.run()
    (theirs,) = codes(at_work, nan)
    become_one(at_work, anna, nan)
    use(at_work, theirs)
    club.wait(days=4)
    at_work.run()
    told = len(at_work.messages(anna))
    assert told == (1 if both else 0)


def test_two_runs_for_one_cause_are_one_that_knows_the_coupons_of_both(
    flowings: Flowings,
) -> None:
    at_work = flowings({**reminding(), "reentry": "once"})
    club, anna, nan = at_work.club, at_work.club.join("anna"), at_work.club.join("nan")
    for name in ("anna", "nan"):
        club.act(name, "visit")
    at_work.run()
    (theirs,) = codes(at_work, nan)
    become_one(at_work, anna, nan)
    assert sorted(at_work.states()) == ["cancelled", "waiting"]
    use(at_work, theirs)
    club.wait(days=4)
    at_work.run()
    assert at_work.messages(anna) == []


def test_what_one_of_two_went_in_for_once_is_not_repeated_for_the_merged_person(
    flowings: Flowings,
) -> None:
    at_work = flowings(flow("activity", tell(), options=VISIT, reentry="once"))
    club, anna, nan = at_work.club, at_work.club.join("anna"), at_work.club.join("nan")
    club.act("nan", "visit")
    at_work.run()
    become_one(at_work, anna, nan)
    club.act("anna", "visit")
    at_work.run()
    assert len(at_work.messages(anna)) == 1


def test_a_silence_that_was_there_before_the_automation_is_not_new_after_a_merge(
    flowings: Flowings,
) -> None:
    sleeping = flow("inactive", tell(), options={"days": 30, "time": "10:00"})
    at_work = flowings(settings={"active_kinds": ["visit"]})
    club, nan = at_work.club, at_work.club.join("nan")
    club.act("nan", "visit")
    club.wait(days=40)
    anna = club.join("anna")
    club.publish(programme(sleeping, settings={"active_kinds": ["visit"]}))
    at_work.run()
    become_one(at_work, anna, nan)
    for _ in range(3):
        club.wait(days=1)
        club.evaluate()
        at_work.run()
    assert at_work.runs() == []


def test_who_was_in_a_segment_does_not_enter_it_by_being_merged(flowings: Flowings) -> None:
    at_work = flowings(segment(), segments=[SPENDERS])
    club, anna, nan = at_work.club, at_work.club.join("anna"), at_work.club.join("nan")
    at_work.run()
    club.buy("nan", 100)
    at_work.run()
    assert [each.member_id for each in at_work.runs()] == [nan]
    become_one(at_work, anna, nan)
    club.evaluate()
    club.buy("anna", 1)
    at_work.run()
    assert [each.member_id for each in at_work.runs()] == [anna]


def test_a_coupon_that_expired_before_its_order_came_back_sets_off_what_waits_for_it(
    flowings: Flowings,
) -> None:
    at_work = flowings(
        flow("activity", give(), options=VISIT),
        flow("coupon_expired", tell(), options={}) | {"key": "expired"},
    )
    club, anna = at_work.club, at_work.club.join("anna")
    club.act("anna", "visit")
    at_work.run()
    order = club.buy("anna", 50)
    (code,) = codes(at_work, anna)
    with club.spaces.writing(club.workspace_id) as space:
        found = live(space, club.program_id)
        redeeming.redeem(space, found, code, now=to_instant(club.now), by="till", order="o1")
    club.wait(days=40)
    club.refund(order, 50)
    at_work.run()
    assert [each.member_id for each in at_work.runs(flow="expired")] == [anna]


def test_the_task_of_a_member_who_left_is_over_and_says_why(club: Clubs) -> None:
    desk = Desk.of(club, flow("activity", ask(next={}), options=VISIT))
    anna = desk.club.join("anna")
    desk.visit()
    with desk.club.spaces.writing(desk.club.workspace_id) as space:
        found = live(space, desk.club.program_id)
        remove_member(space, found, anna, now=to_instant(desk.club.now), cause="test")
    task = desk.task()
    assert task.state == "cancelled"
    assert [each.action for each in desk.entries(task)] == ["opened", "member_left"]


def test_of_two_tasks_for_one_cause_the_merged_person_has_one(club: Clubs) -> None:
    desk = Desk.of(club, flow("activity", ask(next={}), options=VISIT, reentry="once"))
    anna, nan = desk.club.join("anna"), desk.club.join("nan")
    desk.visit("anna")
    desk.visit("nan")
    become_one(desk, anna, nan)
    assert sorted(each.state for each in desk.tasks()) == ["cancelled", "open"]
    (closed,) = [each for each in desk.tasks() if each.state == "cancelled"]
    assert desk.entries(closed)[-1].action == "member_merged"
