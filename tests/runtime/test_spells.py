"""Automations that time sets off: silence, standstill, risk, and what is over soon."""

from collections.abc import Callable
from typing import Any

import pytest

from app.clock import to_instant
from app.runtime import redeeming
from app.runtime.coupons import expire
from app.runtime.releases import live
from app.storage import coupons
from tests.runtime.clubs import Club
from tests.runtime.flowing import COUPON, Flowing, flow, give, programme, step, tell

Clubs = Callable[..., Club]
Flowings = Callable[..., Flowing]
VISITS = {"active_kinds": ["visit"]}


@pytest.fixture
def flowings(club: Clubs) -> Flowings:
    return lambda *flows, **more: Flowing(club(programme(*flows, **more)))


def inactive(**more: Any) -> dict[str, Any]:
    options = {"days": 30} | more.pop("options", {})
    return flow("inactive", more.pop("do", tell()), options=options, **more)


def test_a_silence_is_told_once_and_the_next_one_again(flowings: Flowings) -> None:
    """R-32: 29 days are none, 30 are one; whoever wakes up may fall silent again."""
    at_work = flowings(inactive(), settings=VISITS)
    anna = at_work.club.join("anna")
    at_work.club.act("anna", "visit")
    told = []
    for day in (30, 31, 32):
        at_work.club.at(2026, 3, min(day, 31), 10 if day < 32 else 20)
        at_work.run()
        told.append(len(at_work.messages(anna)))
    assert told == [0, 1, 1]
    at_work.club.at(2026, 4, 2)
    at_work.club.act("anna", "visit")
    at_work.club.at(2026, 5, 2, 8)
    at_work.run()
    assert len(at_work.messages(anna)) == 1
    at_work.club.at(2026, 5, 2, 10)
    at_work.run()
    assert len(at_work.messages(anna)) == 2


def test_other_kinds_of_activity_do_not_end_a_silence(flowings: Flowings) -> None:
    at_work = flowings(inactive(options={"kinds": ["lesson"]}), settings=VISITS)
    anna = at_work.club.join("anna")
    at_work.club.wait(days=20)
    at_work.club.act("anna", "visit")
    at_work.club.wait(days=11)
    at_work.run()
    assert len(at_work.messages(anna)) == 1


@pytest.mark.parametrize(
    ("enrol", "told"), [("future", (0, 1)), ("current", (1, 0)), ("both", (1, 1))]
)
def test_those_silent_when_a_flow_begins_go_in_as_it_says(
    flowings: Flowings, enrol: str, told: tuple[int, int]
) -> None:
    at_work = flowings(settings=VISITS)
    old, new = at_work.club.join("old"), 0
    at_work.club.wait(days=40)
    new = at_work.club.join("new")
    at_work.club.publish(programme(inactive(enrol=enrol), settings=VISITS))
    at_work.run()
    at_work.club.wait(days=31)
    at_work.run()
    assert (len(at_work.messages(old)), len(at_work.messages(new))) == told


def test_a_week_without_a_worker_wakes_each_sleeper_once(flowings: Flowings) -> None:
    at_work = flowings(inactive(), settings=VISITS)
    members = []
    for n in range(5):
        members.append(at_work.club.join(f"m{n}"))
        at_work.club.wait(days=1)
    at_work.run()
    at_work.club.wait(days=34)
    at_work.run()
    at_work.run()
    assert [len(at_work.messages(each)) for each in members] == [1] * 5
    began = [run.started_at for run in at_work.runs()]
    assert began == sorted(began)


def test_a_member_stalls_at_a_tier_once_for_each_stay(flowings: Flowings) -> None:
    """R-32."""
    at_work = flowings(
        flow("stalled", give(), options={"ladder": "main", "days": 90}),
    )
    anna, top = at_work.club.join("anna"), at_work.club.join("top")
    at_work.club.buy("top", 2000)
    at_work.run()
    at_work.club.at(2026, 5, 29, 20)
    at_work.run()
    assert at_work.coupons(anna) == 0
    at_work.club.at(2026, 5, 30, 20)
    at_work.run()
    at_work.club.at(2026, 6, 30, 20)
    at_work.run()
    assert (at_work.coupons(anna), at_work.coupons(top)) == (1, 0)


