"""The windows of time a metric looks through, written as words such as `365d` or `this_year`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.days import Moment, add_months, start_of_month, start_of_quarter, start_of_year
from app.expression.types import FIRST_DAY
from app.words import Words


class Span(StrEnum):
    """How a window is measured."""

    DAYS = "d"
    WEEKS = "w"
    MONTHS = "mo"
    LIFETIME = "lifetime"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"
    THIS_QUARTER = "this_quarter"
    THIS_MONTH = "this_month"
    PERIOD = "period"
    TIER = "tier"
    JOINED = "joined"


_COUNTED = re.compile(r"([1-9][0-9]{0,4})(d|w|mo)", re.ASCII)
_JOINED = re.compile(r"joined\+([1-9][0-9]{0,4})d", re.ASCII)
_LADDER = re.compile(r"(period|tier)(?::([a-z][a-z0-9_]*))?", re.ASCII)
_NAMED = frozenset(
    {Span.LIFETIME, Span.THIS_YEAR, Span.LAST_YEAR, Span.THIS_QUARTER, Span.THIS_MONTH}
)
_LONGEST_DAYS = 99_999
_LONGEST_MONTHS = 12 * 200
FORMS = "365d 12mo 8w lifetime this_year last_year this_quarter this_month period tier joined+30d"


@dataclass(frozen=True, slots=True)
class Window:
    """Local days a metric counts; days after today never do."""

    span: Span
    count: int = 0
    """How many days, weeks or months; days for `joined+30d`."""
    ladder: str | None = None

    @property
    def needs(self) -> str | None:
        """What differs by member: `joined`, `period` or `tier`; nothing for most windows."""
        if self.span in {Span.JOINED, Span.PERIOD, Span.TIER}:
            return str(self.span)
        return None

    @property
    def start_key(self) -> str:
        """The key under which Python values hold the first day of a per-member window."""
        return f"start:{self.needs}:{self.ladder}" if self.ladder else f"start:{self.needs}"

    def __str__(self) -> str:
        if self.span in {Span.DAYS, Span.WEEKS, Span.MONTHS}:
            return f"{self.count}{self.span}"
        if self.span is Span.JOINED:
            return f"joined+{self.count}d"
        return f"{self.span}:{self.ladder}" if self.ladder else str(self.span)


LIFETIME = Window(Span.LIFETIME)


def parse_window(word: str) -> Window | None:
    """Read a window; None when the word is not one."""
    if word in _NAMED:
        return Window(Span(word))
    if found := _COUNTED.fullmatch(word):
        count, span = int(found[1]), Span(found[2])
        too_long = span is Span.MONTHS and count > _LONGEST_MONTHS
        return None if too_long else Window(span, count)
    if found := _JOINED.fullmatch(word):
        return Window(Span.JOINED, int(found[1]))
    if found := _LADDER.fullmatch(word):
        return Window(Span(found[1]), 0, found[2])
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowForm:
    """A way of writing a window; `{n}` stands for a number of days, weeks or months."""

    word: str
    label: Words
    least: int | None = None
    most: int | None = None
    usual: int | None = None


def forms(ladders: Mapping[str, Words], ladder: str | None) -> Iterator[WindowForm]:
    """Give every way of writing a window, for rules of a ladder or of none."""
    for span, usual, most in (
        (Span.DAYS, 365, _LONGEST_DAYS),
        (Span.WEEKS, 8, _LONGEST_DAYS),
        (Span.MONTHS, 12, _LONGEST_MONTHS),
    ):
        yield _counted(f"{{n}}{span}", span, usual, most)
    for span in (
        Span.LIFETIME,
        Span.THIS_YEAR,
        Span.LAST_YEAR,
        Span.THIS_QUARTER,
        Span.THIS_MONTH,
    ):
        yield WindowForm(word=str(span), label=words_of(Window(span)))
    for span in (Span.PERIOD, Span.TIER):
        own = words_of(Window(span))
        if ladder is not None:
            yield WindowForm(word=str(span), label=own)
        for key, name in ladders.items():
            named = Words(f"{own.zh}（{name.zh}）", f"{own.en} ({name.en})")
            yield WindowForm(word=f"{span}:{key}", label=named)
    yield _counted("joined+{n}d", Span.JOINED, 30, _LONGEST_DAYS)


def _counted(word: str, span: Span, usual: int, most: int) -> WindowForm:
    said = words_of(Window(span, 1))
    label = Words(said.zh.replace("1", "{n}"), said.en.replace("1", "{n}"))
    return WindowForm(word=word, label=label, least=1, most=most, usual=usual)


def bounds(window: Window, moment: Moment) -> tuple[int | None, int | None]:
    """Give the first and last local day, both included, of a window that is the same for all.

    For a per-member window the first day is not known here and is None.
    """
    today = moment.today
    first: int | None
    match window.span:
        case Span.DAYS:
            first = today - window.count + 1
        case Span.WEEKS:
            first = today - 7 * window.count + 1
        case Span.MONTHS:
            first = add_months(today, -window.count) + 1
        case Span.THIS_YEAR:
            first = start_of_year(today)
        case Span.THIS_QUARTER:
            first = start_of_quarter(today)
        case Span.THIS_MONTH:
            first = start_of_month(today)
        case Span.LAST_YEAR:
            this_year = start_of_year(today)
            return start_of_year(this_year - 1), this_year - 1
        case Span.LIFETIME | Span.PERIOD | Span.TIER | Span.JOINED:
            first = None
    return (None if first is None else max(first, FIRST_DAY)), today


def words_of(window: Window) -> Words:
    """Say a window aloud."""
    count = window.count
    named = {
        Span.DAYS: Words(f"最近 {count} 天", f"in the last {count} days"),
        Span.WEEKS: Words(f"最近 {count} 周", f"in the last {count} weeks"),
        Span.MONTHS: Words(f"最近 {count} 个月", f"in the last {count} months"),
        Span.LIFETIME: Words("累计", "in total"),
        Span.THIS_YEAR: Words("本年", "this year"),
        Span.LAST_YEAR: Words("去年", "last year"),
        Span.THIS_QUARTER: Words("本季度", "this quarter"),
        Span.THIS_MONTH: Words("本月", "this month"),
        Span.PERIOD: Words("本考核期", "in this qualification period"),
        Span.TIER: Words("当前等级期间", "since the current tier began"),
        Span.JOINED: Words(f"入会 {count} 天内", f"in the first {count} days after joining"),
    }
    return named[window.span]
