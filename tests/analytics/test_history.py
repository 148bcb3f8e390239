"""Who is counted in a promotion rate, and what became of them, on both databases."""

from datetime import timedelta

import pytest

from app.analytics.diagnosis import Asked
from app.analytics.rates import Rate, Verdict
from app.clock import to_instant
from app.days import start_of_day
from app.storage import departures
from app.storage.departures import Departure
from tests.analytics.conftest import Pasts
from tests.analytics.histories import FIRST, UNTIL, Past, day
from tests.runtime.clubs import document

SPENT = {"sum_of": ["order.net", "lifetime"]}
RULES = document(("basic", None), ("silver", {">=": [SPENT, 100]}), ("gold", {">=": [SPENT, 300]}))


def rate(team: Past, tier: str = "basic", **asked: int) -> Rate:
    return team.tier(tier, **asked).fate


def test_ten_per_cent_of_thirty_is_not_flagged(past: Pasts) -> None:
    team = past(RULES)
    team.crowd(30, rising=3)
    found = team.tier("basic").rate
    assert found is not None
    assert (found.rose, found.members, found.verdict) == (3, 30, Verdict.FINE)


def test_just_below_ten_per_cent_is_flagged(past: Pasts) -> None:
    team = past(RULES)
    team.crowd(10_000, rising=999)
    found = team.tier("basic").rate
    assert found is not None
    assert (found.rose, found.members) == (999, 10_000)
    assert found.verdict is Verdict.LOW_NOT_SURE


def test_of_twenty_nine_members_nothing_is_said(past: Pasts) -> None:
    team = past(RULES)
    team.crowd(29, rising=0)
    found = team.tier("basic").rate
    assert found is not None
    assert (found.members, found.verdict) == (29, Verdict.TOO_FEW)


@pytest.mark.parametrize(("came", "counted"), [("2025-12-02", 1), ("2025-12-03", 0)])
def test_who_came_n_days_before_is_counted_and_a_day_later_is_not(
    past: Pasts, came: str, counted: int
) -> None:
    team = past(RULES)
    assert day(FIRST) - day("2025-12-02") == 30
    team.moves(1, None, "basic", came)
    assert rate(team, least_days=30).members == counted


def test_the_day_counts_whatever_the_hour(past: Pasts) -> None:
    team = past(RULES)
    midnight = start_of_day(day("2025-12-03"), team.live.checked.program.settings.calendar.zone)
    team.moves_at(1, None, "basic", midnight - 1)
    team.moves_at(2, None, "basic", midnight)
    assert rate(team, least_days=30).members == 1


def test_the_period_begins_with_its_first_moment_and_ends_before_its_last(past: Pasts) -> None:
    team = past(RULES)
    zone = team.live.checked.program.settings.calendar.zone
    start, end = (start_of_day(day(each), zone) for each in (FIRST, UNTIL))
    for n in range(4):
        team.moves(n, None, "basic", "2025-06-01")
    team.moves_at(0, "basic", "silver", start - 1)
    team.moves_at(1, "basic", "silver", start)
    team.moves_at(2, "basic", "silver", end - 1)
    team.moves_at(3, "basic", "silver", end)
    assert rate(team) == Rate(members=3, rose=2, fell=0, left=0)
    assert rate(team, "silver", least_days=0) == Rate(members=1, rose=0, fell=0, left=0)


def test_a_member_is_where_the_last_change_before_the_period_put_them(past: Pasts) -> None:
    team = past(RULES)
    team.moves(1, None, "basic", "2025-01-01")
    team.moves(1, "basic", "silver", "2025-02-01")
    team.moves(1, "silver", "gold", "2025-03-01")
    team.moves(1, "gold", "silver", "2025-04-01")
    assert rate(team).members == 0
    assert rate(team, "silver").members == 1
    assert rate(team, "gold").members == 0


def test_who_moves_within_the_period_is_counted_where_they_were(past: Pasts) -> None:
    team = past(RULES)
    for n in range(5):
        team.moves(n, None, "silver", "2025-06-01")
    team.moves(0, "silver", "gold", "2026-01-10")
    team.moves(1, "silver", "basic", "2026-01-10")
    team.moves(2, "silver", None, "2026-01-10")
    # Down and up again, twice up: each of them rose once from silver.
    team.moves(3, "silver", "basic", "2026-01-10")
    team.moves(3, "basic", "silver", "2026-01-20")
    team.moves(3, "silver", "gold", "2026-01-30")
    assert rate(team, "silver") == Rate(members=5, rose=2, fell=1, left=1)
    assert rate(team, "silver").kept == 1