@pytest.mark.parametrize(("day", "told"), [(1, 0), (2, 1)])
def test_whoever_would_fall_at_the_next_review_is_told_once_for_it(
    flowings: Flowings, day: int, told: int
) -> None:
    """Reviewed on 1 January 2028: thirty days before is 2 December."""
    asked = {">=": [{"sum_of": ["order.net", "period"]}, 1000]}
    at_work = flowings(
        flow("tier_at_risk", tell(), options={"ladder": "main"}, catch_up="skip"),
        tiers=(("basic", None), ("gold", asked)),
        ladder={"period": "year", "review": {"due": "next_period"}},
    )
    club, anna, safe = at_work.club, at_work.club.join("anna"), at_work.club.join("safe")
    for name in ("anna", "safe"):
        club.buy(name, 1000)
    at_work.run()
    club.at(2027, 2, 1)
    club.buy("safe", 1000)
    for hour in (9, 10):
        club.at(2027, 12, day, hour)
        club.evaluate()
        at_work.run()
        assert club.tier("anna") == "gold"
    assert (len(at_work.messages(anna)), len(at_work.messages(safe))) == (told, 0)
    club.wait(days=1)
    at_work.run()
    assert len(at_work.messages(anna)) == 1


@pytest.mark.parametrize(("day", "coupon"), [(27, 0), (28, 1), (29, 1)])
def test_an_unused_coupon_is_remembered_so_many_days_before_its_end(
    flowings: Flowings, day: int, coupon: int
) -> None:
    """30 days from 1 March: 30 March is the last; three days before is the 27th."""
    at_work = flowings(
        flow("activity", give(), options={"kind": "visit"}),
        flow("coupon_expiring", tell(), options={"days": 3}) | {"key": "remind"},
    )
    anna = at_work.club.join("anna")
    at_work.club.act("anna", "visit")
    at_work.run()
    at_work.club.at(2026, 3, day - 1, 10)
    at_work.run()
    assert len(at_work.messages(anna)) == coupon


def rests(**awaited: Any) -> list[Any]:
    """Wait for a coupon to be used; thank who did, remind who did not."""
    ways = {"happened": "thanks", "timeout": "remind"}
    return [
        step("rest", "wait_for", event="coupon_used", time={"days": 3}, next=ways, **awaited),
        tell("thanks", title="thanks", next={}),
        tell("remind", title="remind"),
    ]


def use(at_work: Flowing, member_id: int, design: str) -> None:
    club = at_work.club
    with club.spaces.writing(club.workspace_id) as space:
        theirs = coupons.of_member(space, club.program_id, member_id, limit=9)
        code = next(each.code for each in theirs if each.design == design)
        redeeming.redeem(space, club.live, code, now=to_instant(club.now), by="till")
    at_work.run()


def titles(at_work: Flowing, member_id: int) -> list[str]:
    return [each.body["title"]["en"] for each in at_work.messages(member_id)]


def test_a_used_coupon_ends_the_wait_for_it(flowings: Flowings) -> None:
    at_work = flowings(flow("activity", give(), *rests(), options={"kind": "visit"}))
    club, anna, ben = at_work.club, at_work.club.join("anna"), at_work.club.join("ben")
    for name in ("anna", "ben"):
        club.act(name, "visit")
    at_work.run()
    use(at_work, anna, "ten_off")
    assert (titles(at_work, anna), titles(at_work, ben)) == (["thanks"], [])
    club.wait(days=3)
    at_work.run()
    assert titles(at_work, ben) == ["remind"]


def test_another_coupon_does_not_end_the_wait_for_one(flowings: Flowings) -> None:
    two = [COUPON, COUPON | {"key": "other"}]
    waits = rests(coupon="other")
    both = [give(), step("more", "grant_coupon", coupon="other"), *waits]
    at_work = flowings(flow("activity", *both, options={"kind": "visit"}), coupons=two)
    club, anna = at_work.club, at_work.club.join("anna")
    club.act("anna", "visit")
    at_work.run()
    use(at_work, anna, "ten_off")
    assert titles(at_work, anna) == []
    use(at_work, anna, "other")
    assert titles(at_work, anna) == ["thanks"]


def test_coupons_that_are_used_and_that_expire_are_triggers(flowings: Flowings) -> None:
    at_work = flowings(
        flow("activity", give(), options={"kind": "visit"}),
        flow("coupon_used", tell(), options={"coupon": "ten_off"}) | {"key": "used"},
        flow("coupon_expired", tell(), options={}) | {"key": "expired"},
    )
    club, anna, ben = at_work.club, at_work.club.join("anna"), at_work.club.join("ben")
    for name in ("anna", "ben"):
        club.act(name, "visit")
    at_work.run()
    with club.spaces.writing(club.workspace_id) as space:
        (mine,) = coupons.of_member(space, club.program_id, anna, limit=9)
        found = live(space, club.program_id)
        redeeming.redeem(space, found, mine.code, now=to_instant(club.now), by="till")
    club.wait(days=40)
    with club.spaces.writing(club.workspace_id) as space:
        expire(space, live(space, club.program_id), now=to_instant(club.now))
    at_work.run()
    assert [each.member_id for each in at_work.runs(flow="used")] == [anna]
    assert [each.member_id for each in at_work.runs(flow="expired")] == [ben]
