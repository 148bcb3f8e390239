"""On which part of a condition members are stuck, and how much they lack, counted by hand."""

from typing import Any

import pytest

from app.analytics.blocking import Block, Stuck
from app.analytics.diagnosis import Asked, diagnose
from app.clock import to_instant
from app.errors import NotFound
from tests.analytics.conftest import Pasts
from tests.analytics.histories import Past
from tests.runtime.clubs import document

SPENT = {"sum_of": ["order.net", "lifetime"]}
ORDERS = {"count_of": ["order", "lifetime"]}
BOTH = {"and": [{">=": [SPENT, 100]}, {">=": [ORDERS, 4]}]}
EITHER = {"or": [{">=": [SPENT, 100]}, {">=": [ORDERS, 4]}]}


def with_orders(past: Pasts, rule: Any, **orders: list[float]) -> Past:
    """Members who bought for these amounts, all of them on the lowest tier."""
    team = past(document(("basic", None), ("silver", rule), ladder={"promotion": "jump"}))
    for name, amounts in orders.items():
        team.club.join(name)
        for each in amounts:
            team.club.buy(name, each)
    team.on_tier("basic", *orders, since="2026-01-01")
    return team


def stuck(team: Past, **asked: int) -> Stuck:
    found = team.tier("basic", **asked).stuck
    assert found is not None
    return found


def counts(found: Stuck) -> list[tuple[int, int]]:
    """How many do not meet each part, and how many of them only this one."""
    return [(each.unmet, each.alone) for each in found.blocks]


def said(found: Block) -> str:
    return found.part.words.zh


def test_each_part_says_whom_it_holds_back_alone_and_with_others(past: Pasts) -> None:
    team = with_orders(
        past,
        BOTH,
        neither=[10],
        spend=[60, 60],
        orders=[1, 1, 1, 1],
        nothing=[],
    )
    found = stuck(team)
    assert found.joint == "and"
    assert counts(found) == [(3, 1), (3, 1)]
    assert [said(each) for each in found.blocks] == ["累计消费满 ¥100", "累计订单满 4 次"]
    assert found.one_step == 2


def test_who_meets_it_all_waits_for_the_evaluation_and_is_not_stuck(past: Pasts) -> None:
    found = stuck(with_orders(past, BOTH, ready=[50, 50, 1, 1], stuck=[100]))
    assert found.ready == 1
    assert counts(found) == [(0, 0), (1, 1)]


def test_where_any_part_will_do_all_of_them_are_lacking(past: Pasts) -> None:
    found = stuck(with_orders(past, EITHER, few=[90], many=[1, 1, 1]))
    assert found.joint == "or"
    assert counts(found) == [(2, 0), (2, 0)]
    assert found.one_step == 2


def test_a_group_inside_is_one_part_with_two_things_lacking(past: Pasts) -> None:
    rule = {"and": [{">=": [ORDERS, 2]}, {"or": [{">=": [SPENT, 100]}, {">=": [ORDERS, 9]}]}]}
    found = stuck(with_orders(past, rule, one=[10, 10], two=[10]))
    assert counts(found) == [(1, 0), (2, 1)]
    assert [len(each.lacks) for each in found.blocks] == [1, 2]
    assert found.one_step == 1


def test_what_is_lacking_is_told_in_quarters(past: Pasts) -> None:
    """Gaps 10, 20, 30 and 40: a quarter lack at most 10, half 20, three quarters 30."""
    team = with_orders(past, {">=": [SPENT, 100]}, a=[90], b=[80], c=[70], d=[60])
    (lack,) = stuck(team).blocks[0].lacks
    assert lack.quartiles == (1_000, 2_000, 3_000)
    assert lack.to_json()["quartiles"] == [10, 20, 30]


@pytest.mark.parametrize(
    ("amount", "within"),
    [(90, {10: 1, 20: 1}), (89.99, {10: 0, 20: 1}), (80, {10: 0, 20: 1}), (79.99, {10: 0, 20: 0})],
)
def test_near_is_ten_or_twenty_per_cent_of_the_threshold_and_no_cent_more(
    past: Pasts, amount: float, within: dict[int, int]
) -> None:
    found = stuck(with_orders(past, {">=": [SPENT, 100]}, only=[amount]))
    (lack,) = found.blocks[0].lacks
    assert lack.within == within
    assert found.near == within[20]


def test_who_lacks_two_things_is_not_near_however_little_it_is(past: Pasts) -> None:
    found = stuck(with_orders(past, BOTH, only=[33, 33, 33]))
    assert (found.one_step, found.near) == (0, 0)


@pytest.mark.parametrize(("days", "stalled"), [(58, 1), (59, 0)])
def test_stalled_is_near_for_more_than_so_many_days(past: Pasts, days: int, stalled: int) -> None:
    """From 1 January to 1 March are 59 days."""
    found = stuck(with_orders(past, {">=": [SPENT, 100]}, near=[95], far=[10]), stalled_days=days)
    assert (found.near, found.stalled) == (1, stalled)
    (example,) = found.examples
    assert (example.days, example.gap) == (59, 500)


def test_a_strict_comparison_lacks_one_step_more(past: Pasts) -> None:
    found = stuck(with_orders(past, {">": [ORDERS, 4]}, only=[1, 1, 1, 1]))
    (lack,) = found.blocks[0].lacks
    assert lack.quartiles == (1, 1, 1)


def test_who_has_no_data_is_told_apart(past: Pasts) -> None:
    rule = {">=": [{"max_of": ["order.amount", "lifetime"]}, 100]}
    found = stuck(with_orders(past, rule, bought=[50], nothing=[]))
    (lack,) = found.blocks[0].lacks
    assert (lack.unmet, lack.unknown) == (2, 1)
    assert lack.quartiles == (5_000, 5_000, 5_000)


def test_of_many_members_a_fixed_sample_stands_for_all(past: Pasts) -> None:
    team = with_orders(past, {">=": [SPENT, 100]}, **{f"m{n}": [float(n)] for n in range(40)})
    found, again = stuck(team, most=20), stuck(team, most=20)
    assert found == again
    assert found.crowd.estimated
    assert 0 < len(found.crowd.seen) < 40
    assert found.blocks[0].unmet == 40


def test_a_ladder_that_is_not_there_is_not_found(past: Pasts) -> None:
    team = with_orders(past, BOTH)
    with (
        team.club.spaces.reading(team.club.workspace_id) as space,
        pytest.raises(NotFound, match="main"),
    ):
        diagnose(space, team.live, "other", Asked(), now=to_instant(team.club.now))
