"""Reviews and refunds take no more than the rules say, found by the reference model (E-10)."""

from collections.abc import Callable
from typing import Any

import pytest

from app.clock import to_instant
from app.errors import Conflict
from app.runtime import granting
from app.runtime.granting import Granted
from app.storage.layers import Kind
from tests.runtime.clubs import Club, document
from tests.runtime.test_reviews import column_id, gold, night, reasons, spend, yearly

MakeClub = Callable[..., Club]


def test_what_was_spent_before_a_period_never_counts_in_it_also_where_there_is_grace(
    club: MakeClub,
) -> None:
    """The first minutes of a year, before the night's review, belong to the new year."""
    team = club(yearly(grace_days=30))
    team.join("ann")
    team.buy("ann", 900)
    team.at(2027, 1, 1, 0)
    team.buy("ann", 100)
    assert team.tier("ann") == "regular"


@pytest.mark.parametrize("grace", [0, 30])
def test_a_review_in_the_middle_of_a_year_looks_at_that_year(club: MakeClub, grace: int) -> None:
    team = gold(club, yearly(due="12mo", grace_days=grace))
    team.at(2027, 2, 1)
    team.buy("ann", 1000)
    team.at(2027, 3, 1, 1)
    night(team)
    team.at(2027, 3, 31, 1)
    night(team)
    assert team.tier("ann") == "silver"


def test_a_year_of_membership_begins_anew_without_a_review(club: MakeClub) -> None:
    team = club(yearly(period="joined", due="next_period"))
    team.at(2026, 6, 10)
    team.join("ann")
    team.buy("ann", 900)
    team.at(2027, 6, 10, 9)
    team.buy("ann", 100)
    assert team.tier("ann") == "regular"


def test_a_year_of_one_who_joined_on_29_february_ends_with_28_february(club: MakeClub) -> None:
    team = club(yearly(period="joined"))
    team.at(2024, 2, 29)
    team.join("ann")
    team.at(2028, 2, 28)
    team.buy("ann", 600)
    team.at(2028, 2, 29, 9)
    team.buy("ann", 400)
    assert team.tier("ann") == "regular"
    team.buy("ann", 600)
    assert team.tier("ann") == "silver"


def test_a_refund_takes_nothing_from_one_who_has_fallen_already(club: MakeClub) -> None:
    content = yearly(demotion="one_down")
    team = club(content)
    team.join("ann")
    team.buy("ann", 3000)
    team.at(2026, 12, 31)
    late = team.buy("ann", 10)
    team.at(2028, 1, 1, 1)
    night(team)
    assert team.tier("ann") == "silver"
    team.refund(late, 10)
    team.at(2028, 1, 2, 1)
    night(team)
    assert team.tier("ann") == "silver"


def test_a_refund_takes_nothing_from_one_whose_tier_began_with_the_purchases_before(
    club: MakeClub,
) -> None:
    team = club(yearly(period="tier"))
    team.join("ann")
    team.buy("ann", 900)
    team.wait(days=30)
    team.buy("ann", 100)
    assert team.tier("ann") == "silver"
    team.wait(days=5)
    small = team.buy("ann", 10)
    team.refund(small, 10)
    team.wait(days=1)
    night(team)
    assert team.tier("ann") == "silver"


def test_ranks_of_a_year_are_those_of_its_last_day_whatever_came_after_midnight(
    club: MakeClub,
) -> None:
    ranked = {"sum_of": ["order.net", "lifetime"]}
    top = {"<=": [{"rank_of": [ranked, "position"]}, 1]}
    content = document(
        ("vip", None),
        ("svip", {"and": [spend(1000, "lifetime"), top]}),
        ladder={"period": "year", "promoted": "review", "review": {"due": "period"}},
    )
    team = club(content)
    for name, amount in (("ann", 5000), ("bob", 4000)):
        team.join(name)
        team.buy(name, amount)
    team.wait(days=1)
    night(team)
    team.at(2027, 1, 1, 0)
    team.buy("bob", 2000)
    team.wait(minutes=5)
    night(team)
    assert team.tiers() == {"ann": "svip", "bob": "vip"}


def test_downtime_is_told_in_the_order_in_which_it_would_have_happened(club: MakeClub) -> None:
    team = gold(club, yearly(period="month", demotion="requalify"))
    team.at(2026, 4, 1, 1)
    night(team)
    ann, noon = column_id(team, "ann"), team.now
    team.at(2026, 5, 10)
    wanted = Granted(
        member_id=ann,
        ladder="main",
        kind=Kind.PAID,
        tier="diamond",
        reason="paid",
        starts_at=to_instant(noon),
        ends_at=to_instant(team.now),
    )
    team.at(2026, 4, 2)
    with team.spaces.writing(team.workspace_id) as space:
        granting.grant(space, team.live, wanted, now=to_instant(team.now), by=None)
    team.at(2026, 5, 20)
    night(team)
    assert reasons(team, "ann")[-2:] == ["2026-05-01 review", "2026-05-10 layer"]
    assert team.tier("ann") == "regular"


def test_who_may_try_a_tier_is_asked_of_what_counts_today(club: MakeClub) -> None:
    content: dict[str, Any] = yearly()
    content["ladders"][0]["trials"] = [
        {"key": "taste", "label": "Taste", "tier": "gold", "days": 7, "who": spend(10, "7d")}
    ]
    team = club(content)
    ann = team.join("ann")
    team.buy("ann", 10)
    team.wait(days=7)
    with team.spaces.writing(team.workspace_id) as space, pytest.raises(Conflict):
        granting.start_trial(
            space, team.live, ann, "main", "taste", now=to_instant(team.now), by=None
        )
