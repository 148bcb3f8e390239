"""What becomes of an earned tier with time: reviews, retention, grace, notice (E-11, R-14)."""

from collections.abc import Callable
from typing import Any

import pytest

from app.days import from_day, local_day
from app.runtime.jobs import evaluate_what_is_due
from app.storage import notices, records
from app.storage.standings import changes_of
from tests.runtime.clubs import Club, document

MakeClub = Callable[..., Club]


def spend(amount: int, window: str = "period") -> Any:
    return {">=": [{"sum_of": ["order.net", window]}, amount]}


def yearly(*, retention: int | None = None, period: str = "year", **review: Any) -> Any:
    """Regular, silver from 1,000, gold from 3,000, diamond from 8,000 in the period."""
    content = document(
        ("regular", None),
        ("silver", spend(1000)),
        ("gold", spend(3000)),
        ("diamond", spend(8000)),
        ladder={"period": period, "review": {"due": "period", **review}},
    )
    if retention is not None:
        content["ladders"][0]["tiers"][2]["retention"] = spend(retention)
    return content


def column(team: Club, name: str, what: str) -> Any:
    """Read one of the columns of a ladder for a member."""
    with team.spaces.reading(team.workspace_id) as space:
        members = team.live.catalogue.members
        where = getattr(members.ladders["main"], what)
        for row in space.execute(records.own(space, members)):
            if records.by_field(members, row)["external_id"] == name:
                return row._asdict()[where.name]
    raise LookupError(name)


def due(team: Club, name: str) -> str | None:
    day = column(team, name, "due")
    return None if day is None else from_day(day).isoformat()


def night(team: Club) -> None:
    """Let the worker do what is due now."""
    evaluate_what_is_due(team.spaces.engine, team.now)


def reasons(team: Club, name: str) -> list[str]:
    """Why a member's tier changed, oldest first, with the local day."""
    with team.spaces.reading(team.workspace_id) as space:
        found = changes_of(space, team.program_id, column_id(team, name))
    zone = team.live.checked.program.settings.calendar.zone
    return [
        f"{from_day(local_day(each.at, zone)).isoformat()} {each.reason}"
        for each in reversed(found)
    ]


def column_id(team: Club, name: str) -> int:
    with team.spaces.reading(team.workspace_id) as space:
        members = team.live.catalogue.members
        for row in space.execute(records.own(space, members)):
            if records.by_field(members, row)["external_id"] == name:
                return int(row.id)
    raise LookupError(name)


def gold(club: MakeClub, content: Any, amount: int = 3000) -> Club:
    """Ann, who spent enough for gold on 1 March 2026."""
    team = club(content)
    team.join("ann")
    team.buy("ann", amount)
    assert team.tier("ann") == "gold"
    return team


def test_nothing_happens_in_the_middle_of_a_period(club: MakeClub) -> None:
    team = gold(club, yearly())
    assert due(team, "ann") == "2027-01-01"
    for month in (4, 8, 12):
        team.at(2026, month, 28)
        night(team)
    assert team.tier("ann") == "gold"


def test_what_was_spent_in_the_period_that_ended_decides(club: MakeClub) -> None:
    team = gold(club, yearly())
    team.at(2027, 1, 1, 1)
    night(team)
    assert team.tier("ann") == "gold"
    assert due(team, "ann") == "2028-01-01"
    team.buy("ann", "2999.99")
    team.at(2028, 1, 1, 1)
    night(team)
    assert team.tier("ann") == "silver"
    assert reasons(team, "ann")[-1] == "2028-01-01 review"


@pytest.mark.parametrize(("amount", "tier"), [("2999.99", "silver"), ("3000", "gold")])
def test_a_tier_is_kept_from_its_threshold_on(club: MakeClub, amount: str, tier: str) -> None:
    team = gold(club, yearly())
    team.at(2027, 1, 1, 1)
    night(team)
    team.at(2027, 12, 31, 23)
    team.buy("ann", amount)
    team.at(2028, 1, 1, 1)
    night(team)
    assert team.tier("ann") == tier


