"""What reaching a tier brings: each pack once, whatever led there and however often."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from app.clock import to_instant
from app.runtime import coupons as issuing
from app.runtime import evaluation, ledger, settling
from app.runtime.granting import start_trial
from app.runtime.packs import cause_of
from app.storage import coupons, packs
from app.storage.coupons import Coupon
from tests.runtime.clubs import Club, document

Clubs = Callable[..., Club]
SPENT = {"sum_of": ["order.net", "lifetime"]}
YEAR = {"sum_of": ["order.net", "this_year"]}
WELCOME = {
    "key": "welcome",
    "kind": "amount_off",
    "label": "十元券",
    "options": {"amount": 10},
    "valid": "30d",
}
TEA = {"key": "tea", "kind": "gift", "label": "茶券", "options": {"what": "茶"}, "cost": 8}


def given(
    *packs_of: Any, metric: Any = SPENT, coupons: Any = (WELCOME, TEA), **more: Any
) -> dict[str, Any]:
    """A ladder of regular, silver from 1,000 and gold from 2,000, with these packs."""
    content = document(
        ("regular", None),
        ("silver", {">=": [metric, 1000]}),
        ("gold", {">=": [metric, 2000]}),
        coupons=list(coupons),
        **more,
    )
    for tier, pack in zip(content["ladders"][0]["tiers"], packs_of, strict=False):
        if pack is not None:
            tier["pack"] = pack
    return content


SILVER = {"coupons": ["welcome"], "points": [{"amount": 100}]}
GOLD = {"coupons": [{"coupon": "tea", "count": 2}], "points": [{"amount": 500}]}


def held(team: Club, member_id: int) -> list[Coupon]:
    with team.spaces.reading(team.workspace_id) as space:
        found = coupons.of_member(space, team.program_id, member_id, limit=100)
    return sorted(found, key=lambda each: (each.design, each.cause, each.number))


def designs(team: Club, member_id: int) -> list[str]:
    return [each.design for each in held(team, member_id)]


def points(team: Club, member_id: int, currency: str = "points") -> int:
    with team.spaces.reading(team.workspace_id) as space:
        return ledger.balance(space, team.live, member_id, currency)


def owed(team: Club) -> int:
    with team.spaces.reading(team.workspace_id) as space:
        return len(packs.owed(space, team.program_id))


def test_a_promotion_brings_its_pack_in_the_request_that_brought_it(club: Clubs) -> None:
    team = club(given(None, SILVER, GOLD))
    ann = team.join("ann")
    team.buy("ann", 999)
    assert designs(team, ann) == []
    team.buy("ann", 1)
    (welcome,) = held(team, ann)
    assert welcome.cause == "pack:main:silver"
    assert welcome.expires_on == team.live.moment(to_instant(team.now)).today + 30
    assert points(team, ann) == 100
    assert owed(team) == 0


def test_a_jump_brings_the_pack_of_every_tier_that_is_passed(club: Clubs) -> None:
    team = club(given(None, SILVER, GOLD))
    ann = team.join("ann")
    team.buy("ann", 5000)
    assert designs(team, ann) == ["tea", "tea", "welcome"]
    assert points(team, ann) == 600


def test_a_jump_may_bring_the_last_pack_alone(club: Clubs) -> None:
    team = club(given(None, SILVER, GOLD, ladder={"packs": "reached"}))
    ann = team.join("ann")
    team.buy("ann", 5000)
    assert designs(team, ann) == ["tea", "tea"]
    assert points(team, ann) == 500


def test_the_lowest_tier_welcomes_with_its_pack(club: Clubs) -> None:
    team = club(given(SILVER, None, GOLD))
    ann = team.join("ann")
    assert designs(team, ann) == ["welcome"]


def last_year_lost(team: Club) -> None:
    """Let a year go by: nobody has spent anything in the new one."""
    team.wait(days=370)
    team.evaluate()


def test_a_pack_comes_once_in_a_life(club: Clubs) -> None:
    team = club(given(None, SILVER, metric=YEAR))
    ann = team.join("ann")
    team.buy("ann", 1000)
    last_year_lost(team)
    assert team.tier("ann") == "regular"
    team.buy("ann", 1000)
    assert team.tier("ann") == "silver"
    assert designs(team, ann) == ["welcome"]
    assert points(team, ann) == 100


def test_a_pack_may_come_with_every_promotion(club: Clubs) -> None:
    team = club(given(None, SILVER | {"again": True}, metric=YEAR))
    ann = team.join("ann")
    team.buy("ann", 1000)
    last_year_lost(team)
    team.buy("ann", 1000)
    assert designs(team, ann) == ["welcome", "welcome"]
    assert points(team, ann) == 200


def test_an_evaluation_brings_packs_as_an_event_does(club: Clubs) -> None:
    team = club(given(None, SILVER, GOLD, ladder={"promoted": "evaluation"}))
    ann, bob = team.join("ann"), team.join("bob")
    team.buy("ann", 1000)
    team.buy("bob", 3000)
    assert designs(team, bob) == []
    team.evaluate()
    team.evaluate()
    assert designs(team, ann) == ["welcome"]
    assert designs(team, bob) == ["tea", "tea", "welcome"]
    assert points(team, bob) == 600
    assert owed(team) == 0


def test_what_is_owed_survives_a_process_that_dies(
    club: Clubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = club(given(None, SILVER, ladder={"promoted": "evaluation"}))
    ann = team.join("ann")
    team.buy("ann", 1000)

    def dies(*_: Any, **__: Any) -> None:
        raise InterruptedError

    with monkeypatch.context() as patch:
        patch.setattr(evaluation, "give_packs", dies)
        with pytest.raises(InterruptedError):
            team.evaluate()
    assert team.tier("ann") == "silver"
    assert (owed(team), designs(team, ann)) == (1, [])
    with monkeypatch.context() as patch:
        patch.setattr(settling, "_book", dies)
        with pytest.raises(InterruptedError):
            team.evaluate()
    assert (owed(team), designs(team, ann)) == (1, [])
    team.evaluate()
    assert (owed(team), designs(team, ann), points(team, ann)) == (0, ["welcome"], 100)


def test_trying_a_tier_brings_no_pack_until_it_is_earned(club: Clubs) -> None:
    trials = {"trials": [{"key": "week", "label": "体验周", "tier": "gold", "days": 7}]}
    team = club(given(None, SILVER, GOLD, ladder=trials))
    ann = team.join("ann")
    with team.spaces.writing(team.workspace_id) as space:
        start_trial(space, team.live, ann, "main", "week", now=to_instant(team.now), by=None)
    assert team.tier("ann") == "gold"
    assert designs(team, ann) == []
    team.buy("ann", 2000)
    assert designs(team, ann) == ["tea", "tea", "welcome"]


def test_growth_value_in_a_pack_may_lift_further(club: Clubs) -> None:
    growth = {"sum_of": ["entry.earned", "lifetime", {"==": [{"var": "currency"}, "growth"]}]}
    content = given(None, {"points": [{"amount": 900, "currency": "growth"}]}, GOLD)
    content["ladders"][0]["tiers"][2]["condition"] = {">=": [growth, 900]}
    team = club(content)
    ann = team.join("ann")
    outcome = team.buy("ann", 1000)
    assert team.tier("ann") == "gold"
    assert [each.new for each in outcome.moved] == ["silver", "gold"]
    assert designs(team, ann) == ["tea", "tea"]


def test_who_stood_on_a_tier_before_it_had_a_pack_is_not_given_one(club: Clubs) -> None:
    team = club(given(None, None, None))
    ann = team.join("ann")
    team.buy("ann", 1000)
    team.publish(given(None, SILVER, GOLD))
    team.evaluate()
    assert designs(team, ann) == []
    team.buy("ann", 1000)
    assert designs(team, ann) == ["tea", "tea"]


def test_who_comes_from_a_tier_that_is_gone_was_not_promoted(club: Clubs) -> None:
    team = club(given(None, None, None))
    ann = team.join("ann")
    team.buy("ann", 1500)
    content = given(None, SILVER, GOLD)
    content["ladders"][0]["tiers"][1]["key"] = "jade"
    team.publish(content)
    team.evaluate()
    assert team.tier("ann") == "jade"
    assert designs(team, ann) == []


def test_a_ladder_without_packs_writes_none(club: Clubs) -> None:
    team = club(given(None, {}, None))
    team.join("ann")
    team.buy("ann", 3000)
    team.evaluate()
    with team.spaces.reading(team.workspace_id) as space:
        assert space.execute(text("SELECT count(*) FROM pack")).scalar() == 0


def test_a_pack_of_a_programme_that_was_changed_meanwhile_comes_to_what_is_live(
    club: Clubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = club(given(None, SILVER, ladder={"promoted": "evaluation"}))
    ann = team.join("ann")
    team.buy("ann", 1000)
    with monkeypatch.context() as patch:
        patch.setattr(evaluation, "give_packs", lambda _: 0)
        team.evaluate()
    team.publish(given(None, None, ladder={"promoted": "evaluation"}))
    team.evaluate()
    assert (owed(team), designs(team, ann)) == (0, [])


def test_causes_of_packs_say_which(club: Clubs) -> None:
    one = packs.Owed(member_id=1, ladder_id=1, tier="gold", occasion=0, at=5)
    again = packs.Owed(member_id=1, ladder_id=1, tier="gold", occasion=5, at=5)
    assert cause_of("main", one) == "pack:main:gold"
    assert cause_of("main", again) == "pack:main:gold:5"
    assert len(set(issuing.new_codes(1000))) == 1000
