"""Thresholds that would let a wanted share rise: by hand, and on both databases."""

from fractions import Fraction
from typing import Any

import pytest

from app.analytics.conditions import Threshold
from app.analytics.proposals import Found, Proposal, Wanted, threshold_for, wanted
from app.analytics.round_numbers import roundest, roundest_above
from app.errors import Invalid
from app.expression.tree import Variable
from app.expression.types import Integer, Number
from app.words import Words
from tests.analytics.conftest import Pasts
from tests.analytics.histories import Past
from tests.runtime.clubs import document

TENTH_OR_SO = Wanted(low=Fraction(10, 100), high=Fraction(15, 100))
SPENT = {"sum_of": ["order.net", "lifetime"]}
ORDERS = {"count_of": ["order", "lifetime"]}


def said(operator: str, value: float, kind: Any = None) -> Threshold:
    number = kind or Integer()
    return Threshold(
        metric=Variable(path="", type=number, name="x"),
        operator=operator,
        value=value,
        type=number,
        unit="number",
        subject=Words("数", "number"),
    )


@pytest.mark.parametrize(
    ("low", "high", "near", "found"),
    [
        (101, 499, 250, 200),
        (212, 487, 350, 400),
        (7, 9, 8, 8),
        (95, 105, 96, 100),
        (-3, 4, 2, 0),
        (1_234, 1_234, 1_234, 1_234),
    ],
)
def test_a_round_number_is_one_that_people_can_remember(
    low: int, high: int, near: int, found: int
) -> None:
    assert roundest(low, high, near) == found


def test_a_round_fraction_is_above_one_bound_and_not_above_the_other() -> None:
    assert roundest_above(Fraction("0.31"), Fraction("0.48"), Fraction("0.4")) == 0.4
    assert roundest_above(Fraction("0.4"), Fraction("0.48"), Fraction("0.44")) in {0.45, 0.44}
    assert roundest_above(Fraction(1), Fraction(2), Fraction(2)) == 2


def test_of_a_hundred_members_between_ten_and_fifteen_pass() -> None:
    """Values 1 … 100: at least 86 … 91 lets 15 … 10 pass; 90 is the roundest of them."""
    found = threshold_for(said(">=", 500), range(1, 101), 0, 100, TENTH_OR_SO)
    assert found == Found(value=90)


def test_a_strict_comparison_leaves_its_number_out() -> None:
    """More than 85 … 90 lets 15 … 10 pass."""
    found = threshold_for(said(">", 500), range(1, 101), 0, 100, TENTH_OR_SO)
    assert found == Found(value=90)
    narrow = Wanted(low=Fraction(12, 100), high=Fraction(12, 100))
    assert threshold_for(said(">", 500), range(1, 101), 0, 100, narrow) == Found(value=88)


def test_where_less_is_better_the_lowest_pass() -> None:
    """At most 10 … 15 lets as many pass."""
    found = threshold_for(said("<=", 0), range(1, 101), 0, 100, TENTH_OR_SO)
    assert found == Found(value=10)
    narrow = Wanted(low=Fraction(12, 100), high=Fraction(12, 100))
    assert threshold_for(said("<", 0), range(1, 101), 0, 100, narrow) == Found(value=13)


def test_who_does_not_meet_the_rest_is_part_of_the_share_but_cannot_rise() -> None:
    """Of 100 members 20 meet the rest, with 1 … 20: 10 … 15 of them have at least 11 … 6."""
    found = threshold_for(said(">=", 500), range(1, 21), 0, 100, TENTH_OR_SO)
    assert found == Found(value=10)


def test_where_too_few_meet_the_rest_no_number_helps() -> None:
    assert threshold_for(said(">=", 500), range(9), 0, 100, TENTH_OR_SO) is None
    assert threshold_for(said(">=", 500), range(10), 0, 100, TENTH_OR_SO) is not None


def test_who_rises_anyway_counts_towards_what_is_wanted() -> None:
    """Five rise anyway; of the rest, with 1 … 95, five … ten more: at least 86 … 91."""
    found = threshold_for(said(">=", 500), range(1, 96), 5, 100, TENTH_OR_SO)
    assert found == Found(value=90)
    assert threshold_for(said(">=", 500), range(1, 85), 16, 100, TENTH_OR_SO) is None


def test_members_with_the_same_value_are_let_in_or_left_out_together() -> None:
    """Nine have 10, thirty have 5: 5 lets 39 pass, 6 … 10 only nine, which is nearer to ten."""
    values = [10] * 9 + [5] * 30 + [0] * 61
    assert threshold_for(said(">=", 500), values, 0, 100, TENTH_OR_SO) == Found(value=10, tied=30)
    # One has 10, sixteen have 5: seventeen is two too many, one is nine too few.
    values = [10] + [5] * 16 + [0] * 83
    assert threshold_for(said(">=", 500), values, 0, 100, TENTH_OR_SO) == Found(value=5, tied=16)


