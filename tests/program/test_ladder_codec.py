"""Ladders as JSON: what is written comes back, and every mistake is found at its place."""

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from app.program.codec import dump, load
from app.program.ladder import Demotion, Due, Ladder, MakeUp, Promoted, Review, Stage, Trial
from app.program.period import FORMS, Period
from app.program.reader import Unreadable
from app.words import Words
from tests.builder.programmes import at_least, document, tier

STAGE = {"key": "start", "label": "开始", "condition": at_least(1), "points": 50}
TRIAL = {"key": "week", "label": "体验周", "tier": "gold", "days": 3, "who": at_least(1)}
SETTINGS: dict[str, Any] = {
    "period": "half_year",
    "promoted": "evaluation",
    "review": {
        "due": "next_period",
        "demotion": "one_down",
        "floor": "gold",
        "grace_days": 30,
        "notice_days": 14,
    },
    "trials": [TRIAL],
    "make_up": {"currency": "growth", "rate": "2.5", "most_percent": 30},
}
TIERS = (
    tier("regular", levels=5),
    tier("gold", at_least(1000), retention=at_least(500), stages=[STAGE]),
)


def written(**settings: Any) -> Any:
    return document(*deepcopy(TIERS), ladder=settings)


def read(content: Any) -> Ladder:
    (ladder,) = load(content).ladders
    return ladder


def refused(content: Any) -> list[str]:
    with pytest.raises(Unreadable) as error:
        load(content)
    return [each.path for each in error.value.findings]


def test_every_setting_is_read() -> None:
    ladder = read(written(**SETTINGS))
    assert ladder.period == Period.parse("half_year")
    assert ladder.promoted is Promoted.EVALUATION
    assert ladder.review == Review(
        due=Due.NEXT_PERIOD,
        demotion=Demotion.ONE_DOWN,
        floor="gold",
        grace_days=30,
        notice_days=14,
    )
    assert ladder.make_up == MakeUp(currency="growth", rate=Decimal("2.5"), most_percent=30)
    week = Words("体验周", "体验周")
    assert ladder.trials == (Trial(key="week", label=week, tier="gold", days=3, who=at_least(1)),)
    lowest, gold = ladder.tiers
    assert (lowest.levels, gold.levels) == (5, 1)
    assert gold.retention == at_least(500)
    start = Words("开始", "开始")
    assert gold.stages == (Stage(key="start", label=start, condition=at_least(1), points=50),)


def test_a_ladder_that_says_nothing_more_is_reviewed_every_day() -> None:
    ladder = read(document())
    assert (ladder.review, ladder.promoted) == (Review(), Promoted.EVENT)
    assert (ladder.period, ladder.trials, ladder.make_up) == (Period.parse("lifetime"), (), None)
    assert not ladder.review.dated
    assert dump(load(document()))["ladders"][0].keys() == {
        *("key", "label", "period", "promotion", "tiers")
    }


@pytest.mark.parametrize(
    "settings",
    [
        SETTINGS,
        {"period": "365d", "review": {"due": "365d"}},
        {"period": "12mo", "review": {"due": "12mo", "demotion": "never"}},
        {"period": "joined", "promoted": "review", "review": {"due": "period"}},
        {"period": "tier", "review": {"floor": "regular"}},
        {"trials": [{"key": "week", "tier": "gold"}]},
        {"trials": [{**TRIAL, "who": False}]},
        {"make_up": {}},
        {"make_up": {"rate": 0.1}},
    ],
    ids=str,
)
def test_what_is_written_comes_back(settings: Any) -> None:
    programme = load(written(**settings))
    again = dump(programme)
    assert load(again) == programme
    assert dump(load(again)) == again


MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"period": "fortnight"}, "/period"),
    ({"period": "0d"}, "/period"),
    ({"period": 12}, "/period"),
    ({"promoted": "always"}, "/promoted"),
    ({"review": "yearly"}, "/review"),
    ({"review": {"every": "year"}}, "/review/every"),
    ({"review": {"due": "validity"}}, "/review/due"),
    ({"review": {"due": "year"}}, "/review/due"),
    ({"review": {"due": 365}}, "/review/due"),
    ({"review": {"demotion": "two_down"}}, "/review/demotion"),
    ({"review": {"floor": "copper"}}, "/review/floor"),
    ({"review": {"floor": 1}}, "/review/floor"),
    ({"review": {"grace_days": -1}}, "/review/grace_days"),
    ({"review": {"notice_days": 1.5}}, "/review/notice_days"),
    ({"trials": {}}, "/trials"),
    ({"trials": [{**TRIAL, "tier": "copper"}]}, "/trials/0/tier"),
    ({"trials": [{"key": "week"}]}, "/trials/0/tier"),
    ({"trials": [{**TRIAL, "days": 0}]}, "/trials/0/days"),
    ({"trials": [{**TRIAL, "hours": 24}]}, "/trials/0/hours"),
    ({"trials": [TRIAL, TRIAL]}, "/trials/1/key"),
    ({"make_up": 2}, "/make_up"),
    ({"make_up": {"rate": 0}}, "/make_up/rate"),
    ({"make_up": {"rate": True}}, "/make_up/rate"),
    ({"make_up": {"rate": "much"}}, "/make_up/rate"),
    ({"make_up": {"most_percent": 101}}, "/make_up/most_percent"),
    ({"make_up": {"currency": 5}}, "/make_up/currency"),
]


@pytest.mark.parametrize(("settings", "place"), MISTAKES, ids=str)
def test_a_mistake_is_found_at_its_place(settings: Any, place: str) -> None:
    assert refused(written(**settings)) == [f"/ladders/0{place}"]


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"levels": 0}, "levels"),
        ({"levels": 21}, "levels"),
        ({"keep": True}, "keep"),
        ({"stages": "first"}, "stages"),
        ({"stages": [{**STAGE, "points": -1}]}, "stages/0/points"),
        ({"stages": [{**STAGE, "prize": 1}]}, "stages/0/prize"),
        ({"stages": [{**STAGE, "currency": 1}]}, "stages/0/currency"),
        ({"stages": [STAGE, STAGE]}, "stages/1/key"),
        ({"stages": [{**STAGE, "key": "First"}]}, "stages/0/key"),
    ],
    ids=str,
)
def test_a_mistake_in_a_tier_is_found_at_its_place(more: Any, place: str) -> None:
    content = document(tier("regular"), tier("gold", at_least(1000), **more))
    assert refused(content) == [f"/ladders/0/tiers/1/{place}"]


def test_all_mistakes_are_told_at_once() -> None:
    content = written(period="fortnight", review={"floor": "copper"}, trials=[{"key": "week"}])
    assert refused(content) == [
        "/ladders/0/period",
        "/ladders/0/review/floor",
        "/ladders/0/trials/0/tier",
    ]


@pytest.mark.parametrize("word", [*FORMS.split(), "1d"])
def test_a_period_is_written_as_it_was_read(word: str) -> None:
    assert str(Period.parse(word)) == word
    assert read(written(period=word)).period == Period.parse(word)
