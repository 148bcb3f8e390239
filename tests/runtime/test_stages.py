"""Goals on the way to a tier: each is reached once for life, whatever happens afterwards."""

from collections.abc import Callable
from typing import Any

import pytest

from app.clock import to_instant
from app.expression.gap import progress
from app.runtime import settling
from app.runtime.ledger import Posting, balance, latest, post
from app.runtime.records import Status
from app.runtime.settling import reach_everybody
from app.runtime.standing import LadderView, standing
from app.runtime.upkeep import Run, unheard
from app.storage.stages import of_members
from tests.runtime.clubs import Club, document

Clubs = Callable[..., Club]

SPENT = {"sum_of": ["order.net", "lifetime"]}
RECENT = {"sum_of": ["order.net", "30d"]}
COMMENTS = {"count_of": ["activity", "lifetime", {"==": [{"var": "kind"}, "comment"]}]}


def with_stages(*given: dict[str, Any], **more: Any) -> dict[str, Any]:
    content = document(("regular", None), ("gold", {">=": [SPENT, 2000]}), **more)
    content["ladders"][0]["tiers"][1]["stages"] = list(given)
    return content


HALF = {"key": "half", "label": "走到一半", "condition": {">=": [SPENT, 1000]}, "points": 100}
TALK = {"key": "talk", "label": "说三次话", "condition": {">=": [COMMENTS, 3]}, "points": 20}
LATELY = {"key": "lately", "label": "一月三百", "condition": {">=": [RECENT, 300]}}


def reached(team: Club, member_id: int) -> list[str]:
    """Give the stages a member has reached, by key."""
    with team.spaces.reading(team.workspace_id) as space:
        program_id = team.live.catalogue.program_id
        found = of_members(space, program_id, [member_id])
    return sorted(each.stage for each in found)


def look_at_all(team: Club) -> int:
    """What the nightly evaluation does."""
    run = Run(
        spaces=team.spaces,
        workspace_id=team.workspace_id,
        live=team.live,
        moment=team.live.moment(to_instant(team.now)),
        tell=unheard,
    )
    return reach_everybody(run, "evaluation:1")


def points(team: Club, member_id: int, currency: str = "points") -> int:
    with team.spaces.reading(team.workspace_id) as space:
        return balance(space, team.live, member_id, currency)


def test_a_stage_is_reached_in_the_request_that_brings_the_record(club: Clubs) -> None:
    team = club(with_stages(HALF, TALK))
    ann = team.join("ann")
    team.buy("ann", "999.99")
    assert reached(team, ann) == []
    team.buy("ann", "0.01")
    assert reached(team, ann) == ["half"]
    assert team.tier("ann") == "regular"


def test_a_stage_is_reached_once_for_life(club: Clubs) -> None:
    team = club(with_stages(HALF))
    ann = team.join("ann")
    order = team.buy("ann", 1000)
    team.refund(order, 1000)
    team.buy("ann", 1500)
    assert look_at_all(team) == 0
    with team.spaces.reading(team.workspace_id) as space:
        (one,) = of_members(space, team.live.catalogue.program_id, [ann])
    assert one.tier == "gold"
    assert one.at == to_instant(team.now)


def test_several_stages_may_be_reached_at_once(club: Clubs) -> None:
    team = club(with_stages(HALF, LATELY))
    ann = team.join("ann")
    team.buy("ann", 2500)
    assert reached(team, ann) == ["half", "lately"]
    assert team.tier("ann") == "gold"


def test_a_stage_added_later_is_reached_at_the_next_evaluation_by_everybody(club: Clubs) -> None:
    team = club(with_stages(HALF))
    ann = team.join("ann")
    team.join("bob")
    team.join("cid")
    team.buy("ann", 400)
    team.buy("bob", 299)
    team.publish(with_stages(HALF, LATELY))
    assert look_at_all(team) == 1
    assert reached(team, ann) == ["lately"]
    assert look_at_all(team) == 0


def test_who_is_not_on_the_ladder_reaches_none_of_its_stages(club: Clubs) -> None:
    content = with_stages(HALF, ladder={"members": {"is_set": [{"var": "phone"}]}})
    team = club(content)
    ann = team.join("ann")
    bob = team.join("bob", phone="13800138000")
    team.buy("ann", 1000)
    team.buy("bob", 1000)
    assert reached(team, ann) == []
    assert reached(team, bob) == ["half"]


def test_a_stage_of_one_workspace_is_nobodys_in_another(club: Clubs) -> None:
    one = club(with_stages(HALF))
    other = club(with_stages(HALF), key="other")
    ann, namesake = one.join("ann"), other.join("ann")
    one.buy("ann", 1000)
    assert reached(one, ann) == ["half"]
    assert reached(other, namesake) == []


def seen(team: Club, member_id: int) -> LadderView:
    with team.spaces.reading(team.workspace_id) as space:
        found = standing(space, team.live, member_id, now=to_instant(team.now))
    return found.ladders[0]


