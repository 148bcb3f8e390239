"""What a ladder says about reviews, extras, blanks and currencies goes together."""

from typing import Any

import pytest

from app.builder.findings import findings_in
from app.errors import Finding, Severity
from app.program.codec import load
from app.program.reader import Unreadable
from tests.builder.programmes import SPEND, at_least, document, field, tier

DUE = "/ladders/0/review/due"
GRACE = "/ladders/0/review/grace_days"
NOTICE = "/ladders/0/review/notice_days"
GOLD = "/ladders/0/tiers/1/condition"
PERIOD = {"sum_of": ["order.net", "period"]}


def reviewed(period: str, **review: Any) -> dict[str, Any]:
    return document(ladder={"period": period, "review": review})


def told(content: Any) -> list[Finding]:
    return list(findings_in(load(content)))


BLOCKS: dict[str, tuple[dict[str, Any], str, str]] = {
    "an end of a period that never ends": (
        reviewed("lifetime", due="period"),
        DUE,
        "没有周期结束可以考核",
    ),
    "the next one either": (reviewed("lifetime", due="next_period"), DUE, "没有周期结束"),
    "years of membership without a review": (reviewed("joined"), DUE, "没有考核日"),
    "years of a tier without a review": (reviewed("tier"), DUE, "没有考核日"),
    "grace as long as February": (
        reviewed("month", due="period", grace_days=28),
        GRACE,
        "最短 28 天",
    ),
    "grace as long as a validity": (reviewed("lifetime", due="90d", grace_days=90), GRACE, "90 天"),
    "notice as long as a quarter": (
        reviewed("quarter", due="period", notice_days=90),
        NOTICE,
        "提醒 90 天不比一个周期短",
    ),
    "grace of a year": (reviewed("joined", due="period", grace_days=365), GRACE, "最短 365 天"),
    "grace of fourteen months' validity": (
        reviewed("year", due="14mo", grace_days=421),
        GRACE,
        "最短 421 天",
    ),
    "a currency there is not": (
        document(ladder={"make_up": {"currency": "grwoth"}}),
        "/ladders/0/make_up/currency",
        "没有“grwoth”",
    ),
    "a reward in what there is not": (
        document(
            tier("regular"),
            tier(
                "gold",
                at_least(500),
                stages=[{"key": "s", "condition": at_least(100), "points": 5, "currency": "stars"}],
            ),
        ),
        "/ladders/0/tiers/1/stages/0/currency",
        "没有“stars”",
    ),
    "a tier there is not": (
        document(tier("regular"), tier("gold", {"==": [{"tier": []}, "glod"]})),
        f"{GOLD}/==/1",
        "glod",
    ),
    "a ladder there is not": (
        document(tier("regular"), tier("gold", {"==": [{"tier": ["side"]}, "gold"]})),
        f"{GOLD}/==/0/tier/0",
        "可用：main",
    ),
    "a period of a ladder there is not": (
        document(
            tier("regular"), tier("gold", at_least(5, {"sum_of": ["order.net", "period:side"]}))
        ),
        f"{GOLD}/>=/0/sum_of/1",
        "period:main",
    ),
}


@pytest.mark.parametrize(("content", "path", "words"), BLOCKS.values(), ids=BLOCKS.keys())
def test_what_would_go_wrong_blocks_the_release(
    content: dict[str, Any], path: str, words: str
) -> None:
    (found,) = told(content)
    assert (found.path, found.severity) == (path, Severity.ERROR)
    assert words in found.message.zh


