"""The period a diagnosis looks at: rolling, of the calendar, or from a day to a day."""

import re
from dataclasses import dataclass
from datetime import date

from app.days import (
    add_months,
    from_day,
    start_of_month,
    start_of_quarter,
    start_of_year,
    to_day,
)
from app.errors import Invalid

LAST_YEAR_ROLLING = "12mo"
FORMS = (
    "12mo 90d this_month last_month this_quarter last_quarter this_year last_year"
    " 2026 2026-Q1 2026-03"
)
_ROLLING = re.compile(r"([1-9][0-9]{0,3})(d|mo)", re.ASCII)
_CALENDAR = re.compile(r"(20[0-9]{2})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?", re.ASCII)
_NAMED = {
    "month": (start_of_month, 1),
    "quarter": (start_of_quarter, 3),
    "year": (start_of_year, 12),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days from the first up to, and not including, `until`."""

    first: int
    until: int

    @property
    def days(self) -> int:
        return self.until - self.first


class NoSuchPeriod(Invalid):
    """A word that is no period, or days in the wrong order."""


def period(word: str, today: int) -> Span:
    """Read a period. A rolling one ends with today. Raises `NoSuchPeriod`."""
    if found := _ROLLING.fullmatch(word):
        return _rolling(int(found[1]), found[2], today)
    if found := _CALENDAR.fullmatch(word):
        return _calendar(int(found[1]), found[2], found[3])
    which, _, named = word.partition("_")
    if which in {"this", "last"} and named in _NAMED:
        start, months = _NAMED[named]
        first = start(today)
        first = first if which == "this" else add_months(first, -months)
        return Span(first=first, until=add_months(first, months))
    raise NoSuchPeriod(
        f"“{word[:40]}”不是一个周期。可用：{FORMS}。",
        f"{word[:40]!r} is no period. Known: {FORMS}.",
    )


def _rolling(count: int, unit: str, today: int) -> Span:
    first = today - count + 1 if unit == "d" else add_months(today, -min(count, 1_200)) + 1
    return Span(first=first, until=today + 1)


def _calendar(year: int, quarter: str | None, month: str | None) -> Span:
    if quarter is None and month is None:
        return Span(first=to_day(date(year, 1, 1)), until=to_day(date(year + 1, 1, 1)))
    began = 3 * int(quarter) - 2 if quarter else int(month or 1)
    first = to_day(date(year, began, 1))
    return Span(first=first, until=add_months(first, 3 if quarter else 1))


def between(first: str, until: str) -> Span:
    """Read two days, the second not included. Raises `NoSuchPeriod`."""
    span = Span(first=_day(first), until=_day(until))
    if span.days < 1:
        raise NoSuchPeriod(
            f"{until} 应晚于 {first}：后一天不包含在内。",
            f"{until} must be after {first}: the later day is not included.",
        )
    return span


def _day(text: str) -> int:
    try:
        return to_day(date.fromisoformat(text.strip()))
    except ValueError as error:
        raise NoSuchPeriod(
            f"“{text[:40]}”不是日期，例如 2026-03-01。", f"{text[:40]!r} is no day like 2026-03-01."
        ) from error


def day_json(day: int) -> str:
    return from_day(day).isoformat()