def test_what_comes_in_after_midnight_counts_for_the_new_period(club: MakeClub) -> None:
    team = gold(club, yearly())
    team.at(2027, 1, 1, 1)
    night(team)
    team.at(2028, 1, 1, 0)
    team.buy("ann", 3000)
    team.wait(minutes=5)
    night(team)
    assert team.tier("ann") == "gold"
    assert reasons(team, "ann")[-2:] == ["2028-01-01 review", "2028-01-01 evaluation"]


def test_retention_has_a_threshold_of_its_own(club: MakeClub) -> None:
    team = gold(club, yearly(retention=2000))
    team.at(2027, 6, 1)
    night(team)
    team.buy("ann", 2000)
    team.at(2028, 1, 1, 1)
    night(team)
    assert team.tier("ann") == "gold"
    team.buy("ann", "1999.99")
    team.at(2029, 1, 1, 1)
    night(team)
    assert team.tier("ann") == "silver"


def test_one_who_falls_stops_where_one_who_held_the_tier_would_stay(club: MakeClub) -> None:
    team = club(yearly(retention=2000))
    team.join("ann")
    team.buy("ann", 8000)
    team.at(2027, 1, 1, 1)
    night(team)
    team.buy("ann", 2500)
    team.at(2028, 1, 1, 1)
    night(team)
    assert team.tier("ann") == "gold"


@pytest.mark.parametrize(
    ("policy", "tier"), [("one_down", "silver"), ("requalify", "regular"), ("never", "gold")]
)
def test_demotion_goes_as_far_as_the_ladder_says(club: MakeClub, policy: str, tier: str) -> None:
    team = gold(club, yearly(demotion=policy))
    team.at(2028, 1, 1, 1)
    night(team)
    assert team.tier("ann") == tier


@pytest.mark.parametrize("policy", ["one_down", "requalify"])
def test_nobody_falls_through_the_floor(club: MakeClub, policy: str) -> None:
    team = gold(club, yearly(demotion=policy, floor="silver"))
    team.join("bob")
    for year in (2028, 2029, 2030):
        team.at(year, 1, 1, 1)
        night(team)
    assert team.tiers() == {"ann": "silver", "bob": "regular"}


def test_in_grace_a_tier_is_kept_and_may_be_saved(club: MakeClub) -> None:
    team = gold(club, yearly(grace_days=30))
    team.at(2028, 1, 1, 1)
    night(team)
    assert (team.tier("ann"), due(team, "ann")) == ("gold", "2028-01-31")
    assert from_day(column(team, "ann", "grace")).isoformat() == "2028-01-01"
    team.at(2028, 1, 30, 23)
    team.buy("ann", 3000)
    team.at(2028, 1, 31, 1)
    night(team)
    assert (team.tier("ann"), due(team, "ann")) == ("gold", "2029-01-01")
    assert column(team, "ann", "grace") is None


def test_after_grace_a_tier_is_lost_that_was_not_saved(club: MakeClub) -> None:
    team = gold(club, yearly(grace_days=30))
    team.at(2028, 1, 1, 1)
    night(team)
    team.at(2028, 1, 30, 23)
    team.buy("ann", "2999.99")
    team.at(2028, 1, 31, 1)
    night(team)
    assert team.tier("ann") == "silver"
    assert reasons(team, "ann")[-1] == "2028-01-31 review"
    assert column(team, "ann", "grace") is None


def test_who_would_fall_is_told_before_once(club: MakeClub) -> None:
    team = gold(club, yearly(notice_days=30))
    team.join("bob")
    team.buy("bob", 3000)
    team.at(2027, 1, 1, 1)
    night(team)
    team.buy("bob", 3000)
    for day in (1, 2, 3, 20, 31):
        team.at(2027, 12, day)
        night(team)
    with team.spaces.reading(team.workspace_id) as space:
        found = notices.recent(space, team.program_id, limit=9)
    zone = team.live.checked.program.settings.calendar.zone
    assert [
        (each.member_id, from_day(each.due).isoformat(), from_day(local_day(each.at, zone)).day)
        for each in found
    ] == [(column_id(team, "ann"), "2028-01-01", 2)]


