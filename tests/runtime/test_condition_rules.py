"""Conditions of the articles beyond plain thresholds: caps, scores, layers, drops, segments."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.clock import to_instant
from app.expression.explain import Explained, State
from app.expression.gap import sentence, ways
from app.runtime.intake import Entry
from app.runtime.standing import standing
from tests.runtime.clubs import NOON, Club, document

Clubs = Callable[..., Club]

SPENT = {"sum_of": ["order.net", "lifetime"]}


def kind(name: str) -> Any:
    return {"==": [{"var": "kind"}, name]}


def field(key: str, sort: str, expression: Any = None, **more: Any) -> dict[str, Any]:
    options = {} if expression is None else {"options": {"expression": expression, **more}}
    return {"key": key, "kind": sort, "label": key, **options}


def with_fields(content: dict[str, Any], *fields: dict[str, Any]) -> dict[str, Any]:
    return content | {"objects": [{"key": "member", "label": "Member", "fields": list(fields)}]}


def explained(team: Club, member_id: int, tier: int) -> Explained:
    with team.spaces.reading(team.workspace_id) as space:
        found = standing(space, team.live, member_id, now=to_instant(team.now))
    tree = found.ladders[0].tiers[tier].explained
    assert tree is not None
    return tree


# R-03, E-5: interactions of three kinds, of which each counts at most so often on one day.

CAPPED = {
    "+": [
        {"capped_of": ["activity", 3, "lifetime", kind("comment")]},
        {"capped_of": ["activity", 2, "lifetime", kind("share")]},
        {"capped_of": ["activity", 5, "lifetime", kind("like")]},
    ]
}
INTERACTIVE = document(("middle", None), ("senior", {">=": [CAPPED, 10]}))


def test_r03_each_kind_counts_up_to_its_daily_cap_and_no_more(club: Clubs) -> None:
    team = club(INTERACTIVE)
    team.join("ann")
    for _ in range(9):
        team.act("ann", "comment")
        team.act("ann", "share")
        team.act("ann", "login")
    for _ in range(4):
        team.act("ann", "like")
    assert team.tier("ann") == "middle"
    assert team.act("ann", "like").moved[0].new == "senior"


def test_r03_the_cap_begins_anew_at_midnight_of_the_programme(club: Clubs) -> None:
    rule = {">=": [{"capped_of": ["activity", 3, "lifetime", kind("comment")]}, 5]}
    team = club(document(("middle", None), ("senior", rule)))
    team.at(2026, 3, 1, 23)
    team.join("ann")
    for _ in range(9):
        team.act("ann", "comment", at=team.now + timedelta(minutes=30))
    team.wait(hours=2)
    team.act("ann", "comment")
    assert team.tier("ann") == "middle"
    assert team.act("ann", "comment").moved[0].new == "senior"


def test_r03_what_is_capped_leaves_its_window_a_day_at_a_time(club: Clubs) -> None:
    rule = {">=": [{"capped_of": ["activity", 2, "7d", kind("comment")]}, 4]}
    team = club(document(("middle", None), ("senior", rule)))
    team.join("ann")
    for day in (0, 3):
        team.now = NOON + timedelta(days=day)
        for _ in range(5):
            team.act("ann", "comment")
    assert team.tier("ann") == "senior"
    team.now = NOON + timedelta(days=6)
    team.evaluate()
    assert team.tier("ann") == "senior"
    team.now = NOON + timedelta(days=7)
    team.evaluate()
    assert team.tier("ann") == "middle"


# R-10, E-23: a composite score.

SCORE = {
    "score": [
        [{"sum_of": ["order.net", "365d"]}, 50, 2000],
        [{"days_of": ["activity", "30d"]}, 30, 10],
        [{"var": "points"}, 20, 500],
    ]
}
SCORED = with_fields(
    document(("basic", None), ("core", {">=": [SCORE, 60]})), field("points", "integer")
)


@pytest.mark.parametrize(
    ("spend", "tier"), [("1479.96", "basic"), (1480, "core"), ("1480.04", "core"), (9999, "core")]
)
def test_r10_the_score_decides_to_the_cent(club: Clubs, spend: Any, tier: str) -> None:
    team = club(SCORED)
    ann = team.join("ann", points=500)
    team.buy("ann", spend)
    assert team.tier("ann") == tier
    assert (explained(team, ann, 1).state is State.MET) is (tier == "core")


def test_r10_a_score_is_explained_part_by_part(club: Clubs) -> None:
    team = club(SCORED)
    ann = team.join("ann", points=100)
    team.buy("ann", 1000)
    found = explained(team, ann, 1)
    assert found.comparison is not None
    parts = found.comparison.parts
    assert [each.points for each in parts] == [25.0, 3.0, 4.0]
    assert found.comparison.value == 32.0
    assert [each.shown_value.zh for each in parts] == ["¥1,000", "1 天", "100"]


def test_r10_a_score_nobody_can_work_out_promotes_nobody(club: Clubs) -> None:
    team = club(SCORED)
    ann = team.join("ann")
    team.buy("ann", 9999)
    assert team.tier("ann") == "basic"
    assert explained(team, ann, 1).state is State.UNKNOWN


# R-11: layers out of three banded dimensions.


def band(metric: Any, middle: Any, high: Any) -> Any:
    return {"if": [{">=": [metric, high]}, 2, {">=": [metric, middle]}, 1, 0]}


LAYERED = with_fields(
    document(
        ("quiet", None),
        ("growing", {">=": [{"+": [{"var": "spend"}, {"var": "active"}, {"var": "again"}]}, 3]}),
        ("core", {">=": [{"min": [{"var": "spend"}, {"var": "active"}, {"var": "again"}]}, 2]}),
    ),
    field("spend", "formula", band({"sum_of": ["order.net", "365d"]}, 300, 1000), result="integer"),
    field("active", "formula", band({"days_of": ["activity", "30d"]}, 2, 4), result="integer"),
    field("again", "formula", band({"count_of": ["order", "90d"]}, 2, 4), result="integer"),
)


def test_r11_a_member_is_layered_anew_when_one_dimension_moves(club: Clubs) -> None:
    team = club(LAYERED)
    team.join("ann")
    team.buy("ann", 1000)
    assert team.tier("ann") == "quiet"
    team.buy("ann", 0)
    assert team.tier("ann") == "growing"
    for day in (1, 2):
        team.now = NOON + timedelta(days=day)
        team.buy("ann", 1)
    assert team.tier("ann") == "growing"
    team.now = NOON + timedelta(days=3)
    team.act("ann", "login")
    assert team.tier("ann") == "core"


def test_r11_a_dimension_that_lapses_moves_the_layer_at_the_evaluation(club: Clubs) -> None:
    team = club(LAYERED)
    team.join("ann")
    for day in range(4):
        team.now = NOON + timedelta(days=day)
        team.buy("ann", 300)
    assert team.tier("ann") == "core"
    team.now = NOON + timedelta(days=29)
    team.evaluate()
    assert team.tier("ann") == "core"
    team.now = NOON + timedelta(days=30)
    team.evaluate()
    assert team.tier("ann") == "growing"
    team.now = NOON + timedelta(days=93)
    team.evaluate()
    assert team.tier("ann") == "quiet"


# R-33: an activity score that drops from one week to the next; new members are left out.

POINTS = {"+": [{"*": [{"var": "comments"}, 2]}, {"var": "logins"}]}
BEFORE = {"-": [{"+": [{"*": [{"var": "comments_2"}, 2]}, {"var": "logins_2"}]}, POINTS]}
DROPPED = {
    "and": [
        {">=": [{"days_since": [{"var": "joined_at"}]}, 14]},
        {">": [BEFORE, 0]},
        {">=": [{"/": [{"-": [BEFORE, POINTS]}, BEFORE]}, {"var": "parameter.drop"}]},
    ]
}
DROP = {"key": "drop", "label": {"zh": "骤降", "en": "Drop"}, "kind": "number", "value": 0.5}


def counted(name: str, window: str) -> Any:
    return {"count_of": ["activity", window, kind(name)]}


DROPPING = with_fields(
    document(("calm", None), ("at_risk", DROPPED), parameters=[DROP]),
    field("comments", "rollup", counted("comment", "7d"), result="integer"),
    field("logins", "rollup", counted("login", "7d"), result="integer"),
    field("comments_2", "rollup", counted("comment", "14d"), result="integer"),
    field("logins_2", "rollup", counted("login", "14d"), result="integer"),
)


def two_weeks(team: Club, name: str, before: int, lately: int, *, joined: int) -> None:
    """Have a member earn points of activity in the week before last and in the last one."""
    day = {
        "before": NOON + timedelta(days=joined - 10),
        "lately": NOON + timedelta(days=joined - 1),
    }
    team.now = NOON
    team.join(name)
    for _ in range(before):
        team.act(name, "login", at=day["before"])
    for n in range(lately):
        # A comment is worth two; what is left over is a login.
        if n % 2:
            team.act(name, "comment", at=day["lately"])
    if lately % 2:
        team.act(name, "login", at=day["lately"])
    team.now = NOON + timedelta(days=joined)
    team.evaluate()


@pytest.mark.parametrize(
    ("before", "lately", "tier"),
    [
        (10, 6, "calm"),
        (10, 5, "at_risk"),
        (10, 4, "at_risk"),
        (10, 0, "at_risk"),
        (1, 1, "calm"),
        (0, 0, "calm"),
        (0, 5, "calm"),
    ],
)
def test_r33_a_drop_by_half_from_week_to_week_is_noticed(
    club: Clubs, before: int, lately: int, tier: str
) -> None:
    team = club(DROPPING)
    two_weeks(team, "ann", before, lately, joined=30)
    assert team.tier("ann") == tier


@pytest.mark.parametrize(("days", "tier"), [(13, "calm"), (14, "at_risk"), (15, "at_risk")])
def test_r33_new_members_are_left_out_for_two_weeks(club: Clubs, days: int, tier: str) -> None:
    team = club(DROPPING)
    two_weeks(team, "ann", 10, 2, joined=days)
    assert team.tier("ann") == tier


# b11, b23: thresholds with a name, which may differ by segment.

GOLD = {
    "key": "gold_spend",
    "label": {"zh": "金卡门槛", "en": "Gold spend"},
    "kind": "money",
    "value": "2000.10",
    "cases": [
        {"when": {"==": [{"var": "city"}, "Wuhan"]}, "value": 1500.05},
        {"when": {"<": [{"var": "age"}, 25]}, "value": 1000},
    ],
}
BY_SEGMENT = with_fields(
    document(
        ("basic", None),
        ("gold", {">=": [SPENT, {"var": "parameter.gold_spend"}]}),
        parameters=[GOLD],
    ),
    field("city", "text"),
    field("age", "integer"),
)


@pytest.mark.parametrize(
    ("member", "short", "enough"),
    [
        ({}, "2000.09", "2000.10"),
        ({"city": "Wuhan"}, "1500.04", "1500.05"),
        ({"age": 24}, "999.99", "1000.00"),
        ({"age": 25}, "2000.09", "2000.10"),
        ({"city": "Wuhan", "age": 24}, "1500.04", "1500.05"),
    ],
)
def test_b11_each_segment_has_a_threshold_of_its_own(
    club: Clubs, member: dict[str, Any], short: str, enough: str
) -> None:
    team = club(BY_SEGMENT)
    ann, bob = team.join("ann", **member), team.join("bob", **member)
    team.buy("ann", short)
    team.buy("bob", enough)
    assert team.tiers() == {"ann": "basic", "bob": "gold"}
    found = explained(team, ann, 1)
    assert found.comparison is not None
    assert found.comparison.gap == 1
    assert found.comparison.threshold == round(float(enough) * 100)
    assert "¥0.01" in sentence(ways(found)).zh
    assert explained(team, bob, 1).state is State.MET


def test_b11_a_member_who_moves_is_asked_what_their_new_segment_is_asked(club: Clubs) -> None:
    team = club(BY_SEGMENT)
    team.join("ann", city="Beijing")
    team.buy("ann", 1600)
    assert team.tier("ann") == "basic"
    there = {"external_id": "ann", "city": "Wuhan", "joined_at": team.now.isoformat()}
    (outcome,) = team.send(Entry(object="member", values=there), update=True)
    assert [each.new for each in outcome.moved] == ["gold"]


def test_b23_a_new_value_places_by_the_new_threshold(club: Clubs) -> None:
    team = club(BY_SEGMENT)
    team.join("ann")
    team.buy("ann", 1800)
    team.publish(BY_SEGMENT | {"parameters": [{**GOLD, "value": 1800}]})
    team.evaluate()
    assert team.tier("ann") == "gold"


def test_b23_a_rank_may_be_compared_with_a_parameter(club: Clubs) -> None:
    ranked = {"rank_of": [{"sum_of": ["order.net", "this_year"]}, "percent"]}
    top = {"key": "top", "label": "前百分之几", "kind": "percent", "value": 50}
    rule = {"<": [ranked, {"var": "parameter.top"}]}
    team = club(document(("basic", None), ("best", rule), parameters=[top]))
    for n, name in enumerate(("ann", "bob", "cid", "dan")):
        team.join(name)
        team.buy(name, 10 * (n + 1))
    team.evaluate()
    assert team.tiers() == {"ann": "basic", "bob": "basic", "cid": "best", "dan": "best"}


# b13: one main goal with accelerators.


def test_b13_an_accelerator_shortens_the_way_and_promotes_at_once(club: Clubs) -> None:
    profile = [{"is_set": [{"var": "birthday"}]}, 50, "完善资料"]
    shared = [{">=": [{"count_of": ["activity", "30d", kind("share")]}, 3]}, 100, "分享三次"]
    rule = {"goal": [SPENT, 500, [profile, shared]]}
    team = club(document(("basic", None), ("gold", rule)))
    ann = team.join("ann", birthday="1990-05-01")
    team.buy("ann", 380)
    found = explained(team, ann, 1)
    assert sentence(ways(found)).zh.startswith("再消费 ¥70")
    assert "分享三次可抵 ¥100" in sentence(ways(found)).zh
    for _ in range(2):
        team.act("ann", "share")
    assert team.tier("ann") == "basic"
    assert team.act("ann", "share").moved[0].new == "gold"


# E-7: the first tenth of cohorts of every awkward size, with ties at the cut.


def spenders(team: Club, amounts: list[int]) -> None:
    for n, amount in enumerate(amounts):
        team.join(f"m{n}")
        team.buy(f"m{n}", amount)
    team.evaluate()


THIS_YEAR = {"sum_of": ["order.net", "this_year"]}
BEST_TEN = document(("basic", None), ("best", {"<": [{"rank_of": [THIS_YEAR, "percent"]}, 10]}))


@pytest.mark.parametrize(
    ("amounts", "best"),
    [
        ([7], 1),
        ([7] * 9, 9),
        ([*range(1, 9), 9, 9], 2),
        ([*range(1, 10), 10, 11], 2),
        ([*range(1, 10), 11, 11], 2),
        ([*range(1, 9), 9, 9, 11], 3),
        ([*range(1, 10), 10, 10], 2),
    ],
    ids=["1", "9-tied", "10-two-first", "11", "11-two-first", "11-tie-at-the-cut", "11-two-top"],
)
def test_r05_cohorts_of_awkward_sizes_with_ties(club: Clubs, amounts: list[int], best: int) -> None:
    team = club(BEST_TEN)
    spenders(team, amounts)
    assert list(team.tiers().values()).count("best") == best


@pytest.mark.parametrize(("tied", "best"), [(1, 10), (3, 12)])
def test_r05_of_a_hundred_ten_are_best_and_twelve_when_three_tie_at_the_cut(
    club: Clubs, tied: int, best: int
) -> None:
    team = club(BEST_TEN)
    spenders(team, [1000 + n for n in range(9)] + [500] * tied + list(range(1, 92 - tied)))
    assert list(team.tiers().values()).count("best") == best
