"""Qualification periods (考核周期): of the calendar, of a member, or rolling."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from app.days import add_months, start_of_half_year, start_of_month, start_of_quarter, start_of_year
from app.words import Words


class Span(StrEnum):
    """How a qualification period is measured."""

    LIFETIME = "lifetime"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    JOINED = "joined"
    """A year from each return of the day the member joined."""
    TIER = "tier"
    """From the day the tier was reached or last kept."""
    DAYS = "d"
    MONTHS = "mo"


CALENDAR = {Span.MONTH: 1, Span.QUARTER: 3, Span.HALF_YEAR: 6, Span.YEAR: 12}
"""Periods that begin on the same day for everybody, and how many months they have."""
_COUNTED = re.compile(r"([1-9][0-9]{0,3})(d|mo)", re.ASCII)
FORMS = "lifetime month quarter half_year year joined tier 365d 12mo"


@dataclass(frozen=True, slots=True)
class Period:
    """A qualification period, written as one word."""

    span: Span
    count: int = 0
    """How many days or months, where it rolls."""

    @classmethod
    def parse(cls, word: str) -> Self | None:
        """Read a period; None when the word is not one."""
        if found := _COUNTED.fullmatch(word):
            return cls(Span(found[2]), int(found[1]))
        named = set(Span) - {Span.DAYS, Span.MONTHS}
        return cls(Span(word)) if word in named else None

    def __str__(self) -> str:
        return f"{self.count}{self.span}" if self.count else str(self.span)

    @property
    def counted(self) -> bool:
        """Whether it is so many days or months."""
        return self.count > 0

    @property
    def by_calendar(self) -> bool:
        return self.span in CALENDAR

    @property
    def by_member(self) -> bool:
        """Whether it begins on another day for each member."""
        return self.span in {Span.JOINED, Span.TIER}

    def start(self, today: int) -> int | None:
        """Give the first day of the period that `today` is in; None: since ever, or by member."""
        match self.span:
            case Span.MONTH:
                return start_of_month(today)
            case Span.QUARTER:
                return start_of_quarter(today)
            case Span.HALF_YEAR:
                return start_of_half_year(today)
            case Span.YEAR:
                return start_of_year(today)
            case Span.DAYS:
                return today - self.count + 1
            case Span.MONTHS:
                return add_months(today, -self.count) + 1
            case Span.LIFETIME | Span.JOINED | Span.TIER:
                return None

    def after(self, day: int) -> int:
        """Give the first day after a period that holds `day`, or that begins on it.

        Calendar periods end with the calendar, counted ones so much later, those of a member
        after a year. Raises `ValueError` for a lifetime.
        """
        if self.span in CALENDAR:
            first = self.start(day)
            assert first is not None
            return add_months(first, CALENDAR[self.span])
        match self.span:
            case Span.DAYS:
                return day + self.count
            case Span.MONTHS:
                return add_months(day, self.count)
            case Span.JOINED | Span.TIER:
                return add_months(day, 12)
            case _:
                raise ValueError(self)

    @property
    def words(self) -> Words:
        if self.span is Span.DAYS:
            return Words(f"滚动 {self.count} 天", f"rolling {self.count} days")
        if self.span is Span.MONTHS:
            return Words(f"滚动 {self.count} 个月", f"rolling {self.count} months")
        return _NAMES[self.span]


_NAMES = {
    Span.LIFETIME: Words("不分周期", "no period"),
    Span.MONTH: Words("每月", "monthly"),
    Span.QUARTER: Words("每季", "quarterly"),
    Span.HALF_YEAR: Words("每半年", "half-yearly"),
    Span.YEAR: Words("每年", "yearly"),
    Span.JOINED: Words("按入会周年", "by year of membership"),
    Span.TIER: Words("自取得或保住等级起", "since the tier was reached or kept"),
}
LIFETIME = Period(Span.LIFETIME)