@pytest.mark.parametrize(
    ("period", "first", "second"),
    [
        ("month", "2026-04-01", "2026-05-01"),
        ("quarter", "2026-04-01", "2026-07-01"),
        ("half_year", "2026-07-01", "2027-01-01"),
        ("year", "2027-01-01", "2028-01-01"),
    ],
)
def test_calendar_periods_end_for_everybody_at_once(
    club: MakeClub, period: str, first: str, second: str
) -> None:
    team = gold(club, yearly(period=period))
    assert due(team, "ann") == first
    year, month, day = map(int, first.split("-"))
    team.at(year, month, day, 1)
    night(team)
    assert (team.tier("ann"), due(team, "ann")) == ("gold", second)


def test_the_three_meanings_of_a_year_give_three_answers(club: MakeClub) -> None:
    """R-07: 3,000 spent on 1 March 2026 by one who joined on 15 January 2026."""
    tiers = {}
    for period in ("year", "joined", "12mo"):
        content = yearly(period=period)
        if period == "12mo":
            content["ladders"][0]["review"] = {}
        team = club(content, key=period)
        team.at(2026, 1, 15)
        team.join("ann")
        team.at(2026, 3, 1)
        team.buy("ann", 3000)
        for when in ((2027, 1, 1, 1), (2027, 1, 15, 1)):
            team.at(*when)
            night(team)
        team.at(2027, 12, 31)
        team.buy("ann", 3000)
        seen = []
        for when in ((2028, 1, 1, 1), (2028, 1, 14, 23), (2028, 1, 15, 1), (2028, 12, 31, 1)):
            team.at(*when)
            night(team)
            seen.append(team.tier("ann"))
        tiers[period] = seen
    assert tiers == {
        "year": ["gold", "gold", "gold", "gold"],
        "joined": ["gold", "gold", "gold", "gold"],
        "12mo": ["gold", "gold", "gold", "regular"],
    }


def test_a_year_of_membership_begins_on_the_joining_day(club: MakeClub) -> None:
    team = club(yearly(period="joined"))
    team.at(2026, 6, 10)
    team.join("ann")
    team.buy("ann", 3000)
    assert due(team, "ann") == "2027-06-10"
    team.at(2027, 6, 9, 23)
    team.buy("ann", 500)
    night(team)
    assert team.tier("ann") == "gold"
    team.at(2027, 6, 10, 1)
    night(team)
    assert (team.tier("ann"), due(team, "ann")) == ("gold", "2028-06-10")
    team.buy("ann", "2999.99")
    team.at(2028, 6, 10, 1)
    night(team)
    assert team.tier("ann") == "silver"


def test_spend_counts_from_the_day_the_tier_was_reached(club: MakeClub) -> None:
    team = gold(club, yearly(period="tier"))
    assert due(team, "ann") == "2027-03-01"
    team.at(2027, 2, 28)
    team.buy("ann", "2999.99")
    team.at(2027, 3, 1, 1)
    night(team)
    assert team.tier("ann") == "gold", "the day on which it was reached counts"
    team.at(2028, 3, 1, 1)
    night(team)
    assert team.tier("ann") == "regular"


def test_a_validity_runs_from_the_day_a_tier_was_reached_or_kept(club: MakeClub) -> None:
    content = yearly()
    content["ladders"][0] |= {"period": "lifetime", "review": {"due": "6mo"}}
    content["ladders"][0]["tiers"][2]["retention"] = spend(100, "180d")
    team = gold(club, content)
    assert due(team, "ann") == "2026-09-01"
    team.at(2026, 8, 1)
    team.buy("ann", 100)
    team.at(2026, 9, 1, 1)
    night(team)
    assert (team.tier("ann"), due(team, "ann")) == ("gold", "2027-03-01")
    team.at(2027, 3, 1, 1)
    night(team)
    assert team.tier("ann") == "gold", "3,100 in a lifetime qualify for gold anew"


