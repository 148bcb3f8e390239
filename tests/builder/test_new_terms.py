"""Whoever changes periods or reviews is told what that means for members who hold a tier."""

from typing import Any

import pytest

from app.builder.findings import examine
from app.builder.new_terms import new_terms
from app.errors import Severity
from app.program.codec import load
from tests.builder.programmes import at_least, document, tier

TIERS = (tier("regular"), tier("gold", at_least(1000, {"sum_of": ["order.net", "period"]})))
YEARLY: dict[str, Any] = {"period": "year", "review": {"due": "period"}}


def told(old: Any, new: Any) -> dict[str, str]:
    live, draft = (load(document(*TIERS, ladder=each)) for each in (old, new))
    return {each.path: each.message.zh for each in new_terms(live, draft)}


COUNTED = "发布后，本考核期的消费和次数按“{}”重新计算：会员看到的进度会变，等级到{}时随之变化。"
HELD = "发布后，每位会员的等级从当天起算有效期，到考核日之前不会降级。"
ANEW = "发布后，所有会员的考核日从当天起重新计算，正在宽限期的会员也一样。"
NO_MORE = "发布后不再等到考核日：不满足条件的会员，在下一次每日核算时就会降级。"
PERIOD, DUE = "/ladders/0/period", "/ladders/0/review/due"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({}, {"period": "year"}, {PERIOD: COUNTED.format("每年", "下一次核算")}),
        ({"period": "year"}, YEARLY, {DUE: HELD}),
        (YEARLY, YEARLY | {"review": {"due": "12mo"}}, {DUE: ANEW}),
        (YEARLY, YEARLY | {"promoted": "review"}, {DUE: ANEW}),
        (YEARLY, YEARLY | {"review": {"due": "period", "grace_days": 30}}, {DUE: ANEW}),
        (
            YEARLY,
            YEARLY | {"period": "quarter"},
            {PERIOD: COUNTED.format("每季", "下一次考核"), DUE: ANEW},
        ),
        (YEARLY, {"period": "year"}, {DUE: NO_MORE}),
        (YEARLY, {"period": "year", "review": {"demotion": "never"}}, {}),
        (YEARLY, YEARLY | {"review": {"due": "period", "notice_days": 30}}, {}),
        (YEARLY, YEARLY | {"review": {"due": "period", "demotion": "one_down"}}, {}),
        (YEARLY, YEARLY, {}),
    ],
    ids=[
        "another period",
        "reviews come",
        "a validity instead",
        "only reviews promote",
        "grace comes",
        "another period that is reviewed",
        "reviews go",
        "reviews go, and nobody falls",
        "a notice comes",
        "one down instead",
        "nothing changes",
    ],
)
def test_what_begins_anew_is_told(old: Any, new: Any, expected: dict[str, str]) -> None:
    assert told(old, new) == expected


def test_only_losing_the_day_of_review_is_a_warning() -> None:
    without = load(document(ladder={"period": "year"}))
    (found,) = new_terms(load(document(ladder=YEARLY)), without)
    assert found.severity is Severity.WARNING
    assert found.message.en.startswith("Once published, nothing waits for a day of review")
    (found,) = new_terms(without, load(document(ladder=YEARLY)))
    assert found.severity is Severity.NOTE


def test_a_ladder_that_is_new_begins_nothing_anew() -> None:
    live = load(document())
    other = load(document(ladder={"key": "other"} | YEARLY))
    assert list(new_terms(live, other)) == []


def test_the_draft_tells_it_against_what_is_live() -> None:
    live, draft = load(document(ladder={"period": "year"})), load(document(ladder=YEARLY))
    assert HELD in [each.message.zh for each in examine(draft, live=live).findings]
    assert HELD not in [each.message.zh for each in examine(draft).findings]


def test_a_period_that_no_rule_counts_by_changes_nobodys_progress() -> None:
    live, draft = load(document()), load(document(ladder={"period": "year"}))
    assert list(new_terms(live, draft)) == []
