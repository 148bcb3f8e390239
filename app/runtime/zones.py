"""A time of the day where each member is: as many moments as the world's zones make of it."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from app.clock import from_instant
from app.days import from_day
from app.program.almanac import to_day_of
from app.runtime.wall_clock import at_time, days_between

ZONES = tuple(sorted(each for each in available_timezones() if "/" in each or each == "UTC"))
"""Those that are called by a continent and a city; abbreviations are no place."""
AROUND = 1
"""Days by which some place is ahead of the programme or behind it."""


@lru_cache(maxsize=64)
def _moments(day: int, written: str) -> Mapping[int, tuple[str, ...]]:
    """Give the moments at which a local day has come to a time, and the zones where it has."""
    found: dict[int, list[str]] = {}
    for each in ZONES:
        found.setdefault(at_time(day, written, ZoneInfo(each)), []).append(each)
    return {at: tuple(zones) for at, zones in found.items()}


def zones_at(day: int, written: str, at: int) -> tuple[str, ...]:
    """Give the zones in which it is that time of that day at a moment."""
    return _moments(day, written).get(at, ())


def local_times(written: str, since: int, until: int, zone: ZoneInfo) -> Iterator[tuple[str, int]]:
    """Give the moments at which it is a time of the day somewhere, in order, and of which day."""
    days = days_between(since, until, zone)
    found = [
        (at, day)
        for day in range(days.start - AROUND, days.stop + AROUND)
        for at in _moments(day, written)
        if since < at <= until
    ]
    for at, day in sorted(found):
        yield f"{from_day(day)}@{from_instant(at):%m%dT%H%M}Z", at


def day_of(key: str) -> int:
    """Give the local day that is meant by the key of such a time."""
    return to_day_of(key.partition("@")[0])
