"""Days of the reference model: dates of the calendar, counted on with nothing but `date`."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE = timedelta(days=1)
PERIODS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
"""Calendar periods and their months."""


def local(at: datetime, zone: ZoneInfo) -> date:
    """Give the local day of a moment."""
    return at.astimezone(zone).date()


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Give the moment at which a local day begins."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def months_on(day: date, months: int) -> date:
    """Go on by months; where the month has no such day, its last one is meant."""
    count = day.year * 12 + day.month - 1 + months
    first = date(count // 12, count % 12 + 1, 1)
    return first + ONE * (min(day.day, _length(first)) - 1)


def _length(first: date) -> int:
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return (following - first).days


def period_start(day: date, period: str) -> date:
    """Give the first day of the calendar period that a day is in."""
    months = PERIODS[period]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def period_end(day: date, period: str) -> date:
    """Give the first day after the calendar period that a day is in."""
    return months_on(period_start(day, period), PERIODS[period])


def last_return(joined: date, day: date) -> date:
    """Give the latest yearly return of the joining day, up to and with a day.

    A date before the joining day belongs to the year that would have led to it.
    """
    years = day.year - joined.year
    this = months_on(joined, 12 * years)
    return this if this <= day else months_on(joined, 12 * (years - 1))


def next_return(joined: date, day: date) -> date:
    """Give the first yearly return of the joining day after a day."""
    return months_on(joined, 12 * (last_return(joined, day).year - joined.year + 1))


def counted(word: str) -> tuple[int, str] | None:
    """Read `30d` or `12mo`."""
    for unit in ("mo", "d"):
        if word.endswith(unit) and word[: -len(unit)].isdigit():
            return int(word[: -len(unit)]), unit
    return None


def later(day: date, word: str) -> date:
    """Go on by `30d` or `12mo`."""
    found = counted(word)
    assert found is not None
    count, unit = found
    return day + ONE * count if unit == "d" else months_on(day, count)


def rolling_start(day: date, word: str) -> date:
    """Give the first of the days that `30d` or `12mo` mean, of which `day` is the last."""
    found = counted(word)
    assert found is not None
    count, unit = found
    return day - ONE * (count - 1) if unit == "d" else months_on(day, -count) + ONE
