"""Goals with accelerators, and weighted scores: what counts, and what is missing."""

from typing import Any

import pytest

from app.expression.check import check
from app.expression.describe import describe
from app.expression.explain import Comparison, State
from app.expression.gap import sentence, ways
from tests.expression.test_explain import SCOPE, explained, orders

SPENT = {"sum_of": ["order.net", "365d"]}
BOUGHT = {"count_of": ["order", "this_year"]}
PROFILE = [{"is_set": [{"var": "born"}]}, 50, ["完善资料", "completing the profile"]]
GOAL: Any = {"goal": [SPENT, 2000, [PROFILE, [{">=": [BOUGHT, 5]}, 300]]]}
SCORE: Any = {"score": [[SPENT, 50, 2000], [BOUGHT, 30, 10], [{"var": "points"}, 20, 500]]}


def compared(rule: Any, values: dict[str, Any]) -> Comparison:
    found = explained(rule, values).comparison
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("cents", "born", "state"),
    [
        (199_999, None, State.UNMET),
        (200_000, None, State.MET),
        (194_999, 3, State.UNMET),
        (195_000, 3, State.MET),
    ],
)
def test_a_met_accelerator_counts_its_bonus_towards_the_goal_and_no_more(
    cents: int, born: int | None, state: State
) -> None:
    assert explained(GOAL, {"born": born, **orders(cents)}).state is state


def test_several_accelerators_count_together() -> None:
    five = orders(165_000, 0, 0, 0, 0)
    assert explained(GOAL, {"born": 3, **five}).state is State.MET
    assert explained(GOAL, {"born": None, **five}).state is State.UNMET


def test_an_accelerator_nobody_knows_about_counts_nothing() -> None:
    rule = {"goal": [SPENT, 100, [[{">": [{"var": "age"}, 18]}, 50]]]}
    assert explained(rule, {"age": None, **orders(6_000)}).state is State.UNMET


def test_a_goal_nobody_has_data_for_is_unknown_whatever_counts_towards_it() -> None:
    rule = {"goal": [{"var": "points"}, 100, [[True, 100]]]}
    assert explained(rule, {"points": None}).state is State.UNKNOWN


def test_a_goal_is_explained_with_its_progress_and_each_accelerator() -> None:
    found = explained(GOAL, {"born": 3, **orders(183_000)})
    main = found.comparison
    assert main is not None
    assert main.shown_value.zh == "¥1,830"
    assert main.shown_bonus is not None
    assert main.shown_bonus.zh == "¥50"
    assert main.progress == pytest.approx(0.94)
    assert main.gap == 12_000
    speeding = [each.speeding for each in found.children]
    assert [(each.shown_bonus.zh, each.counts) for each in speeding if each] == [
        ("¥50", True),
        ("¥300", False),
    ]


def test_a_goal_reads_aloud_with_what_counts_towards_it() -> None:
    checked = check(GOAL, SCOPE)
    assert describe(checked, SCOPE, "zh") == (
        "最近 365 天消费满 ¥2,000（完善资料可抵 ¥50、本年下单满 5 次可抵 ¥300）"
    )
    assert describe(checked, SCOPE, "en") == (
        "Spend in the last 365 days is at least ¥2,000 (completing the profile counts as ¥50,"
        " number of orders this year is at least 5 counts as ¥300)"
    )


def test_the_gap_of_a_goal_offers_the_goal_itself_and_each_accelerator() -> None:
    found = explained(GOAL, {"born": None, **orders(180_000)})
    assert sentence(ways(found)).zh == (
        "再消费 ¥200，或再下 4 单（可抵 ¥300），或完善资料可抵 ¥50，且再消费 ¥150"
    )
    found = explained(GOAL, {"born": 3, **orders(183_000)})
    assert sentence(ways(found)).zh == "再消费 ¥120，或再下 4 单（可抵 ¥300）"


@pytest.mark.parametrize(
    ("accelerator", "place"),
    [
        ([True], "/goal/2/0"),
        ([True, 0], "/goal/2/0"),
        ([True, -5], "/goal/2/0"),
        ([True, "5"], "/goal/2/0"),
        ([True, 5, 7], "/goal/2/0"),
        ([{"var": "points"}, 5], "/goal/2/0/0"),
    ],
)
def test_an_accelerator_that_will_not_do_is_refused_with_its_place(
    accelerator: Any, place: str
) -> None:
    checked = check({"goal": [SPENT, 100, [accelerator]]}, SCOPE)
    assert [each.path for each in checked.errors] == [place]


def test_a_score_is_taken_apart_into_value_share_weight_and_points() -> None:
    found = compared({">=": [SCORE, 70]}, {"points": 100, **orders(50_000, 50_000)})
    assert found.value == 35.0
    shown = [
        (each.subject.zh, each.shown_value.zh, each.shown_cap.zh, each.share, each.points)
        for each in found.parts
    ]
    assert shown == [
        ("最近 365 天消费", "¥1,000", "¥2,000", 0.5, 25.0),
        ("本年下单", "2 次", "10 次", 0.2, 6.0),
        ("积分", "100", "500", 0.2, 4.0),
    ]
    assert [each.weight for each in found.parts] == [50.0, 30.0, 20.0]
    assert sum(each.points or 0 for each in found.parts) == found.value


def test_a_rounded_score_is_taken_apart_too() -> None:
    found = compared({">=": [{"round": [SCORE]}, 70]}, {"points": 100, **orders(50_000)})
    assert len(found.parts) == 3


def test_a_score_with_a_part_without_data_is_unknown_and_says_which_part() -> None:
    rule = {">=": [SCORE, 10]}
    found = explained(rule, {"points": None, **orders(200_000)})
    assert found.state is State.UNKNOWN
    assert found.comparison is not None
    assert [each.points for each in found.comparison.parts] == [50.0, 3.0, None]
    assert found.comparison.parts[2].shown_value.zh == "无数据"


def test_a_part_without_data_may_be_told_to_count_as_nothing() -> None:
    rule = {
        ">=": [{"score": [[{"coalesce": [{"var": "points"}, 0]}, 60, 500], [SPENT, 40, 1]]}, 40]
    }
    assert explained(rule, {"points": None, **orders(100)}).state is State.MET


def test_the_gap_of_a_score_is_the_one_part_with_the_least_left_to_do() -> None:
    found = explained({">=": [SCORE, 45]}, {"points": 100, **orders(50_000, 50_000)})
    assert sentence(ways(found)).zh == "再消费 ¥400"
    then = explained({">=": [SCORE, 45]}, {"points": 100, **orders(50_000, 90_000)})
    assert then.state is State.MET
    short = explained({">=": [SCORE, 45]}, {"points": 100, **orders(50_000, 89_999)})
    assert short.state is State.UNMET


def test_a_score_no_part_can_close_alone_only_says_how_many_points_are_missing() -> None:
    found = explained({">=": [SCORE, 70]}, {"points": 100, **orders(50_000, 50_000)})
    assert sentence(ways(found)).zh == "综合评分再提高 35 分"


def test_weights_that_do_not_come_to_a_hundred_are_warned_of() -> None:
    lopsided = {">=": [{"score": [[SPENT, 50, 2000], [BOUGHT, 30, 10]]}, 70]}
    assert [each.path for each in check(lopsided, SCOPE).findings] == ["/>=/0"]
    assert check({">=": [SCORE, 70]}, SCOPE).findings == ()
