"""A condition that hardly any member meets is told before it is published (R-18)."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from app.builder.preview import Impact, impact
from app.errors import Finding
from app.runtime.intake import Entry
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club, document

Clubs = Callable[..., Club]
STREAK = {"streak_of": ["activity", "best", "day", {"==": [{"var": "kind"}, "check_in"]}]}
SPEND = {"sum_of": ["order.net", "lifetime"]}
PLACE = "/ladders/0/tiers/1/condition"


def rules(*conditions: Any, **more: Any) -> dict[str, Any]:
    asked: Any = conditions[0] if len(conditions) == 1 else {"and": list(conditions)}
    return document(("basic", None), ("gold", asked), **more)


LIVE = rules({">=": [SPEND, 100]})


@pytest.fixture
def club(database_url: str) -> Iterator[Clubs]:
    spaces = Spaces.at(database_url)
    yield lambda content, **more: Club(spaces, content, **more)
    spaces.engine.dispose()


def members(team: Club, count: int, *, spending: int, amount: int = 100) -> None:
    """Let so many members join, of whom the first so many spend."""
    values = {"joined_at": team.now.isoformat()}
    team.send(
        *(Entry(object="member", values={"external_id": f"m{n}", **values}) for n in range(count))
    )
    for n in range(spending):
        team.buy(f"m{n}", amount)


def rare(team: Club, content: Any, **more: Any) -> tuple[Finding, ...]:
    return look(team, content, **more).findings


def look(team: Club, content: Any, **more: Any) -> Impact:
    with team.spaces.reading(team.workspace_id) as space:
        return impact(space, team.program_id, content, now=team.now, **more)


@pytest.mark.parametrize(
    ("count", "met", "told"),
    [
        (40, 1, "2.5%（40 位中 1 位）"),
        (40, 2, None),
        (40, 3, None),
        (41, 2, "4.88%（41 位中 2 位）"),
        (39, 2, None),
        (30, 1, "3.33%（30 位中 1 位）"),
        (29, 1, None),
        (30, 0, "0%（30 位中 0 位）"),
        (29, 0, None),
    ],
    ids=[
        "below 5 %",
        "exactly 5 %",
        "above 5 %",
        "just below 5 %",
        "just above 5 %",
        "enough members",
        "too few members",
        "nobody",
        "nobody of too few",
    ],
)
def test_a_condition_is_told_that_fewer_than_five_percent_meet(
    club: Clubs, count: int, met: int, told: str | None
) -> None:
    team = club(LIVE)
    members(team, count, spending=met)
    found = rare(team, rules({">=": [SPEND, 50]}))
    if told is None:
        assert found == ()
    else:
        (only,) = found
        assert only.path == PLACE
        assert told in only.message.zh


def check_in(team: Club, name: str, days: int) -> None:
    """Let a member check in on each of the last days, today included."""
    at = [team.now - timedelta(days=day) for day in range(days)]
    values = [{"kind": "check_in", "occurred_at": each.isoformat()} for each in at]
    team.send(
        *(Entry(object="activity", member={"external_id": name}, values=each) for each in values)
    )


@pytest.mark.parametrize(("reached", "told"), [(2, True), (5, False)], ids=["2 %", "exactly 5 %"])
def test_a_streak_of_a_year_is_blamed_where_few_reach_it(
    club: Clubs, reached: int, *, told: bool
) -> None:
    """R-18: 高级晋升需要连续365天打卡，仅有2%用户达成."""
    team = club(LIVE)
    members(team, 100, spending=20)
    for n in range(reached):
        check_in(team, f"m{n}", 365)
    check_in(team, "m9", 364)
    found = rare(team, rules({">=": [SPEND, 50]}, {">=": [STREAK, 365]}))
    assert [each.path for each in found] == [f"{PLACE}/and/1"] * told
    for each in found:
        assert "只有 2%（100 位中 2 位）满足“gold”的条件，不到 5%" in each.message.zh
        assert "主要卡在“最长连续（类型为“check_in”）行为天数满 365 天”" in each.message.zh
        assert "2 % (2 of 100) do it" in each.message.en
        assert each.example is not None
        assert list(each.example.values.values()) == [365]
        assert "走得最远的会员" in each.example.said.zh


def test_no_part_is_blamed_where_only_all_together_are_rare(club: Clubs) -> None:
    team = club(LIVE)
    members(team, 40, spending=10)
    for n in range(9, 20):
        check_in(team, f"m{n}", 1)
    (found,) = rare(team, rules({">=": [SPEND, 50]}, {">=": [STREAK, 1]}))
    assert found.path == PLACE
    assert "2.5%（40 位中 1 位）" in found.message.zh
    assert "难在同时满足" in found.message.zh
    assert "25%（40 位中 10 位）" in found.message.zh


def test_the_share_is_of_those_who_are_on_the_ladder(club: Clubs) -> None:
    team = club(LIVE)
    members(team, 60, spending=2)
    known = {"in": [{"var": "external_id"}, [f"m{n}" for n in range(40)]]}
    assert len(rare(team, rules({">=": [SPEND, 50]}))) == 1
    assert rare(team, rules({">=": [SPEND, 50]}, ladder={"members": known})) == ()


def test_of_many_members_some_stand_for_all_and_the_share_is_about_right(club: Clubs) -> None:
    team = club(LIVE)
    members(team, 200, spending=0)
    (found,) = rare(team, rules({">=": [SPEND, 50]}), most=100)
    assert "≈0%" in found.message.zh


def test_machines_read_the_same(club: Clubs) -> None:
    team = club(LIVE)
    members(team, 30, spending=0)
    (found,) = look(team, rules({">=": [SPEND, 50]})).to_json()["findings"]
    assert found["path"] == PLACE
    assert found["severity"] == "warning"
    assert found["example"]["values"]
