"""T7: times of schedules against an oracle that scans the world's clocks, zone by zone."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.clock import from_instant, to_instant
from app.days import Calendar, Moment
from app.program.checked_flows import CheckedFlow, check_flow
from app.program.codec import load
from app.runtime.triggers import TRIGGERS
from app.runtime.zones import ZONES
from app.storage import occurrences
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, programme, tell

QUARTER = timedelta(minutes=15)
RULES: tuple[dict[str, Any], ...] = (
    {"every": "day", "time": "02:30"},
    {"every": "day", "time": "00:00"},
    {"every": "week", "weekdays": ["sun", "wed"], "time": "09:00"},
    {"every": "month", "day": 31, "time": "02:15"},
    {"every": "month", "day": -1, "time": "23:45"},
    {"every": "year", "month": 2, "day": 29, "time": "12:00"},
    {"cron": "15 2 * * *"},
    {"cron": "0 9 * * 0"},
    {"cron": "30 0 13 * 5"},
    {"cron": "0 12 29 2 *"},
)
"""Kinds of rules, at times that clocks leave out or have twice in some places."""
HARD = (
    "Europe/Berlin",
    "America/Sao_Paulo",
    "Asia/Beirut",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "America/Santiago",
    "Asia/Shanghai",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "Antarctica/Troll",
)
FIRST, LAST = 2024, 2032
LEAST = 1_200
"""Times of all rules in a year."""
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@pytest.fixture(scope="module")
def flows() -> list[CheckedFlow]:
    program = load(programme())
    return [
        check_flow(program, load(programme(each)).flows[0], "", [])
        for each in (flow("schedule", tell(), options=rule) for rule in RULES)
    ]


def last_of(day: date) -> int:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (following - timedelta(days=1)).day


def wanted(rule: dict[str, Any], day: date) -> bool:
    """Say whether a rule in words names a date."""
    number = rule.get("day", 1)
    number = last_of(day) if number == -1 else min(number, last_of(day))
    match rule["every"]:
        case "day":
            return True
        case "week":
            return _WEEKDAYS[day.weekday()] in rule["weekdays"]
        case "month":
            return day.day == number
        case _:
            return (day.month, day.day) == (rule["month"], number)


def cron_names(line: str, day: date) -> bool:
    """Say whether a cron line names a date: its day of the month or its weekday, Sunday 0."""
    _, _, of_month, month, weekday = line.split()
    if month != "*" and int(month) != day.month:
        return False
    by_month = of_month != "*" and int(of_month) == day.day
    by_week = weekday != "*" and int(weekday) == day.isoweekday() % 7
    if of_month == "*" or weekday == "*":
        return (of_month == "*" or by_month) and (weekday == "*" or by_week)
    return by_month or by_week


def locals_of(rule: dict[str, Any], first: date, last: date) -> Iterator[datetime]:
    """Give the wall-clock times of a rule, whatever clocks do."""
    day = first
    while day <= last:
        if "cron" in rule:
            minute, hour = (int(each) for each in rule["cron"].split()[:2])
            if cron_names(rule["cron"], day):
                yield datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001  # What a clock on a wall shows.
        elif wanted(rule, day):
            hour, minute = (int(each) for each in rule["time"].split(":"))
            yield datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001  # What a clock on a wall shows.
        day += timedelta(days=1)


def scanned(local: datetime, zone: ZoneInfo) -> datetime:
    """Give the first moment at which a clock of the zone shows this time or a later one.

    Clocks are changed on the quarter of an hour, in these years.
    """
    at = local.replace(tzinfo=UTC) - timedelta(hours=15)
    while at.astimezone(zone).replace(tzinfo=None) < local:
        at += QUARTER
    return at


def told(checked: CheckedFlow, since: datetime, until: datetime, zone: str) -> list[datetime]:
    moment = Moment.of(to_instant(until), Calendar(timezone=zone))
    found = TRIGGERS["schedule"].times(checked, to_instant(since), to_instant(until), moment)
    return [from_instant(each.at) for each in found]


def compare(flows: list[CheckedFlow], zone: str, year: int) -> int:
    """Compare a year of each rule in one zone; give how many times that were."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    since = datetime(year, 1, 1, tzinfo=UTC) - timedelta(days=1)
    until = datetime(year + 1, 1, 1, tzinfo=UTC) + timedelta(days=1)
    count = 0
    for rule, checked in zip(RULES, flows, strict=True):
        around = locals_of(rule, first - timedelta(days=3), last + timedelta(days=3))
        oracle = [scanned(each, ZoneInfo(zone)) for each in around]
        expected = [each for each in oracle if since < each <= until]
        assert told(checked, since, until, zone) == expected, (zone, year, rule)
        count += len(expected)
    return count


def test_schedules_come_when_the_worlds_clocks_say(
    flows: list[CheckedFlow], pytestconfig: pytest.Config
) -> None:
    """In the short form, zones with hard nights for a year; all zones and years by `--zones`."""
    many = int(pytestconfig.getoption("--zones"))
    if not many:
        assert compare(flows, "Europe/Berlin", 2026) > LEAST
        return
    zones = sorted({*HARD, *Random(7).sample(ZONES, min(many, len(ZONES)))})
    for zone in zones:
        for year in range(FIRST, LAST + 1):
            assert compare(flows, zone, year) > LEAST


@pytest.mark.parametrize("zone", HARD)
def test_nights_on_which_clocks_are_changed_have_each_time_once(
    flows: list[CheckedFlow], zone: str
) -> None:
    """Looked at in pieces, as a worker does, nothing is missed and nothing comes twice."""
    where = ZoneInfo(zone)
    for change in changes(where, 2026):
        since, until = change - timedelta(days=2), change + timedelta(days=2)
        for rule, checked in zip(RULES, flows, strict=True):
            first, last = (each.date() for each in (since, until))
            around = locals_of(rule, first - timedelta(days=2), last + timedelta(days=2))
            oracle = [scanned(each, where) for each in around]
            found, at = [], since
            while at < until:
                following = min(at + timedelta(minutes=Random(at.hour).randint(1, 700)), until)
                found += told(checked, at, following, zone)
                at = following
            assert found == [each for each in oracle if since < each <= until], (zone, rule)


def changes(zone: ZoneInfo, year: int) -> Iterator[datetime]:
    at, last = datetime(year, 1, 1, tzinfo=UTC), None
    while at.year == year:
        offset = at.astimezone(zone).utcoffset()
        if last is not None and offset != last:
            yield at
        last, at = offset, at + timedelta(hours=1)


def test_a_clock_that_is_put_back_makes_nothing_come_twice(club: Callable[..., Club]) -> None:
    """NTP puts a clock back by two hours, and a laptop sleeps for three."""
    at_work = Flowing(club(programme(flow("schedule", tell(), options={"time": "13:00"}))))
    anna = at_work.club.join("anna")
    for hours in (1.5, -2.0, 1.0, 1.0, 3.0, 20.0, -24.0, 25.0):
        at_work.club.wait(hours=hours)
        at_work.run()
    with at_work.club.spaces.reading(at_work.club.workspace_id) as space:
        found = occurrences.of_flow(space, at_work.club.program_id, "flow")
    assert [each.key for each in found] == ["2026-03-01", "2026-03-02"]
    assert len(at_work.messages(anna)) == 2
