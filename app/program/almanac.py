"""Calendars of named days: festivals that move with the moon, days of members, days of a shop."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from app.days import from_day, to_day
from app.program.festivals import FIXED, MOVING, NAMES
from app.words import Words

LAST = -1
FAR = 100 * 366
"""How many days ahead somebody looks: 29 February comes a dozen times within them."""
FESTIVALS = "festivals"
"""The calendar that every programme has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDay:
    """A day with a name, and when it is."""

    key: str
    label: Words
    dates: tuple[int, ...] = ()
    """Local days, where it is on another date each year."""
    yearly: tuple[int, int] | None = None
    """Month and day, where it is on the same date each year."""
    monthly: tuple[int, ...] = ()
    """Days of every month, where it comes again and again; -1 is the last one."""
    weekly: tuple[int, ...] = ()
    """Days of every week; 0 is Monday."""

    def is_on(self, day: int) -> bool:
        if self.dates:
            return day in self.dates
        then = from_day(day)
        if self.yearly is not None:
            return (then.month, then.day) == self.yearly
        if then.weekday() in self.weekly or then.day in self.monthly:
            return True
        return LAST in self.monthly and from_day(day + 1).day == 1

    def following(self, day: int, many: int) -> list[int]:
        """Give the next days it is on, that day included; fewer where there are no more."""
        if self.dates:
            return [each for each in self.dates if each >= day][:many]
        ahead = (each for each in range(day, day + FAR) if self.is_on(each))
        return list(islice(ahead, many))


@dataclass(frozen=True, slots=True, kw_only=True)
class Almanac:
    """A calendar of named days (日历)."""

    key: str
    label: Words
    days: tuple[NamedDay, ...] = ()


def named(almanacs: tuple[Almanac, ...]) -> Iterator[tuple[str, NamedDay]]:
    """Give the days by the names that automations call them: calendar.day."""
    for almanac in almanacs:
        for each in almanac.days:
            yield f"{almanac.key}.{each.key}", each


def with_festivals(designed: tuple[Almanac, ...]) -> tuple[Almanac, ...]:
    return (_FESTIVALS, *designed)


def _moving(key: str, dates: str) -> NamedDay:
    days = tuple(to_day_of(each) for each in dates.split())
    return NamedDay(key=key, label=NAMES[key], dates=days)


def to_day_of(written: str) -> int:
    """Read 2026-02-17. Raises `ValueError`."""
    return to_day(date.fromisoformat(written))


def _fixed(key: str, on: tuple[int, int]) -> NamedDay:
    return NamedDay(key=key, label=NAMES[key], yearly=on)


_FESTIVALS = Almanac(
    key=FESTIVALS,
    label=Words("节日", "Festivals"),
    days=(
        *(_moving(key, dates) for key, dates in MOVING.items()),
        *(_fixed(key, on) for key, on in FIXED.items()),
    ),
)
