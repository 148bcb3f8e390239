"""Goals on the way to a tier: each is reached once for life, whatever happens afterwards."""

from collections.abc import Callable
from typing import Any

import pytest

from app.clock import to_instant
from app.expression.gap import progress
from app.runtime import stages
from app.runtime.stages import Reached
from app.runtime.standing import LadderView, standing
from app.runtime.tiers import Occasion, Reason
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


def occasion(team: Club) -> Occasion:
    moment = team.live.moment(to_instant(team.now))
    return Occasion(moment=moment, reason=Reason.EVALUATION, cause="evaluation:1")


def look_at_all(team: Club) -> list[Reached]:
    """What the nightly evaluation does for a piece of the members."""
    with team.spaces.writing(team.workspace_id) as space:
        return stages.reach_all(space, team.live, occasion(team), after=-1, up_to=2**62)


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
    assert look_at_all(team) == []
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
    found = look_at_all(team)
    assert [(each.member_id, each.stage.key) for each in found] == [(ann, "lately")]
    assert found[0].cause == f"stage:main:gold:lately:{ann}"
    assert look_at_all(team) == []


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