def test_a_stage_shows_how_far_the_member_is_and_when_it_was_reached(club: Clubs) -> None:
    team = club(with_stages(HALF, TALK))
    ann = team.join("ann")
    team.buy("ann", 1200)
    team.act("ann", "comment")
    half, talk = seen(team, ann).tiers[1].stages
    assert half.at == to_instant(team.now)
    assert talk.at is None
    assert progress(talk.explained) == pytest.approx(1 / 3)


LEVELS = document(("regular", None), ("gold", {">=": [SPENT, 2000]}))
LEVELS["ladders"][0]["tiers"][0]["levels"] = 4


@pytest.mark.parametrize(
    ("spend", "level"),
    [(None, 1), ("499.99", 1), (500, 2), ("999.99", 2), (1000, 3), (1500, 4), ("1999.99", 4)],
)
def test_a_micro_level_is_a_part_of_the_way_to_the_next_tier(
    club: Clubs, spend: Any, level: int
) -> None:
    team = club(LEVELS)
    ann = team.join("ann")
    if spend is not None:
        team.buy("ann", spend)
    assert seen(team, ann).tiers[0].level == level


def test_nobody_is_on_a_micro_level_of_a_tier_they_left(club: Clubs) -> None:
    team = club(LEVELS)
    ann = team.join("ann")
    team.buy("ann", 2000)
    assert [each.level for each in seen(team, ann).tiers] == [None, None]


def test_a_stage_is_worth_its_points_once(club: Clubs) -> None:
    team = club(with_stages(HALF, TALK))
    ann = team.join("ann")
    order = team.buy("ann", 1000)
    assert points(team, ann) == 100
    team.refund(order, 1000)
    team.buy("ann", 1000)
    look_at_all(team)
    assert points(team, ann) == 100
    with team.spaces.reading(team.workspace_id) as space:
        (entry,) = latest(space, team.live, ann, limit=9)
    assert entry["external_id"] == f"stage:main:gold:half:{ann}"


def test_a_stage_reached_as_time_went_by_is_worth_its_points_too(club: Clubs) -> None:
    team = club(with_stages(HALF))
    ann, bob = team.join("ann"), team.join("bob")
    team.buy("ann", 400)
    team.publish(with_stages(HALF, {**LATELY, "points": 30}))
    assert look_at_all(team) == 1
    assert (points(team, ann), points(team, bob)) == (30, 0)


def test_growth_value_of_a_stage_may_reach_the_next_stage_and_a_tier(club: Clubs) -> None:
    grown = {"sum_of": ["entry.earned", "lifetime", {"==": [{"var": "currency"}, "growth"]}]}
    first = {"key": "one", "label": "一", "condition": {">=": [SPENT, 10]}}
    second = {"key": "two", "label": "二", "condition": {">=": [grown, 50]}}
    content = document(("regular", None), ("gold", {">=": [grown, 80]}))
    content["ladders"][0]["tiers"][1]["stages"] = [
        {**first, "points": 50, "currency": "growth"},
        {**second, "points": 30, "currency": "growth"},
    ]
    team = club(content)
    ann = team.join("ann")
    bought = team.buy("ann", 10)
    assert points(team, ann, "growth") == 80
    assert [each.new for each in bought.moved] == ["gold"]
    assert reached(team, ann) == ["one", "two"]


def test_many_members_reach_a_stage_a_piece_at_a_time(
    club: Clubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "AT_ONCE", 2)
    team = club(with_stages(HALF))
    members = [team.join(f"m{n}") for n in range(5)]
    for n in range(5):
        team.buy(f"m{n}", 300)
    team.publish(with_stages(HALF, {**LATELY, "points": 1}))
    assert look_at_all(team) == 5
    assert [points(team, each) for each in members] == [1] * 5


def test_a_stage_with_the_longest_keys_is_worth_its_points_too(club: Clubs) -> None:
    key = "k" * 60
    content = document((f"r{key[1:]}", None), (key, {">=": [SPENT, 2000]}))
    content["ladders"][0]["key"] = key
    content["ladders"][0]["tiers"][1]["stages"] = [{**HALF, "key": key}]
    team = club(content)
    ann = team.join("ann")
    team.buy("ann", 1000)
    assert points(team, ann) == 100


def test_nobody_outside_may_take_the_cause_of_a_stage(club: Clubs) -> None:
    team = club(with_stages(HALF))
    ann = team.join("ann")
    taken = Posting(member_id=ann, cause=f"stage:main:gold:half:{ann}", currency="points", amount=1)
    with team.spaces.writing(team.workspace_id) as space:
        (outcome,) = post(space, team.live, [taken], now=to_instant(team.now), cause="api")
    assert outcome.status is Status.REFUSED
    team.buy("ann", 1000)
    assert points(team, ann) == 100
