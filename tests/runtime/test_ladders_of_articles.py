"""Whole ladders of the articles: referrals, ranks with ties, points, templates (R-04 … R-46)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.clock import to_instant
from app.program.objects import EntryKind
from app.runtime import ledger
from app.runtime.intake import Entry
from app.runtime.postings import Posting
from app.runtime.records import Outcome
from app.storage import records
from tests.runtime.clubs import NOON, Club, document

Clubs = Callable[..., Club]

SPENT = {"sum_of": ["order.net", "lifetime"]}
REFERRALS = {"count_of": ["activity", "lifetime", {"==": [{"var": "kind"}, "referral"]}]}
VIP = document(("senior", None), ("vip", {"and": [{">=": [SPENT, 1000]}, {">=": [REFERRALS, 3]}]}))


def bring(team: Club, name: str, *, by: str, phone: str | None = None) -> None:
    """Have somebody join whom another member brought."""
    values = {"referrer": str(id_of(team, by))}
    team.join(name, **values | ({} if phone is None else {"phone": phone}))


def id_of(team: Club, name: str) -> int:
    with team.spaces.reading(team.workspace_id) as space:
        members = team.live.catalogue.members
        for row in space.execute(records.own(space, members)):
            if records.by_field(members, row)["external_id"] == name:
                return int(row.id)
    raise LookupError(name)


@pytest.mark.parametrize(
    ("amount", "referees", "tier"),
    [("999.99", 3, "senior"), ("1000", 2, "senior"), ("1000", 3, "vip"), ("1000", 4, "vip")],
)
def test_r04_vip_asks_for_1000_yuan_and_three_active_referees(
    club: Clubs, amount: str, referees: int, tier: str
) -> None:
    team = club(VIP)
    team.join("ann")
    team.buy("ann", amount)
    for n in range(referees):
        bring(team, f"friend{n}", by="ann")
        team.buy(f"friend{n}", 1)
    assert team.tier("ann") == tier


def test_r04_a_referee_counts_from_the_purchase_and_once(club: Clubs) -> None:
    team = club(VIP)
    team.join("ann")
    team.buy("ann", 1000)
    for n in range(3):
        bring(team, f"friend{n}", by="ann")
    assert team.tier("ann") == "senior", "Nobody has bought anything yet."
    for _ in range(3):
        team.buy("friend0", 10)
    team.buy("friend1", 10)
    assert team.tier("ann") == "senior", "Three purchases of one are one referee."
    team.buy("friend2", 10)
    assert team.tier("ann") == "vip"


def test_r04_nobody_refers_themselves_and_one_phone_is_one_member(club: Clubs) -> None:
    team = club(VIP)
    ann = team.join("ann", phone="13800000001")
    team.buy("ann", 1000)
    team.send(entry(referrer=str(ann)), update=True)
    team.buy("ann", 1)
    bring(team, "friend", by="ann", phone="13800000002")
    team.buy("friend", 1)
    with pytest.raises(AssertionError):
        bring(team, "again", by="ann", phone="13800000002")
    assert referrals(team, "ann") == 1


def entry(**values: Any) -> Entry:
    return Entry(object="member", values={"external_id": "ann", **values})


def referrals(team: Club, name: str) -> int:
    with team.spaces.reading(team.workspace_id) as space:
        activities = team.live.catalogue.records["activity"]
        found = [
            records.by_field(activities, row)
            for row in space.execute(records.own(space, activities))
            if row.member_id == id_of(team, name)
        ]
    return sum(each["kind"] == "referral" for each in found)


TOP = {"<": [{"rank_of": [{"sum_of": ["order.net", "this_year"]}, "percent"]}, 10]}
SVIP = document(("vip", None), ("svip", {"and": [{">=": [SPENT, 50]}, TOP]}))


@pytest.mark.parametrize(
    ("spends", "inside"),
    [
        ([100], 1),
        (list(range(101, 110)), 1),
        (list(range(101, 111)), 1),
        (list(range(101, 112)), 2),
        (list(range(101, 201)), 10),
        ([*range(101, 189), *[500] * 12], 12),
        ([*range(101, 192), *[500] * 9], 10),
        ([*range(101, 190), *[500] * 3, *range(600, 608)], 11),
    ],
    ids=["1", "9", "10", "11", "100", "12 tied first", "9 tied and a tenth", "tie at the cut"],
)
def test_r05_the_first_tenth_with_ties_at_the_cut(
    club: Clubs, spends: list[int], inside: int
) -> None:
    team = club(SVIP)
    for n, amount in enumerate(spends):
        team.join(f"m{n}")
        team.buy(f"m{n}", amount)
    team.join("idle")
    team.evaluate()
    assert list(team.tiers().values()).count("svip") == inside


def test_r05_last_years_spend_ranks_nobody(club: Clubs) -> None:
    team = club(SVIP)
    for n in range(10):
        team.join(f"m{n}")
        team.buy(f"m{n}", 100 + n)
    team.evaluate()
    assert team.tier("m9") == "svip"
    team.at(2027, 1, 1, 3)
    team.buy("m0", 60)
    team.evaluate()
    assert team.tiers(["m0", "m9"]) == {"m0": "svip", "m9": "vip"}


EARNED = {"sum_of": ["entry.earned", "lifetime", {"==": [{"var": "currency"}, "points"]}]}
BALANCE = {"sum_of": ["entry.amount", "lifetime", {"==": [{"var": "currency"}, "points"]}]}


def points(team: Club, name: str, amount: int, cause: str) -> None:
    kind = EntryKind.EARN if amount > 0 else EntryKind.SPEND
    posting = Posting(
        member_id=id_of(team, name), cause=cause, currency="points", amount=amount, kind=kind
    )
    with team.spaces.writing(team.workspace_id) as space:
        (outcome,) = ledger.post(
            space, team.live, [posting], now=to_instant(team.now), cause="test"
        )
    assert not outcome.findings, outcome.findings


@pytest.mark.parametrize(("first", "tier"), [(9_999, "member"), (10_000, "vip"), (10_001, "vip")])
def test_r08_ten_thousand_points_earned_make_a_vip(club: Clubs, first: int, tier: str) -> None:
    team = club(document(("member", None), ("vip", {">=": [EARNED, 10_000]})))
    team.join("ann")
    points(team, "ann", first, "first")
    assert team.tier("ann") == tier


@pytest.mark.parametrize(("counted", "tier"), [(EARNED, "vip"), (BALANCE, "member")])
def test_r08_redeeming_demotes_only_where_the_balance_counts(
    club: Clubs, counted: Any, tier: str
) -> None:
    team = club(document(("member", None), ("vip", {">=": [counted, 10_000]})))
    team.join("ann")
    points(team, "ann", 10_000, "earned")
    assert team.tier("ann") == "vip"
    points(team, "ann", -1, "redeemed")
    team.wait(days=1)
    team.evaluate()
    assert team.tier("ann") == tier


def test_r12_an_e_commerce_ladder_goes_by_spend_orders_and_interactions(club: Clubs) -> None:
    year = {"sum_of": ["order.net", "this_year"]}
    orders = {"count_of": ["order", "this_year"]}
    often = {"count_of": ["activity", "this_year", {"==": [{"var": "kind"}, "comment"]}]}
    team = club(
        document(
            ("plain", None),
            ("silver", {">=": [year, 500]}),
            ("gold", {"and": [{">=": [year, 2000]}, {">=": [orders, 3]}]}),
            (
                "diamond",
                {"and": [{">=": [year, 5000]}, {">=": [orders, 5]}, {">=": [often, 2]}]},
            ),
        )
    )
    courses = {"plain": (1, 499, 0), "silver": (1, 2000, 9), "gold": (5, 1000, 1)}
    for name, (times, amount, comments) in {**courses, "diamond": (5, 1000, 2)}.items():
        team.join(name)
        for _ in range(times):
            team.buy(name, amount)
        for _ in range(comments):
            team.act(name, "comment")
    assert team.tiers() == {name: name for name in ("plain", "silver", "gold", "diamond")}


def test_r13_an_offline_ladder_goes_by_spend_or_by_members_brought(club: Clubs) -> None:
    team = club(
        document(
            ("member", None),
            ("gold", {"or": [{">=": [SPENT, 3000]}, {">=": [REFERRALS, 2]}]}),
        )
    )
    for name in ("spender", "host", "neither"):
        team.join(name)
    team.buy("spender", 3000)
    team.buy("neither", "2999.99")
    for host, count in (("host", 2), ("neither", 1)):
        for n in range(count):
            bring(team, f"{host}_friend{n}", by=host)
            team.buy(f"{host}_friend{n}", 1)
    assert team.tiers(["spender", "host", "neither"]) == {
        "spender": "gold",
        "host": "gold",
        "neither": "member",
    }


def test_r46_from_the_purchase_to_the_new_tier_there_is_no_step_between(club: Clubs) -> None:
    team = club(document(("member", None), ("gold", {">=": [SPENT, 100]})))
    team.join("ann")
    before: Outcome = team.buy("ann", "99.99")
    assert before.moved == ()
    outcome = team.buy("ann", "0.01", at=NOON + timedelta(minutes=1))
    (moved,) = outcome.moved
    assert (moved.old, moved.new) == ("member", "gold"), "The answer names the new tier."
