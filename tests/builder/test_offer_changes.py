"""What publishing changes about budgets and calendars is told, each once and in words."""

from copy import deepcopy
from typing import Any

import pytest

from tests.builder.changing import the_changes
from tests.runtime.flowing import COUPON, programme

BEFORE = programme(
    coupons=[COUPON],
    benefits=[{"key": "badge", "kind": "badge", "label": "Badge"}],
    budgets=[
        {"key": "spring", "label": "Spring", "of": "coupons", "most": 5},
        {"key": "points", "label": "Points", "most": 100},
    ],
    calendars=[
        {"key": "shop", "label": "Shop", "days": [{"key": "d", "label": "D", "monthly": [8]}]}
    ],
    earning={"boosts": [{"key": "sprint", "label": "Sprint", "times": 2}]},
)


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        (("coupons", 0, "budget"), "spring", "Changed the budget of the coupon “Ten off”"),
        (("benefits", 0, "budget"), ["spring"], "Changed the budget of the benefit “Badge”"),
        (("calendars", 0, "label"), "Market", "Renamed the calendar “Market”"),
        (("calendars", 0, "days", 0, "monthly"), [9], "Changed when “D” is"),
    ],
)
def test_a_change_is_told_once(place: tuple[Any, ...], value: Any, told: str) -> None:
    after = deepcopy(BEFORE)
    there: Any = after
    for step in place[:-1]:
        there = there[step]
    there[place[-1]] = value
    assert [each.sentence.en for each in the_changes(after, BEFORE)] == [told]


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        (("budgets", 0, "all"), True, "all coupons"),
        (("budgets", 0, "most"), 7, "7 coupons"),
        (("earning", "boosts", 0, "budget"), "points", "Sprint"),
    ],
)
def test_the_new_sentence_is_told(place: tuple[Any, ...], value: Any, words: str) -> None:
    after = deepcopy(BEFORE)
    there: Any = after
    for step in place[:-1]:
        there = there[step]
    there[place[-1]] = value
    (change,) = the_changes(after, BEFORE)
    assert words in change.sentence.en