def test_numbers_with_a_fraction_are_rounded_too() -> None:
    values = [n / 100 for n in range(1, 101)]
    found = threshold_for(said(">=", 5.0, Number()), values, 0, 100, TENTH_OR_SO)
    assert found is not None
    assert found.value == 0.9


@pytest.mark.parametrize("text", ["", "x", "15-10", "0", "101", "-5", "10-", "1/0"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        wanted(text)


def test_a_rate_is_read_in_per_cents() -> None:
    assert wanted("10-15") == wanted("10–15 %") == TENTH_OR_SO
    assert wanted("12.5") == Wanted(low=Fraction(1, 8), high=Fraction(1, 8))


def spenders(past: Pasts, rule: Any, orders: dict[str, list[float]]) -> Past:
    team = past(document(("basic", None), ("silver", rule)))
    for name, amounts in orders.items():
        team.club.join(name)
        for each in amounts:
            team.club.buy(name, each)
    team.on_tier("basic", *orders, since="2026-01-01")
    return team


def proposals(team: Past) -> tuple[Proposal, ...]:
    return team.tier("basic").proposals


def test_a_proposal_is_counted_under_the_condition_it_makes(past: Pasts) -> None:
    """Twenty members spent 10 … 200: at least 181 … 190 lets two or three rise, 10 to 15 %."""
    rule = {">=": [SPENT, 500]}
    team = spenders(past, rule, {f"m{n}": [10 * n] for n in range(1, 21)})
    (found,) = proposals(team)
    assert found.would in {2, 3}
    assert found.threshold.to_json(found.value) in {180, 190}
    assert found.share is not None
    assert 0.10 <= found.share <= 0.15


def test_each_threshold_is_proposed_with_the_others_as_they_are(past: Pasts) -> None:
    """All twenty have one order; four of them spent the 100 that are asked for."""
    rule = {"and": [{">=": [SPENT, 100]}, {">=": [ORDERS, 2]}]}
    orders = {f"m{n}": [100.0 if n < 4 else 10.0] for n in range(20)}
    spend, count = proposals(spenders(past, rule, orders))
    assert (spend.value, spend.would, spend.meet_the_rest) == (None, None, 0)
    # One order lets four rise, a fifth; they all have one and cannot be told apart.
    assert (count.value, count.would, count.tied, count.meet_the_rest) == (1, 4, 4, 4)


def test_a_number_that_is_a_parameter_is_named_as_such(past: Pasts) -> None:
    parameter = {
        "key": "silver_spend",
        "label": {"zh": "银卡消费", "en": "Silver spend"},
        "kind": "money",
        "value": 100,
    }
    rule = {"and": [{">=": [SPENT, {"var": "parameter.silver_spend"}]}, {">=": [ORDERS, 1]}]}
    team = past(document(("basic", None), ("silver", rule), parameters=[parameter]))
    names = [f"m{n}" for n in range(1, 11)]
    for n, name in enumerate(names, start=1):
        team.club.join(name)
        team.club.buy(name, 9 * n)
    team.on_tier("basic", *names, since="2026-01-01")
    spend, count = proposals(team)
    assert (spend.parameter, count.parameter) == ("silver_spend", None)
    assert (spend.threshold.to_json(spend.value), spend.would) == (90, 1)


def test_the_whole_ladder_rises_in_equally_hard_steps(past: Pasts) -> None:
    """480 reach 1 and 60 reach the top of four tiers: 240 and 120 should reach those between."""
    team = past(
        document(
            ("basic", None),
            ("bronze", {">=": [{"var": "score"}, 1]}),
            ("silver", {">=": [{"var": "score"}, 2]}),
            ("gold", {">=": [{"var": "score"}, 3]}),
            ("diamond", {">=": [{"var": "score"}, 421]}),
            objects=[
                {
                    "key": "member",
                    "label": {"zh": "会员", "en": "Member"},
                    "fields": [
                        {"key": "score", "kind": "integer", "label": {"zh": "分", "en": "Score"}}
                    ],
                }
            ],
        )
    )
    names = [f"m{n}" for n in range(1, 481)]
    for n, name in enumerate(names, start=1):
        team.club.join(name, score=n)
    team.on_tier("basic", *names, since="2026-01-01")
    found = team.diagnosis().progression
    assert found is not None
    shown = [(each.tier, each.proposed) for each in found.rises]
    assert shown[0] == ("bronze", 1)
    assert shown[3] == ("diamond", 421)
    # 240 and 120, within a tenth: at least 217 … 265, and 349 … 373.
    assert 217 <= shown[1][1] <= 265
    assert 349 <= shown[2][1] <= 373
    assert [each.of for each in found.rises] == [480, *(each.reach for each in found.rises[:3])]
