"""Days, months and windows of a programme. A day is a count since 1970-01-01."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

from app.clock import from_instant, to_instant

EVER = -(10**6)
"""A day before every other."""
_DAY_LONG = 86_400_000_000
"""Microseconds."""
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


class LeapDay(StrEnum):
    """When a yearly date of 29 February falls in other years."""

    FEB_28 = "feb28"
    MAR_1 = "mar1"


def to_day(day: date) -> int:
    return day.toordinal() - _EPOCH_ORDINAL


def from_day(day: int) -> date:
    return date.fromordinal(day + _EPOCH_ORDINAL)


def local_day(instant: int, zone: ZoneInfo) -> int:
    """Give the local day in which a moment (microseconds UTC) falls."""
    return to_day(from_instant(instant).astimezone(zone).date())


def start_of_day(day: int, zone: ZoneInfo) -> int:
    """Give the first moment of a local day, in microseconds UTC."""
    midnight = datetime.combine(from_day(day), datetime.min.time(), tzinfo=zone)
    return to_instant(midnight.astimezone(UTC))


def clock_between(
    zone: ZoneInfo, first: int, last: int, *, reach: int = 0
) -> list[tuple[int | None, int]]:
    """Say how far local clocks are ahead of UTC, each until a moment, the last one for good.

    All in microseconds, right from `reach` days before the first moment to as long after the last.
    """
    found: list[tuple[int | None, int]] = []
    start, end = first - (reach + 1) * _DAY_LONG, last + (reach + 1) * _DAY_LONG
    while start < end:
        then = start + _DAY_LONG
        if _ahead(start, zone) != _ahead(then, zone):
            low, high = start, then
            while high - low > 1:
                middle = (low + high) // 2
                same = _ahead(middle, zone) == _ahead(start, zone)
                low, high = (middle, high) if same else (low, middle)
            found.append((high, _ahead(start, zone)))
        start = then
    return [*found, (None, _ahead(start, zone))]


def _ahead(instant: int, zone: ZoneInfo) -> int:
    there = from_instant(instant).astimezone(zone).utcoffset()
    return 0 if there is None else round(there.total_seconds() * 1_000_000)


def add_months(day: int, months: int) -> int:
    """Move by whole months; a day the month lacks becomes its last day."""
    then = from_day(day)
    count = then.year * 12 + then.month - 1 + months
    year, month = divmod(count, 12)
    return to_day(date(year, month + 1, min(then.day, days_in_month(year, month + 1))))


def days_in_month(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def start_of_year(day: int) -> int:
    return to_day(from_day(day).replace(month=1, day=1))


def start_of_quarter(day: int) -> int:
    then = from_day(day)
    return to_day(then.replace(month=3 * ((then.month - 1) // 3) + 1, day=1))


def start_of_half_year(day: int) -> int:
    then = from_day(day)
    return to_day(then.replace(month=(then.month - 1) // 6 * 6 + 1, day=1))


def start_of_month(day: int) -> int:
    return to_day(from_day(day).replace(day=1))


def anniversary_in(year: int, day: int, policy: LeapDay) -> int:
    """Give the yearly return of a date in a year; 29 February follows the policy."""
    then = from_day(day)
    if then.day <= days_in_month(year, then.month):
        return to_day(then.replace(year=year))
    return to_day(date(year, 2, 28) if policy is LeapDay.FEB_28 else date(year, 3, 1))


def next_return(joined: int, day: int, policy: LeapDay) -> int:
    """Give the first yearly return of a date from a day on, that day included."""
    year = from_day(day).year
    found = anniversary_in(year, joined, policy)
    return found if found >= day else anniversary_in(year + 1, joined, policy)


def last_return(joined: int, day: int, policy: LeapDay) -> int:
    """Give the last yearly return of a date up to and with a day."""
    year = from_day(day).year
    found = anniversary_in(year, joined, policy)
    return found if found <= day else anniversary_in(year - 1, joined, policy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What a programme means by a day, a week and a year."""

    timezone: str = "Asia/Shanghai"
    week_starts: int = 0
    """0 is Monday, 6 is Sunday."""
    leap_day: LeapDay = LeapDay.FEB_28

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def written(self, instant: int) -> str:
        """Write a moment as RFC 3339, as clocks of the programme show it."""
        return from_instant(instant).astimezone(self.zone).isoformat()

    def start_of_week(self, day: int) -> int:
        return day - (from_day(day).weekday() - self.week_starts) % 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One evaluation's now: bound once, passed everywhere."""

    now: int
    """Microseconds since 1970 UTC."""
    today: int
    """The programme's local day of `now`."""
    calendar: Calendar

    @classmethod
    def at(cls, now: datetime, calendar: Calendar) -> Self:
        return cls.of(to_instant(now), calendar)

    @classmethod
    def of(cls, instant: int, calendar: Calendar) -> Self:
        return cls(now=instant, today=local_day(instant, calendar.zone), calendar=calendar)
