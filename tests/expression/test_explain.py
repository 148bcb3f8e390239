"""Why a rule is met or not, what is missing, and how that reads aloud."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.days import Calendar, Moment
from app.expression.check import check
from app.expression.describe import describe
from app.expression.explain import Explained, State, explain
from app.expression.gap import sentence, ways
from app.expression.types import (
    Boolean,
    Choice,
    Date,
    Decimal,
    Instant,
    Integer,
    ListOf,
    Relation,
    Scope,
    Text,
)
from app.words import Words

MOMENT = Moment.at(datetime(2026, 1, 31, 4, tzinfo=UTC), Calendar())
ORDER = Relation({"net": Decimal(2), "paid_at": Instant(), "kind": Text()}, "paid_at")
SCOPE = Scope(
    variables={
        "age": Integer(0, 150),
        "born": Date(),
        "tags": ListOf(Text()),
        "ok": Boolean(),
        "level": Choice(("vip", "new")),
        "points": Integer(),
    },
    relations={"order": ORDER},
    labels={
        "order.net": Words("消费", "spend"),
        "order": Words("下单", "orders"),
        "order:more": Words("再下 {n} 单", "{n} more orders"),
        "age": Words("年龄", "age"),
        "born": Words("生日", "birthday"),
        "ok": Words("同意", "consent"),
        "level": Words("级别", "level"),
        "level:vip": Words("贵宾", "VIP"),
        "points": Words("积分", "points"),
        "tags": Words("标签", "tags"),
        "order.kind": Words("渠道", "channel"),
    },
)
R_06: Any = {
    "or": [
        {">=": [{"sum_of": ["order.net", "365d"]}, 3000]},
        {">=": [{"count_of": ["order", "this_year"]}, 5]},
    ]
}


def explained(rule: Any, values: dict[str, Any], **cuts: Any) -> Explained:
    checked = check(rule, SCOPE)
    assert not checked.errors
    return explain(checked, values, MOMENT, SCOPE, **cuts)


def orders(*units: int) -> dict[str, Any]:
    return {"order": [{"net": each, "paid_at": MOMENT.now, "kind": "web"} for each in units]}


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        (
            R_06,
            "最近 365 天消费满 ¥3,000，或本年下单满 5 次",
            (
                "Spend in the last 365 days is at least ¥3,000,"
                " or number of orders this year is at least 5"
            ),
        ),
        (
            {"and": [{"<": [{"var": "age"}, 30]}, {"or": [{"var": "ok"}, {"!": [{"var": "ok"}]}]}]},
            "年龄低于 30，且（同意，或并非（同意））",
            "Age is below 30 and (consent, or not (consent))",
        ),
        ({">=": [{"var": "born"}, "2000-01-01"]}, "生日不早于 2000-01-01", None),
        ({"==": [{"var": "level"}, "vip"]}, "级别为贵宾", "Level is VIP"),
        ({"in": [{"var": "level"}, ["vip", "new"]]}, "级别为贵宾、“new”之一", None),
        ({">=": [{"streak_of": ["order", "current", "day"]}, 7]}, "连续下单天数满 7 天", None),
        (
            {"<": [{"rank_of": [{"sum_of": ["order.net", "this_year"]}, "percent"]}, 10]},
            "本年消费排名前 10%",
            "Spend this year is among the top 10%",
        ),
        (
            {">=": [{"count_of": ["order", "30d", {"==": [{"var": "kind"}, "web"]}]}, 3]},
            "最近 30 天（渠道为“web”）下单满 3 次",
            None,
        ),
    ],
)
def test_a_rule_reads_as_a_sentence(rule: Any, zh: str, en: str | None) -> None:
    checked = check(rule, SCOPE)
    assert not checked.errors
    assert describe(checked, SCOPE, "zh") == zh
    if en is not None:
        assert describe(checked, SCOPE, "en") == en


def test_a_member_sees_how_far_each_condition_is() -> None:
    found = explained(R_06, orders(288_000, 0))
    spend, count = found.children
    assert found.state is State.UNMET
    assert (spend.value, spend.threshold, spend.gap, spend.unit) == (
        288_000,
        300_000,
        12_000,
        "money",
    )
    assert spend.progress == pytest.approx(0.96)
    assert (count.value, count.threshold, count.gap, count.unit) == (2, 5, 3, "count")
    assert count.path == "/or/1"


def test_what_is_missing_is_said_with_the_nearest_way_first() -> None:
    found = ways(explained(R_06, orders(288_000, 0)))
    assert sentence(found) == Words("再消费 ¥120，或再下 3 单", "spend ¥120 more, or 3 more orders")


def test_parts_that_are_needed_together_stand_in_one_way() -> None:
    found = ways(explained({"and": R_06["or"]}, orders(288_000)))
    assert len(found) == 1
    assert [each.gap for each in found[0]] == [12_000, 4]


def test_of_two_gaps_of_one_metric_that_are_needed_together_the_larger_is_said() -> None:
    spend = {"sum_of": ["order.net", "365d"]}
    both = {"and": [{">=": [spend, 2000]}, {">=": [spend, 3000]}, R_06["or"][1]]}
    assert sentence(ways(explained(both, orders(150_000)))) == Words(
        "再消费 ¥1,500，且再下 4 单", "spend ¥1,500 more and 4 more orders"
    )


def test_nothing_is_missing_from_a_rule_that_is_met() -> None:
    assert ways(explained(R_06, orders(300_000))) == ((),)


def test_missing_data_is_unknown_and_is_said_to_be() -> None:
    found = explained({">=": [{"var": "points"}, 10]}, {"points": None})
    assert found.state is State.UNKNOWN
    assert found.gap is None
    assert "暂无数据" in sentence(ways(found)).zh


@pytest.mark.parametrize(
    ("operator", "value", "gap"),
    [(">=", 9, 1), (">=", 10, 0), (">", 10, 1), (">", 11, 0), ("<", 10, 1), ("<=", 10, 0)],
)
def test_a_strict_comparison_needs_one_step_more(operator: str, value: int, gap: int) -> None:
    assert explained({operator: [{"var": "points"}, 10]}, {"points": value}).gap == gap


def test_a_turned_comparison_is_explained_the_same() -> None:
    found = explained({"<=": [10, {"var": "points"}]}, {"points": 7})
    assert (found.operator, found.gap) == (">=", 3)


def test_a_rank_is_explained_by_its_cut() -> None:
    rule = {"<": [{"rank_of": [{"sum_of": ["order.net", "this_year"]}, "percent"]}, 10]}
    cut = check(rule, SCOPE).ranks[0].normal_form
    found = explained(rule, {**orders(80_000), "cut": 100_000}, materialised={cut: "cut"})
    assert (found.state, found.gap, found.unit) == (State.UNMET, 20_000, "money")


def test_what_a_threshold_asks_more_than_a_rank_is_said_once() -> None:
    spend = {"sum_of": ["order.net", "this_year"]}
    rule = {"and": [{">=": [spend, 1500]}, {"<": [{"rank_of": [spend, "percent"]}, 10]}]}
    cut = check(rule, SCOPE).ranks[0].normal_form
    found = explained(rule, {**orders(80_000), "cut": 100_000}, materialised={cut: "cut"})
    assert sentence(ways(found)).zh == "再消费 ¥700"
