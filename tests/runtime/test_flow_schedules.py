"""Automations by the calendar: each time once, whatever the clock and the worker do."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app.clock import from_instant, to_instant
from app.runtime.waiting import after_quiet
from app.runtime.wall_clock import cron_times, moment_of
from app.storage import occurrences
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, give, programme, tell

Clubs = Callable[..., Club]
Flowings = Callable[..., Flowing]
DAILY = {"every": "day", "time": "13:00"}
BERLIN, SHANGHAI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai")


@pytest.fixture
def flowings(club: Clubs) -> Flowings:
    return lambda *flows, **more: Flowing(club(programme(*flows, **more)))


def states(at_work: Flowing) -> list[tuple[str, str]]:
    club = at_work.club
    with club.spaces.reading(club.workspace_id) as space:
        found = occurrences.of_flow(space, club.program_id, "flow")
    return [(each.key, each.state) for each in found]


def test_a_birthday_comes_once_a_year_though_it_is_changed(flowings: Flowings) -> None:
    """R-37."""
    at_work = flowings(flow("date_field", give(), options={"field": "birthday", "days": 3}))
    anna = at_work.club.join("anna", birthday="1990-03-10")
    at_work.club.at(2026, 3, 6, 12)
    at_work.run()
    assert at_work.coupons(anna) == 0
    at_work.club.at(2026, 3, 7, 10)
    at_work.run()
    assert at_work.coupons(anna) == 1
    at_work.club.at(2026, 3, 8, 12)
    again = at_work.club.live.catalogue.members
    assert "birthday" in again.fields
    at_work.run()
    assert at_work.coupons(anna) == 1
    at_work.club.at(2027, 3, 7, 10)
    at_work.run()
    assert at_work.coupons(anna) == 2


@pytest.mark.parametrize(("policy", "day"), [("feb28", 28), ("mar1", 1)])
def test_the_29th_of_february_comes_every_year(flowings: Flowings, policy: str, day: int) -> None:
    at_work = flowings(
        flow("date_field", give(), options={"field": "birthday"}), settings={"leap_day": policy}
    )
    anna = at_work.club.join("anna", birthday="1992-02-29")
    at_work.club.at(2027, 2 if day == 28 else 3, day, 8)
    at_work.run()
    assert at_work.coupons(anna) == 0
    at_work.club.at(2027, 2 if day == 28 else 3, day, 10)
    at_work.run()
    at_work.run()
    assert at_work.coupons(anna) == 1


@pytest.mark.parametrize(
    ("catch_up", "made", "told"),
    [
        ("each", ["done"] * 7, 7),
        ("once", ["skipped"] * 6 + ["done"], 1),
        ("skip", ["skipped"] * 7, 0),
    ],
)
def test_a_week_in_which_nothing_ran_is_made_up_for_as_the_flow_says(
    flowings: Flowings, catch_up: str, made: list[str], told: int
) -> None:
    """C-4, E-20."""
    at_work = flowings(flow("schedule", tell(), options=DAILY, catch_up=catch_up))
    anna = at_work.club.join("anna")
    at_work.club.at(2026, 3, 7, 20)
    at_work.run()
    at_work.run()
    found = states(at_work)
    assert [state for _, state in found] == made
    assert [key for key, _ in found] == [f"2026-03-0{n}" for n in range(1, 8)]
    assert len(at_work.messages(anna)) == told


def test_a_member_goes_in_once_a_month_where_the_flow_says_so(flowings: Flowings) -> None:
    """R-38."""
    at_work = flowings(
        flow("schedule", give(), options=DAILY, reentry="each_period", period="month")
    )
    anna = at_work.club.join("anna")
    at_work.club.at(2026, 4, 2, 20)
    at_work.run()
    assert at_work.coupons(anna) == 2


def test_a_flow_that_rests_makes_up_for_nothing_when_it_works_again(flowings: Flowings) -> None:
    at_work = flowings(flow("schedule", tell(), options=DAILY))
    club, anna = at_work.club, at_work.club.join("anna")
    club.publish(programme(flow("schedule", tell(), options=DAILY, enabled=False)))
    at_work.run()
    club.at(2026, 3, 5, 12)
    at_work.run()
    club.publish(programme(flow("schedule", tell(), options=DAILY)))
    club.at(2026, 3, 5, 14)
    at_work.run()
    assert [key for key, _ in states(at_work)] == ["2026-03-05"]
    assert len(at_work.messages(anna)) == 1


def test_a_run_ends_under_the_release_it_began_with(flowings: Flowings) -> None:
    """C-8."""
    wait = {"key": "rest", "kind": "wait", "options": {"time": {"days": 1}}}
    visit = {"kind": "visit"}
    at_work = flowings(flow("activity", wait, tell(title="old"), options=visit))
    anna = at_work.club.join("anna")
    at_work.club.act("anna", "visit")
    at_work.run()
    at_work.club.wait(hours=1)
    at_work.club.publish(programme(flow("activity", tell(title="new"), options=visit)))
    at_work.club.act("anna", "visit")
    at_work.run()
    at_work.club.wait(days=2)
    at_work.run()
    titles = [each.body["title"]["en"] for each in at_work.messages(anna)]
    assert titles == ["old", "new"]


def test_times_a_night_lacks_or_has_twice_come_once() -> None:
    def local(*parts: int) -> datetime:
        return from_instant(moment_of(datetime(*parts), BERLIN)).astimezone(BERLIN)  # type: ignore[arg-type]  # A year, a month, a day, and so on.  # noqa: DTZ001

    assert local(2026, 3, 29, 2, 30).isoformat() == "2026-03-29T03:00:00+02:00"
    assert local(2026, 10, 25, 2, 30).isoformat() == "2026-10-25T02:30:00+02:00"
    since, until = (to_instant(datetime(2026, 10, n, tzinfo=UTC)) for n in (24, 27))
    found = [key for key, _ in cron_times("30 2 * * *", since, until, BERLIN)]
    assert found == ["2026-10-24T02:30", "2026-10-25T02:30", "2026-10-26T02:30"]


def test_sunday_is_0_in_a_cron_line() -> None:
    since, until = (to_instant(datetime(2026, 3, n, tzinfo=UTC)) for n in (1, 16))
    found = [key for key, _ in cron_times("0 9 * * 0", since, until, SHANGHAI)]
    assert found == ["2026-03-01T09:00", "2026-03-08T09:00", "2026-03-15T09:00"]


@pytest.mark.parametrize(
    ("hour", "goes_on"), [(20, "1T20:30"), (21, "2T09:00"), (8, "1T09:00"), (9, "1T09:30")]
)
def test_quiet_hours_end_in_the_morning(hour: int, goes_on: str) -> None:
    at = to_instant(datetime(2026, 3, 1, hour, 30, tzinfo=SHANGHAI))
    quiet = {"from": "21:00", "to": "09:00"}
    found = from_instant(after_quiet(at, quiet, SHANGHAI)).astimezone(SHANGHAI)
    assert f"{found.day}T{found:%H:%M}" == goes_on


def test_a_day_that_never_comes_holds_nobody_up(flowings: Flowings) -> None:
    never = flow("schedule", tell(), key="never", options={"cron": "0 9 30 2 *"})
    at_work = flowings(never, flow("schedule", tell(), options=DAILY))
    at_work.club.join("anna")
    at_work.club.wait(days=1)
    at_work.run()
    assert len(at_work.runs(flow="flow")) == 1
    assert at_work.runs(flow="never") == []


def test_a_leap_day_is_found_over_a_century_without_one() -> None:
    since, until = (to_instant(datetime(year, 3, 1, tzinfo=UTC)) for year in (2096, 2105))
    (found,) = cron_times("0 9 29 2 *", since, until, SHANGHAI)
    assert found[0] == "2104-02-29T09:00"