@pytest.mark.parametrize(
    ("ladder", "path"),
    [
        ({"review": {"floor": "glod"}}, "/ladders/0/review/floor"),
        ({"trials": [{"key": "t", "tier": "glod"}]}, "/ladders/0/trials/0/tier"),
    ],
)
def test_a_document_that_names_a_tier_there_is_not_cannot_be_read(
    ladder: dict[str, Any], path: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        load(document(ladder=ladder))
    assert [each.path for each in refused.value.findings] == [path]


SURPRISES: dict[str, tuple[dict[str, Any], str, str]] = {
    "a period that moves on every day": (reviewed("365d", due="period"), DUE, "没有结束的一天"),
    "one down every day": (
        reviewed("year", demotion="one_down"),
        "/ladders/0/review/demotion",
        "一天掉一级",
    ),
    "grace without a day of review": (reviewed("year", grace_days=30), GRACE, "不起作用"),
    "notice without a day of review": (reviewed("year", notice_days=30), NOTICE, "不起作用"),
    "staying where nobody falls": (
        document(
            tier("regular"),
            tier("gold", at_least(500), retention=at_least(300)),
            ladder={"period": "year", "review": {"due": "period", "demotion": "never"}},
        ),
        "/ladders/0/tiers/1/retention",
        "从不降级",
    ),
    "micro-levels above which there is nothing": (
        document(tier("regular"), tier("gold", at_least(500), levels=3)),
        "/ladders/0/tiers/1/levels",
        "微等级不会显示",
    ),
    "a trial of where everybody is": (
        document(ladder={"trials": [{"key": "t", "tier": "regular"}]}),
        "/ladders/0/trials/0/tier",
        "体验它没有意义",
    ),
    "goals on the way to where everybody is": (
        document(
            tier("regular", stages=[{"key": "s", "condition": at_least(5)}]),
            tier("gold", at_least(500)),
        ),
        "/ladders/0/tiers/0/stages",
        "没有意义",
    ),
    "an order on what may be blank": (
        document(
            tier("regular"),
            tier("gold", at_least(18, {"var": "age"})),
            fields=[field("age", "integer", options={"min": 0, "max": 150})],
        ),
        GOLD,
        "没填的会员不满足这个条件，也不算 0",
    ),
    "several currencies added up": (
        document(
            tier("regular"),
            tier("gold", at_least(500, {"sum_of": ["sale.amount", "365d"]})),
            objects=[
                {
                    "key": "sale",
                    "label": "销售",
                    "occurred": "on",
                    "fields": [
                        field("on", "date"),
                        field("amount", "money"),
                        field("paid_in", "choice", options={"choices": ["CNY", "usd"]}),
                    ],
                }
            ],
        ),
        "/ladders/0",
        "几种货币",
    ),
}


@pytest.mark.parametrize(("content", "path", "words"), SURPRISES.values(), ids=SURPRISES.keys())
def test_what_may_surprise_is_a_warning(content: dict[str, Any], path: str, words: str) -> None:
    (found,) = told(content)
    assert (found.path, found.severity) == (path, Severity.WARNING)
    assert words in found.message.zh
    assert found.message.en


def aged(condition: Any, **more: Any) -> dict[str, Any]:
    age = field("age", "integer", options={"min": 0, "max": 150}, **more)
    return document(tier("regular"), tier("gold", condition), fields=[age])


def sales(filtered: Any, choices: list[str]) -> dict[str, Any]:
    fields = [
        field("on", "date"),
        field("amount", "money"),
        field("paid_in", "choice", options={"choices": choices}),
    ]
    return document(
        tier("regular"),
        tier("gold", at_least(500, {"sum_of": ["sale.amount", "365d", *filtered]})),
        objects=[{"key": "sale", "label": "销售", "occurred": "on", "fields": fields}],
    )


ADULT = at_least(18, {"var": "age"})
FINE: dict[str, dict[str, Any]] = {
    "grace a day shorter than February": reviewed("month", due="period", grace_days=27),
    "notice a day shorter than a quarter": reviewed("quarter", due="period", notice_days=89),
    "a day shorter than the validity": reviewed("lifetime", due="90d", grace_days=89),
    "one down at the end of a year": reviewed("year", due="period", demotion="one_down"),
    "years of membership with a review": reviewed("joined", due="period"),
    "years of a tier that is never lost": reviewed("tier", demotion="never"),
    "daily without a period": reviewed("lifetime"),
    "a field that is required": aged(ADULT, required=True),
    "a field with a default": aged(ADULT, default=0),
    "a field with a value for blanks": aged(at_least(18, {"coalesce": [{"var": "age"}, 0]})),
    "a field that is asked for": aged({"and": [{"is_set": [{"var": "age"}]}, at_least(500)]}),
    "a default in the condition": aged(at_least(18, {"var": ["age", 0]})),
    "a metric that is never blank": document(
        tier("regular"), tier("gold", at_least(5, {"count_of": ["order"]}))
    ),
    "one of several currencies": sales([{"==": [{"var": "paid_in"}, "CNY"]}], ["CNY", "USD"]),
    "options that are no currencies": sales([], ["cash", "card"]),
    "one currency": sales([], ["CNY"]),
    "micro-levels below the top": document(tier("regular", levels=3), tier("gold", at_least(500))),
}


@pytest.mark.parametrize("content", FINE.values(), ids=FINE.keys())
def test_what_goes_together_is_not_spoken_of(content: dict[str, Any]) -> None:
    assert told(content) == []


def test_a_blank_field_is_shown_by_a_member_without_it_and_a_way_out() -> None:
    (found,) = told(aged(ADULT))
    assert found.example is not None
    assert dict(found.example.values) == {"age": None}
    assert found.fix is not None
    assert '{"coalesce": [{"var": "age"}, 0]}' in found.fix.zh


def test_a_field_asked_for_on_the_ladder_is_never_blank_on_it() -> None:
    content = aged(ADULT)
    content["ladders"][0]["members"] = {"is_set": [{"var": "age"}]}
    assert told(content) == []


def test_spend_in_a_period_is_spend_of_the_order() -> None:
    content = document(
        tier("regular"),
        tier("gold", {"and": [at_least(500, PERIOD), at_least(500, SPEND)]}),
        ladder={"period": "month"},
    )
    (found,) = told(content)
    assert found.path == f"{GOLD}/and/1", "What was spent this month was spent within 365 days."
