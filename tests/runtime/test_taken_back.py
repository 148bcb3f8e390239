"""Where a tier says so, its unused coupons are void when it is taken away (E-10)."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import event

from app.clock import to_instant
from app.program.codec import dump, load
from app.program.reader import Unreadable
from app.runtime import coupons as issuing
from app.runtime import packs, redeeming
from app.runtime.coupons import Issuance
from app.runtime.granting import start_trial
from app.runtime.merge import merge
from app.runtime.records import Outcome
from app.storage import budgets, coupons
from app.storage import packs as kept_packs
from app.storage.budgets import ALWAYS
from app.storage.coupon_checks import inconsistent
from app.storage.coupons import TIER_LOST, Coupon, State
from tests.runtime.clubs import Club, document

Clubs = Callable[..., Club]
PERIOD = {"sum_of": ["order.net", "period"]}
TEA = {"key": "tea", "kind": "gift", "label": "茶券", "options": {"what": "茶"}}
CAKE = {"key": "cake", "kind": "gift", "label": "蛋糕券", "options": {"what": "蛋糕"}}
BUDGET = {"key": "given", "label": "发券", "of": "coupons", "most": 1_000, "all": True}
TWO_TEAS = {"pack": {"coupons": [{"coupon": "tea", "count": 2}]}}
TAKES = {"void_unused": True}
YEARLY = {"period": "year", "review": {"due": "period"}}
VOID, UNUSED, USED = State.VOID, State.UNUSED, State.USED


def tiers(silver: Any = (), gold: Any = (), *, at: int = 1000, **more: Any) -> dict[str, Any]:
    """A ladder of regular, silver from 1,000 and gold from 2,000, which bring this."""
    content = document(
        ("regular", None),
        ("silver", {">=": [PERIOD, at]}),
        ("gold", {">=": [PERIOD, at * 2]}),
        **({"coupons": [TEA, CAKE], "budgets": [BUDGET]} | more),
    )
    for tier, brings in zip(content["ladders"][0]["tiers"][1:], (silver, gold), strict=True):
        tier |= dict(brings)
    return content


def held(team: Club, member_id: int) -> list[Coupon]:
    with team.spaces.reading(team.workspace_id) as space:
        found = coupons.of_member(space, team.program_id, member_id, limit=100)
    return sorted(found, key=lambda each: each.id)


def states(team: Club, member_id: int, design: str = "tea") -> list[State]:
    return [each.state for each in held(team, member_id) if each.design == design]


def use(team: Club, one: Coupon) -> None:
    with team.spaces.writing(team.workspace_id) as space:
        redeeming.redeem(space, team.live, one.code, now=to_instant(team.now), by=None)


def issue(team: Club, member_id: int, cause: str) -> None:
    asked = [Issuance(member_id=member_id, design="tea", cause=cause)]
    with team.spaces.writing(team.workspace_id) as space:
        issuing.issue(space, team.live, asked, now=to_instant(team.now))


def refunded(team: Club, order: Outcome, amount: int = 1) -> None:
    """Give money back, and let the next evaluation look."""
    team.refund(order, amount)
    team.wait(days=1)
    team.evaluate()


def given(team: Club) -> int:
    """What the budget of coupons has given; the books are even."""
    with team.spaces.engine.connect() as connection:
        assert budgets.miscounted(connection) == []
        assert inconsistent(connection) == []
    with team.spaces.reading(team.workspace_id) as space:
        return budgets.uses(space, team.program_id, [("given", ALWAYS)])["given", ALWAYS].used


def test_a_refund_takes_the_tier_and_what_of_its_pack_is_unused(club: Clubs) -> None:
    team = club(tiers(TWO_TEAS | TAKES))
    ann = team.join("ann")
    order = team.buy("ann", 1000)
    use(team, held(team, ann)[0])
    assert given(team) == 2
    refunded(team, order)
    assert team.tier("ann") == "regular"
    assert states(team, ann) == [USED, VOID]
    void = held(team, ann)[1]
    assert (void.why, void.by, void.closed_at) == (TIER_LOST, None, to_instant(team.now))
    assert given(team) == 1, "It went back to its budget, as one made void by hand does."


def test_a_promotion_taken_back_under_dated_reviews_takes_them_too(club: Clubs) -> None:
    team = club(tiers(TWO_TEAS | TAKES, ladder=YEARLY))
    ann = team.join("ann")
    order = team.buy("ann", 1000)
    refunded(team, order)
    assert team.tier("ann") == "regular"
    assert states(team, ann) == [VOID, VOID]
    assert given(team) == 0


def test_without_the_switch_nothing_is_void(club: Clubs) -> None:
    team = club(tiers(TWO_TEAS))
    ann = team.join("ann")
    refunded(team, team.buy("ann", 1000))
    assert team.tier("ann") == "regular"
    assert states(team, ann) == [UNUSED, UNUSED]
    assert given(team) == 2


def test_a_review_that_is_not_passed_takes_them(club: Clubs) -> None:
    team = club(tiers(TWO_TEAS | TAKES, ladder=YEARLY))
    ann, bob = team.join("ann"), team.join("bob")
    team.buy("ann", 1000)
    team.buy("bob", 1000)
    team.at(2027, 1, 1, 1)
    team.evaluate()
    assert states(team, ann) == [UNUSED, UNUSED], "They kept it: in 2026 there was enough."
    team.at(2028, 1, 1, 1)
    team.evaluate()
    assert team.tiers(["ann", "bob"]) == {"ann": "regular", "bob": "regular"}
    assert states(team, ann) == states(team, bob) == [VOID, VOID]
    assert given(team) == 0


def test_coupons_again_and_again_go_with_the_tier_that_brought_them(club: Clubs) -> None:
    recurring = {"recurring": [{"key": "monthly", "coupon": "cake"}]}
    team = club(tiers(recurring | TAKES))
    ann = team.join("ann")
    order = team.buy("ann", 1000)
    team.at(2026, 4, 1)
    team.evaluate()
    assert states(team, ann, "cake") == [UNUSED]
    refunded(team, order)
    assert states(team, ann, "cake") == [VOID]
    assert given(team) == 0


def test_keys_too_long_to_be_kept_in_a_cause_hide_nothing(club: Clubs) -> None:
    content = tiers({"recurring": [{"key": "k" * 60, "coupon": "cake"}]} | TAKES)
    content["ladders"][0]["key"] = "l" * 60
    content["ladders"][0]["tiers"][1]["key"] = "s" * 60
    team = club(content)
    ann = team.join("ann")
    order = team.buy("ann", 1000)
    team.at(2026, 4, 1)
    team.evaluate()
    assert not held(team, ann)[0].cause.startswith("recurring:")
    refunded(team, order)
    assert states(team, ann, "cake") == [VOID]


def test_what_came_from_elsewhere_stays(club: Clubs) -> None:
    team = club(tiers(TWO_TEAS | TAKES))
    ann = team.join("ann")
    order = team.buy("ann", 1000)
    for cause in ("api:birthday", "flow:1:gift:1:0", "reissue:5", "pack:other:silver"):
        issue(team, ann, cause)
    refunded(team, order)
    assert states(team, ann) == [VOID, VOID, UNUSED, UNUSED, UNUSED, UNUSED]
    assert given(team) == 4


def test_each_tier_that_is_lost_says_for_itself(club: Clubs) -> None:
    cakes = {"pack": {"coupons": ["cake"]}}
    team = club(tiers(TWO_TEAS, cakes | TAKES))
    ann = team.join("ann")
    refunded(team, team.buy("ann", 2000), 1500)
    assert team.tier("ann") == "regular"
    assert states(team, ann) == [UNUSED, UNUSED]
    assert states(team, ann, "cake") == [VOID]


def test_who_falls_to_a_tier_keeps_what_that_one_brought(club: Clubs) -> None:
    cakes = {"pack": {"coupons": ["cake"]}}
    team = club(tiers(TWO_TEAS | TAKES, cakes | TAKES))
    ann = team.join("ann")
    team.buy("ann", 1000)
    refunded(team, team.buy("ann", 1000))
    assert team.tier("ann") == "silver"
    assert states(team, ann) == [UNUSED, UNUSED]
    assert states(team, ann, "cake") == [VOID]


def test_who_stands_on_the_tier_by_another_way_has_not_lost_it(club: Clubs) -> None:
    trial = {"key": "gold_week", "label": "金卡", "tier": "gold", "days": 30}
    team = club(tiers(TWO_TEAS | TAKES, ladder={"trials": [trial]}))
    ann = team.join("ann")
    order = team.buy("ann", 1000)
    with team.spaces.writing(team.workspace_id) as space:
        start_trial(space, team.live, ann, "main", "gold_week", now=to_instant(team.now), by=None)
    refunded(team, order)
    assert team.tier("ann") == "gold"
    assert states(team, ann) == [UNUSED, UNUSED]


def test_a_pack_for_life_does_not_come_again_and_one_for_each_time_does(club: Clubs) -> None:
    each_time = {"pack": {"coupons": ["cake"], "again": True}}
    team = club(tiers(TWO_TEAS | TAKES, each_time | TAKES))
    ann = team.join("ann")
    refunded(team, team.buy("ann", 2000), 1500)
    team.buy("ann", 2000)
    assert team.tier("ann") == "gold"
    assert states(team, ann) == [VOID, VOID]
    assert states(team, ann, "cake") == [VOID, UNUSED]
    assert given(team) == 1


def test_what_came_over_with_a_merge_goes_with_the_tier(club: Clubs) -> None:
    team = club(tiers(TWO_TEAS | TAKES))
    ann, nan = team.join("ann"), team.join("nan")
    order = team.buy("nan", 1000)
    with team.spaces.writing(team.workspace_id) as space:
        merge(space, team.live, ann, nan, now=to_instant(team.now), by="li")
    assert states(team, ann) == [UNUSED, UNUSED]
    refunded(team, order)
    assert team.tier("ann") == "regular"
    assert states(team, ann) == [VOID, VOID]
    assert given(team) == 0


def test_a_coupon_whose_last_day_is_over_has_expired(club: Clubs) -> None:
    team = club(tiers(TWO_TEAS | TAKES, coupons=[TEA | {"valid": "1d"}]))
    ann = team.join("ann")
    refunded(team, team.buy("ann", 1000))
    assert states(team, ann) == [UNUSED, UNUSED], "The worker writes down that they expired."
    assert given(team) == 2


def test_a_pack_that_is_owed_when_the_tier_is_lost_brings_no_coupons(
    club: Clubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    brings = TWO_TEAS["pack"] | {"points": [{"amount": 5}]}
    team = club(tiers({"pack": brings} | TAKES))
    ann = team.join("ann")

    def killed(*_: object, **__: object) -> list[object]:
        return []

    with monkeypatch.context() as patch:
        patch.setattr(packs, "give", killed)
        order = team.buy("ann", 1000)
    with team.spaces.reading(team.workspace_id) as space:
        assert len(kept_packs.owed(space, team.program_id)) == 1
    refunded(team, order)
    with team.spaces.reading(team.workspace_id) as space:
        assert kept_packs.owed(space, team.program_id) == []
    assert held(team, ann) == []


def asked_by_an_evaluation(team: Club, names: Sequence[str]) -> int:
    """Count what one asks of coupons and budgets in which all of these lose their tier."""
    orders = [team.buy(name, 1000) for name in names]
    for each in orders:
        team.refund(each, 1)
    team.wait(days=1)
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "coupon" in statement or "budget" in statement:
            said.append(statement)

    event.listen(team.spaces.engine, "before_cursor_execute", note)
    team.evaluate()
    event.remove(team.spaces.engine, "before_cursor_execute", note)
    assert set(team.tiers(names).values()) == {"regular"}
    return len(said)


def test_it_takes_as_many_statements_for_many_as_for_few(club: Clubs) -> None:
    team = club(tiers(TWO_TEAS | TAKES))
    for each in range(24):
        team.join(f"m{each}")
    asked_by_an_evaluation(team, ["m0"])
    few = asked_by_an_evaluation(team, ["m1", "m2"])
    many = asked_by_an_evaluation(team, [f"m{each}" for each in range(3, 24)])
    assert many == few > 0
    assert given(team) == 0


def test_why_it_is_void_is_said_in_both_languages(club: Clubs) -> None:
    team = club(tiers(TWO_TEAS | TAKES))
    ann = team.join("ann")
    refunded(team, team.buy("ann", 1000))
    with team.spaces.reading(team.workspace_id) as space:
        seen = redeeming.seen(
            space, team.live, ann, held(team, ann)[0].id, now=to_instant(team.now)
        )
    assert seen.refusal is not None
    assert seen.refusal.words == (
        "这张券已失效：等级已收回，没用的券作废。",
        "This coupon is void: the tier was taken away with what was unused.",
    )


def test_the_document_keeps_the_switch_and_refuses_what_is_none() -> None:
    content = tiers(TWO_TEAS | TAKES)
    written = dump(load(content))["ladders"][0]["tiers"]
    assert written[1]["void_unused"] is True
    assert "void_unused" not in written[2]
    content["ladders"][0]["tiers"][1]["void_unused"] = "yes"
    with pytest.raises(Unreadable) as wrong:
        load(content)
    assert [each.path for each in wrong.value.findings] == ["/ladders/0/tiers/1/void_unused"]
