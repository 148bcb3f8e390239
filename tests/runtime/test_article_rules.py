"""The rules of the articles, as an operator would read them (requirements A.0, R-01 … R-09)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.runtime.records import Outcome
from tests.runtime.clubs import NOON, Club, document

Clubs = Callable[..., Club]

SPENT = {"sum_of": ["order.net", "lifetime"]}
STREAK = {"streak_of": ["activity", "best", "day"]}
INTERACTIONS = {
    "count_of": ["activity", "lifetime", {"in": [{"var": "kind"}, ["comment", "share", "like"]]}]
}
REFERRALS = {"count_of": ["activity", "lifetime", {"==": [{"var": "kind"}, "referral"]}]}
CONTRIBUTION = {"sum_of": ["activity.value", "this_year"]}
BEST_TEN = {"<": [{"rank_of": [{"sum_of": ["order.net", "this_year"]}, "percent"]}, 10]}

FIVE_TIERS = document(
    ("junior", None),
    ("middle", {"and": [{">=": [SPENT, 100]}, {">=": [STREAK, 7]}]}),
    ("senior", {"and": [{">=": [SPENT, 500]}, {">=": [INTERACTIONS, 30]}]}),
    ("vip", {"and": [{">=": [SPENT, 1000]}, {">=": [REFERRALS, 3]}]}),
    ("svip", {"and": [{">=": [SPENT, 5000]}, BEST_TEN]}),
)


def test_r01_the_ladder_has_five_tiers_and_every_member_stands_on_one(club: Clubs) -> None:
    team = club(FIVE_TIERS)
    team.join("ann")
    team.join("bob")
    ladder = team.live.checked.program.ladder("main")
    assert [each.key for each in ladder.tiers] == ["junior", "middle", "senior", "vip", "svip"]
    assert team.tiers() == {"ann": "junior", "bob": "junior"}


def active_days(team: Club, name: str, days: int, *, leave_out: int | None = None) -> None:
    for n in range(days):
        if n != leave_out:
            team.act(name, "login", at=team.now + timedelta(days=n))


@pytest.mark.parametrize(
    ("spend", "days", "tier"),
    [
        ("99.99", 6, "junior"),
        ("100.00", 6, "junior"),
        ("99.99", 7, "junior"),
        ("100.00", 7, "middle"),
        ("100.01", 8, "middle"),
    ],
)
def test_r02_middle_asks_for_100_yuan_and_seven_days_in_a_row(
    club: Clubs, spend: str, days: int, tier: str
) -> None:
    team = club(FIVE_TIERS)
    team.join("ann")
    team.buy("ann", spend)
    active_days(team, "ann", days)
    team.wait(days=10)
    team.act("ann", "browse")
    assert team.tier("ann") == tier


def test_r02_seven_days_with_a_gap_are_not_seven_days_in_a_row(club: Clubs) -> None:
    team = club(FIVE_TIERS)
    team.join("ann")
    team.buy("ann", 100)
    team.wait(days=1)
    active_days(team, "ann", 8, leave_out=4)
    team.wait(days=20)
    team.act("ann", "browse")
    assert team.tier("ann") == "junior"


def test_r02_a_streak_goes_on_over_the_end_of_a_month(club: Clubs) -> None:
    team = club(FIVE_TIERS)
    team.at(2026, 2, 25)
    team.join("ann")
    for day in [(2, 25), (2, 26), (2, 27), (2, 28), (3, 1), (3, 2), (3, 3)]:
        team.at(2026, *day)
        team.act("ann", "login")
    assert team.buy("ann", 100).moved[0].new == "middle"


def test_r02_a_day_ends_at_midnight_of_the_programme_not_of_utc(club: Clubs) -> None:
    team = club(FIVE_TIERS)
    team.at(2026, 3, 1, 0)
    team.join("ann")
    team.buy("ann", 100)
    for n in range(7):
        late = n % 2
        # 23:59 and 00:01 in Shanghai lie in one UTC day or in two, and in two local days.
        team.at(2026, 3, 1 + n, 23 if late else 0)
        team.act("ann", "login", at=team.now + timedelta(minutes=59 if late else 1))
    team.wait(hours=1)
    team.act("ann", "browse")
    assert team.tier("ann") == "middle"


def test_r02_two_events_on_one_day_are_one_day(club: Clubs) -> None:
    team = club(FIVE_TIERS)
    team.join("ann")
    team.buy("ann", 100)
    for n in range(6):
        team.act("ann", "login", at=NOON + timedelta(days=n))
        team.act("ann", "login", at=NOON + timedelta(days=n, hours=1))
    team.wait(days=9)
    team.act("ann", "browse")
    assert team.tier("ann") == "junior"


@pytest.mark.parametrize(("count", "tier"), [(29, "junior"), (30, "senior"), (31, "senior")])
def test_r03_senior_asks_for_500_yuan_and_30_interactions(
    club: Clubs, count: int, tier: str
) -> None:
    team = club(FIVE_TIERS)
    team.join("ann")
    team.buy("ann", 500)
    for n in range(count):
        team.act("ann", ["comment", "share", "like"][n % 3])
    for _ in range(5):
        team.act("ann", "login")
    assert team.tier("ann") == tier


def test_r06_either_branch_promotes(club: Clubs) -> None:
    orders = {"count_of": ["order", "lifetime"]}
    rule = {"or": [{">=": [SPENT, 3000]}, {">=": [orders, 5]}]}
    team = club(document(("basic", None), ("gold", rule)))
    for name in ("spender", "buyer", "both", "neither"):
        team.join(name)
    team.buy("spender", 3000)
    for _ in range(5):
        team.buy("buyer", 1)
        team.buy("both", 600)
    for _ in range(4):
        team.buy("neither", 749)
    assert team.tiers() == {
        "spender": "gold",
        "buyer": "gold",
        "both": "gold",
        "neither": "basic",
    }


def test_r06_a_refund_takes_effect_at_the_next_evaluation_and_not_before(club: Clubs) -> None:
    orders = {"count_of": ["order", "lifetime"]}
    rule = {"or": [{">=": [SPENT, 3000]}, {">=": [orders, 5]}]}
    team = club(document(("basic", None), ("gold", rule)))
    team.join("ann")
    order = team.buy("ann", 3000)
    assert team.tier("ann") == "gold"
    team.refund(order, "0.01")
    assert team.tier("ann") == "gold"
    team.evaluate()
    assert team.tier("ann") == "basic"


def test_r06_a_refund_of_one_branch_leaves_the_other(club: Clubs) -> None:
    orders = {"count_of": ["order", "lifetime"]}
    rule = {"or": [{">=": [SPENT, 3000]}, {">=": [orders, 5]}]}
    team = club(document(("basic", None), ("gold", rule)))
    team.join("ann")
    bought = [team.buy("ann", 600) for _ in range(5)]
    team.refund(bought[0], 300)
    team.evaluate()
    assert team.tier("ann") == "gold"
    team.refund(bought[0], 300)
    team.evaluate()
    assert team.tier("ann") == "basic"


@pytest.mark.parametrize(
    ("window", "tier"),
    [("this_year", "basic"), ("12mo", "platinum"), ("365d", "platinum"), ("joined+365d", "basic")],
)
def test_r07_a_year_is_what_the_rule_says_it_is(club: Clubs, window: str, tier: str) -> None:
    rule = {">=": [{"sum_of": ["order.net", window]}, 3000]}
    team = club(document(("basic", None), ("platinum", rule)))
    team.at(2025, 1, 10)
    team.join("ann")
    team.at(2025, 6, 1)
    team.buy("ann", 1000)
    team.at(2026, 2, 1)
    team.buy("ann", 2000)
    assert team.tier("ann") == tier


def test_r07_spend_leaves_a_rolling_year_a_day_at_a_time(club: Clubs) -> None:
    rule = {">=": [{"sum_of": ["order.net", "365d"]}, 3000]}
    team = club(document(("basic", None), ("platinum", rule)), now=NOON - timedelta(days=365))
    team.join("ann")
    team.buy("ann", 3000)
    team.at(2026, 2, 28)
    team.evaluate()
    assert team.tier("ann") == "platinum"
    team.at(2026, 3, 1)
    team.evaluate()
    assert team.tier("ann") == "basic"


def test_r09_consecutive_months_with_a_purchase(club: Clubs) -> None:
    rule = {">=": [{"streak_of": ["order", "current", "month"]}, 3]}
    team = club(document(("basic", None), ("loyal", rule)))
    team.at(2025, 11, 30)
    team.join("ann")
    moved: list[Outcome] = []
    for month in [(2025, 11, 30), (2025, 12, 1), (2026, 1, 31)]:
        team.at(*month)
        moved.append(team.buy("ann", 1))
    assert [len(each.moved) for each in moved] == [0, 0, 1]
    team.at(2026, 2, 28)
    team.evaluate()
    assert team.tier("ann") == "loyal"
    team.at(2026, 3, 1)
    team.evaluate()
    assert team.tier("ann") == "basic"


def test_r09_consecutive_logins_are_counted_up_to_yesterday(club: Clubs) -> None:
    logins = ["activity", "current", "day", {"==": [{"var": "kind"}, "login"]}]
    rule = {">=": [{"streak_of": logins}, 3]}
    team = club(document(("basic", None), ("regular", rule)))
    team.join("ann")
    for n in range(3):
        team.now = NOON + timedelta(days=n)
        team.act("ann", "login")
    assert team.tier("ann") == "regular"
    team.now = NOON + timedelta(days=3)
    team.evaluate()
    assert team.tier("ann") == "regular"
    team.now = NOON + timedelta(days=4)
    team.evaluate()
    assert team.tier("ann") == "basic"