def test_a_member_who_rises_twice_from_a_tier_is_one_promotion(past: Pasts) -> None:
    team = past(RULES)
    team.moves(1, None, "basic", "2025-06-01")
    team.moves(1, "basic", "silver", "2026-01-05")
    team.moves(1, "silver", "basic", "2026-01-15")
    team.moves(1, "basic", "gold", "2026-01-25")
    assert rate(team) == Rate(members=1, rose=1, fell=0, left=0)


def test_a_change_of_a_layer_that_moves_nobody_is_no_move(past: Pasts) -> None:
    team = past(RULES)
    team.moves(1, None, "basic", "2025-06-01")
    team.moves(1, "basic", "basic", "2025-12-31")
    team.moves(1, "basic", "basic", "2026-01-05")
    assert rate(team) == Rate(members=1, rose=0, fell=0, left=0)


def test_a_tier_that_the_ladder_has_no_more_is_neither_up_nor_down(past: Pasts) -> None:
    team = past(RULES)
    team.moves(1, None, "basic", "2025-06-01")
    team.moves(1, "basic", "silver", "2026-01-05")
    team.rows[-1]["new_tier_id"] = 987_654
    assert rate(team) == Rate(members=1, rose=0, fell=0, left=1)


def test_nobody_rises_from_the_highest_tier(past: Pasts) -> None:
    team = past(RULES)
    team.crowd(40, rising=0, tier="gold")
    found = team.tier("gold")
    assert found.rate is None
    assert found.fate.kept == 40


def test_what_a_real_programme_lived_through_is_counted(past: Pasts) -> None:
    team = past(RULES)
    club = team.club
    club.at(2025, 6, 1)
    for n in range(3):
        club.join(f"m{n}")
    club.evaluate()
    club.at(2026, 1, 15)
    club.buy("m0", 150)
    club.at(2026, 3, 1)
    assert rate(team) == Rate(members=3, rose=1, fell=0, left=0)


def test_half_of_those_who_came_have_gone_by_the_median_day(past: Pasts) -> None:
    team = past(RULES)
    club = team.club
    for n, days in enumerate((10, 20, 30, 40)):
        team.moves(n, None, "basic", "2025-01-01")
        team.moves(n, "basic", "silver", day("2025-01-01") + days)
    found = {each.tier.key: each.median_days for each in team.diagnosis().tiers}
    assert found == {"basic": 20, "silver": None, "gold": None}
    assert club.now


def test_who_is_still_there_counts_for_as_long_as_they_have_been(past: Pasts) -> None:
    """Kaplan and Meier by hand: 1/4 goes on day 10; one is 15 days here; of two, one goes on 20.

    After day 10 three of four are left, 0.75; the one of 15 days leaves the two who are at risk;
    on day 20 one of them goes: 0.75 × 1/2 = 0.375, below one half.
    """
    team = past(RULES)
    now = team.club.now
    for n, days in ((0, 10), (1, 20), (2, 30)):
        team.moves(n, None, "basic", "2025-01-01")
        team.moves(n, "basic", "silver", day("2025-01-01") + days)
    team.moves_at(3, None, "basic", to_instant(now - timedelta(days=15)))
    assert team.tier("basic").median_days == 20


def test_of_a_young_history_the_second_half_is_looked_at(past: Pasts) -> None:
    team = past(RULES)
    team.crowd(3, rising=0)
    found = team.looked(Asked())
    assert found.shortened
    # From 1 June 2025 to 1 March 2026, which is 274 days with today: 137 days on is 16 October.
    assert found.begins == day("2025-06-01")
    assert (found.span.first, found.span.until) == (day("2025-10-16"), day("2026-03-02"))


def test_an_old_history_is_looked_at_for_twelve_months(past: Pasts) -> None:
    team = past(RULES)
    team.moves(1, None, "basic", "2024-06-01")
    found = team.looked(Asked())
    assert not found.shortened
    assert (found.span.first, found.span.until) == (day("2025-03-02"), day("2026-03-02"))


def test_two_records_of_one_person_are_counted_once(past: Pasts) -> None:
    team = past(RULES)
    team.crowd(4, rising=2)
    team.written()
    with team.club.spaces.writing(team.club.workspace_id) as space:
        gone = Departure(member_id=team.first, into_id=team.first + 1, at=1, by=None, cause="test")
        departures.note(space, team.club.program_id, gone)
    assert rate(team) == Rate(members=3, rose=1, fell=0, left=0)


def test_a_diagnosis_writes_nothing(past: Pasts) -> None:
    team = past(RULES)
    team.crowd(5, rising=1)
    team.club.join("m1")
    team.written()
    before = team.everything()
    team.diagnosis()
    assert team.everything() == before


def test_another_team_is_not_counted(past: Pasts) -> None:
    ours, theirs = past(RULES, key="ours"), past(RULES, key="theirs")
    ours.crowd(4, rising=1)
    theirs.crowd(7, rising=2)
    theirs.written()
    assert rate(ours) == Rate(members=4, rose=1, fell=0, left=0)
