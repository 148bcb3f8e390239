"""Times of the wall clock as moments: each once for a local day, whatever the clock does."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from croniter import CroniterBadDateError, croniter

from app.clock import from_instant, to_instant
from app.days import days_in_month, from_day, local_day

MINUTE = timedelta(minutes=1)
MOST_TIMES = 10_000
"""Times of one line that are looked at in one go."""
LEAP = 9
"""Years in which a day comes if it ever does: 29 February of 1896 was followed by that of 1904."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def moment_of(local: datetime, zone: ZoneInfo) -> int:
    """Give the moment of a local time: the first of two, or the first after a gap."""
    while True:
        there = local.replace(tzinfo=zone)
        instant = to_instant(there.astimezone(UTC))
        if from_instant(instant).astimezone(zone).replace(tzinfo=None) == local:
            return instant
        local += MINUTE


def time_of(written: str) -> time:
    """Read 09:00."""
    return time.fromisoformat(written)


def at_time(day: int, written: str, zone: ZoneInfo) -> int:
    """Give the moment of a time on a local day."""
    return moment_of(datetime.combine(from_day(day), time_of(written)), zone)


def days_between(since: int, until: int, zone: ZoneInfo) -> range:
    return range(local_day(since, zone), local_day(until, zone) + 1)


def calendar_days(options: dict[str, Any], days: range) -> Iterator[int]:
    """Give the days on which a schedule in words is due."""
    for day in days:
        date = from_day(day)
        last = days_in_month(date.year, date.month)
        wanted = options["day"] if options["day"] > 0 else last
        match options["every"]:
            case "day":
                due = True
            case "week":
                named = options["weekdays"] or ["mon"]
                due = WEEKDAYS[date.weekday()] in named
            case "month":
                due = date.day == min(wanted, last)
            case _:
                due = date.month == options["month"] and date.day == min(wanted, last)
        if due:
            yield day


def cron_times(line: str, since: int, until: int, zone: ZoneInfo) -> Iterator[tuple[str, int]]:
    """Give the local times of a cron line with their moments: Sunday is 0.

    The line is walked through on a clock that never changes, so that a night on which clocks are
    changed neither leaves a time out nor has it twice.
    """
    start = from_instant(since).astimezone(zone).replace(tzinfo=None) - timedelta(hours=3)
    walk = croniter(line, start, day_or=True, max_years_between_matches=LEAP)
    for _ in range(MOST_TIMES):
        try:
            local = walk.get_next(datetime)
        except CroniterBadDateError:
            # A line may name a day that never comes: 30 February.
            return
        instant = moment_of(local, zone)
        if instant > until:
            return
        if instant > since:
            yield local.isoformat(timespec="minutes"), instant
