"""Which windows of time lie within which others, whatever day it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.expression.windows import LIFETIME, Span, Window
from app.program.ladder import Ladder
from app.program.period import Span as PeriodSpan

_CALENDAR = {
    PeriodSpan.MONTH: Span.THIS_MONTH,
    PeriodSpan.QUARTER: Span.THIS_QUARTER,
    PeriodSpan.YEAR: Span.THIS_YEAR,
}
_COUNTED = {PeriodSpan.DAYS: Span.DAYS, PeriodSpan.MONTHS: Span.MONTHS}
_LONGEST = {Span.THIS_MONTH: 31, Span.THIS_QUARTER: 92, Span.THIS_YEAR: 366, Span.LAST_YEAR: 366}
_ORDER = (Span.THIS_MONTH, Span.THIS_QUARTER, Span.THIS_YEAR)
WEEK = 7


@dataclass(frozen=True, slots=True)
class Windows:
    """Windows as one programme means them."""

    ladders: Mapping[str, Ladder]

    def longest(self, window: Window) -> int | None:
        """Give how many days it has at most; None where there is no such number."""
        window = self.meant(window)
        match window.span:
            case Span.DAYS | Span.JOINED:
                return window.count
            case Span.WEEKS:
                return WEEK * window.count
            case Span.MONTHS:
                return 366 * (window.count // 12) + 31 * (window.count % 12)
            case _:
                return _LONGEST.get(window.span)

    def _shortest(self, window: Window) -> int:
        """Give how many days, counted back from today, it has at least."""
        match window.span:
            case Span.DAYS:
                return window.count
            case Span.WEEKS:
                return WEEK * window.count
            case Span.MONTHS:
                return 365 * (window.count // 12) + 28 * (window.count % 12)
            case _:
                return 0

    def within(self, narrow: Window, wide: Window) -> bool:
        """Whether each day of the one is a day of the other; False is also said of what is open."""
        narrow, wide = self.meant(narrow), self.meant(wide)
        if wide in {narrow, LIFETIME}:
            return True
        if Span.JOINED in (narrow.span, wide.span):
            return narrow.span is wide.span and narrow.count <= wide.count
        if narrow.span in _ORDER and wide.span in _ORDER:
            return _ORDER.index(narrow.span) <= _ORDER.index(wide.span)
        if narrow.span is Span.MONTHS and wide.span is Span.MONTHS:
            return narrow.count <= wide.count
        longest = self.longest(narrow)
        ends_today = narrow.span is not Span.LAST_YEAR
        if _is_twelve_months(wide) and narrow.span in _ORDER:
            return True
        return ends_today and longest is not None and longest <= self._shortest(wide)

    def meant(self, window: Window) -> Window:
        """Put the window that a ladder's period is in the place of its name."""
        ladder = self.ladders.get(window.ladder or "")
        if window.span is not Span.PERIOD or ladder is None or ladder.own_periods:
            return window
        period = ladder.period
        if period.span is PeriodSpan.LIFETIME:
            return LIFETIME
        if period.span in _CALENDAR:
            return Window(_CALENDAR[period.span])
        if period.span in _COUNTED:
            return replace(window, span=_COUNTED[period.span], count=period.count, ladder=None)
        return window


def _is_twelve_months(window: Window) -> bool:
    return window.span is Span.MONTHS and window.count >= 12  # noqa: PLR2004  # A year has as many.