def test_a_tier_may_hold_for_the_rest_of_the_period_and_the_next(club: MakeClub) -> None:
    team = gold(club, yearly(due="next_period"))
    assert due(team, "ann") == "2028-01-01"
    team.at(2027, 5, 1)
    team.buy("ann", 3000)
    team.at(2028, 1, 1, 1)
    night(team)
    assert (team.tier("ann"), due(team, "ann")) == ("gold", "2029-01-01")


def test_downtime_is_caught_up_period_by_period(club: MakeClub) -> None:
    """E-20: missed reviews are made once, in order, each as of its own day."""
    team = club(yearly(period="month", demotion="one_down"))
    team.join("ann")
    team.buy("ann", 8000)
    team.at(2026, 7, 10)
    night(team)
    assert team.tier("ann") == "regular"
    assert reasons(team, "ann") == [
        "2026-03-01 event",
        "2026-03-01 event",
        "2026-05-01 review",
        "2026-06-01 review",
        "2026-07-01 review",
    ]
    night(team)
    assert len(reasons(team, "ann")) == 5


def test_a_promotion_that_a_refund_undoes_is_taken_back_at_the_next_evaluation(
    club: MakeClub,
) -> None:
    """E-10: the metric is corrected at once, the tier at the next evaluation."""
    team = club(yearly())
    team.join("ann")
    order = team.buy("ann", 3000)
    team.wait(days=2)
    team.refund(order, "0.01")
    assert team.tier("ann") == "gold"
    team.wait(days=1)
    night(team)
    assert team.tier("ann") == "silver"
    assert reasons(team, "ann")[-1] == "2026-03-04 recheck"


def test_a_refund_takes_nothing_that_was_earned_otherwise(club: MakeClub) -> None:
    team = club(yearly())
    team.join("ann")
    team.buy("ann", 3000)
    late = team.buy("ann", 500)
    team.at(2027, 1, 1, 1)
    night(team)
    team.refund(late, 500)
    team.at(2027, 1, 2, 1)
    night(team)
    assert team.tier("ann") == "gold"


def test_promotion_may_wait_for_the_evaluation_or_for_the_review(club: MakeClub) -> None:
    content = yearly()
    content["ladders"][0]["promoted"] = "evaluation"
    team = club(content, key="daily")
    team.join("ann")
    team.buy("ann", 3000)
    assert team.tier("ann") == "regular"
    team.wait(days=1)
    night(team)
    assert team.tier("ann") == "gold"

    content["ladders"][0]["promoted"] = "review"
    team = club(content, key="yearly")
    team.join("ann")
    team.buy("ann", 3000)
    team.wait(days=1)
    night(team)
    assert team.tier("ann") == "regular"
    team.at(2027, 1, 1, 1)
    night(team)
    assert team.tier("ann") == "gold"


def test_members_who_are_there_begin_their_periods_with_the_release(club: MakeClub) -> None:
    team = gold(club, document(("regular", None), ("gold", spend(3000, "lifetime"))))
    assert due(team, "ann") is None
    team.at(2026, 5, 1)
    team.publish(yearly())
    assert due(team, "ann") == "2027-01-01"
    team.publish(yearly(period="quarter"))
    assert due(team, "ann") == "2026-07-01"


def test_top_ranks_of_the_year_that_ended_decide_about_keeping(club: MakeClub) -> None:
    """R-05 at the year's end: the ranks are those of the last day of the year."""
    ranked = {"sum_of": ["order.net", "this_year"]}
    top = {"<=": [{"rank_of": [ranked, "position"]}, 1]}
    content = document(
        ("vip", None),
        ("svip", {"and": [spend(1000, "this_year"), top]}),
        ladder={"period": "year", "promoted": "evaluation", "review": {"due": "period"}},
    )
    team = club(content)
    for name, amount in (("ann", 5000), ("bob", 4000)):
        team.join(name)
        team.buy(name, amount)
    team.wait(days=1)
    night(team)
    assert team.tiers() == {"ann": "svip", "bob": "vip"}
    team.at(2026, 11, 11)
    team.buy("bob", 2000)
    team.at(2027, 1, 1, 1)
    night(team)
    assert team.tiers() == {"ann": "vip", "bob": "svip"}
