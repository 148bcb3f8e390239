"""Who is near the next tier when all else is not quite met (E-16, the switch)."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.runtime.clubs import Club
from tests.runtime.flowing import SPENT, Flowing, flow, give, programme

Clubs = Callable[..., Club]


def visits(least: int, kind: str = "visit") -> dict[str, Any]:
    return {">=": [{"count_of": ["activity", "365d", {"==": [{"var": "kind"}, kind]}]}, least]}


THOUSAND = {">=": [SPENT, 1000]}


@pytest.fixture
def near(club: Clubs) -> Callable[..., Flowing]:
    """A flow that gives whoever is at most 100 short of gold a coupon."""

    def start(asked: Any, **options: Any) -> Flowing:
        told = flow("near_next_tier", give(), options={"ladder": "main", "gap": "100", **options})
        return Flowing(club(programme(told, tiers=(("basic", None), ("gold", asked)))))

    return start


def told(at_work: Flowing, spent: str | float, **acts: int) -> int:
    """Say how many coupons somebody has who bought and did so much."""
    anna = at_work.club.join("anna")
    for kind, times in acts.items():
        for _ in range(times):
            at_work.club.act("anna", kind)
    at_work.club.buy("anna", spent)
    at_work.run()
    return at_work.coupons(anna)


@pytest.mark.parametrize(("done", "coupons"), [(7, 0), (8, 1), (9, 1), (10, 1)])
def test_four_fifths_of_the_other_condition_are_enough_where_the_operator_says_so(
    near: Callable[..., Flowing], done: int, coupons: int
) -> None:
    at_work = near({"and": [THOUSAND, visits(10)]}, others=80)
    assert told(at_work, 950, visit=done) == coupons


@pytest.mark.parametrize(("done", "coupons"), [(9, 0), (10, 1)])
def test_without_the_switch_the_other_condition_is_met_in_full(
    near: Callable[..., Flowing], done: int, coupons: int
) -> None:
    assert told(near({"and": [THOUSAND, visits(10)]}), 950, visit=done) == coupons


@pytest.mark.parametrize(
    ("spent", "coupons"), [("899.99", 0), ("900", 1), ("999.99", 1), ("1000", 0)]
)
def test_the_gap_itself_is_as_wide_as_ever_and_is_really_a_gap(
    near: Callable[..., Flowing], spent: str, coupons: int
) -> None:
    """Who has spent enough and lacks visits is not short of money."""
    assert told(near({"and": [THOUSAND, visits(10)]}, others=80), spent, visit=8) == coupons


@pytest.mark.parametrize(
    ("visit", "share", "coupons"), [(10, 1, 0), (10, 2, 1), (9, 3, 1), (9, 2, 0)]
)
def test_several_other_conditions_count_on_average(
    near: Callable[..., Flowing], visit: int, share: int, coupons: int
) -> None:
    """10 of 10 and 2 of 5 are 70 %; 9 of 10 and 2 of 5 are 65 %."""
    asked = {"and": [THOUSAND, visits(10), visits(5, "share")]}
    assert told(near(asked, others=70), 950, visit=visit, share=share) == coupons


@pytest.mark.parametrize(("share", "coupons"), [(3, 0), (4, 1)])
def test_of_alternatives_the_nearest_counts(
    near: Callable[..., Flowing], share: int, coupons: int
) -> None:
    asked = {"and": [THOUSAND, {"or": [visits(10), visits(5, "share")]}]}
    assert told(near(asked, others=80), 950, visit=7, share=share) == coupons


def test_what_has_no_amount_is_met_or_is_not(near: Callable[..., Flowing]) -> None:
    """A missing phone is nothing of one condition, and half of two are met."""
    asked = {"and": [THOUSAND, visits(2), {"is_set": [{"var": "phone"}]}]}
    assert told(near(asked, others=51), 950, visit=2) == 0


def test_half_of_two_conditions_is_half(near: Callable[..., Flowing]) -> None:
    asked = {"and": [THOUSAND, visits(2), {"is_set": [{"var": "phone"}]}]}
    assert told(near(asked, others=50), 950, visit=2) == 1


@pytest.mark.parametrize(("done", "coupons"), [(3, 0), (4, 1)])
def test_what_speeds_a_goal_up_counts_towards_its_share(
    near: Callable[..., Flowing], done: int, coupons: int
) -> None:
    """4 visits and 4 for a share are 8 of 10."""
    count = visits(1)[">="][0]
    goal = {"goal": [count, 10, [[visits(1, "share"), 4]]]}
    assert told(near({"and": [THOUSAND, goal]}, others=80), 950, visit=done, share=1) == coupons


def test_nobody_is_told_twice_though_more_and_more_is_met(near: Callable[..., Flowing]) -> None:
    at_work = near({"and": [THOUSAND, visits(10)]}, others=80)
    assert told(at_work, 950, visit=8) == 1
    for kind in ("visit", "visit"):
        at_work.club.act("anna", kind)
        at_work.run()
    assert len(at_work.runs()) == 1
