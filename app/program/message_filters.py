"""How values are written in messages: by what they are, or by a filter of a short list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from app.program.numerals import currency_sign
from app.words import Language, Words

LONGEST_VALUE = 1_000
"""Characters of one value; a longer one is cut."""
MOST_PLACES = 4
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DATES = ("iso", "long", "short")


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """In which language, currency and zone values are written."""

    language: Language = "zh"
    currency: str = "CNY"
    zone: str = "Asia/Shanghai"


def written(value: Any, speech: Speech) -> str:
    """Write a value by what it is: a `Decimal` is money, an `int` a count, nothing is blank."""
    match value:
        case None:
            said = ""
        case bool():
            said = (Words("是", "yes") if value else Words("否", "no")).to(speech.language)
        case Decimal():
            said = _money(value, speech, 2)
        case int():
            said = f"{value:,}"
        case float():
            said = f"{value:,.10g}"
        case datetime():
            said = f"{_there(value, speech):%Y-%m-%d %H:%M}"
        case date():
            said = value.isoformat()
        case str():
            said = value
        case _:
            said = ""
    return said[:LONGEST_VALUE]


def _there(value: datetime, speech: Speech) -> datetime:
    return value.astimezone(ZoneInfo(speech.zone))


def _money(value: Decimal, speech: Speech, places: int) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    sign = "-" if rounded < 0 else ""
    return f"{sign}{currency_sign(speech.currency)}{abs(rounded):,.{places}f}"


def _default(value: Any, _: Speech, text: str) -> Any:
    return text if value is None or value == "" else value


def _as_money(value: Any, speech: Speech, places: int = 2) -> Any:
    fits = isinstance(value, Decimal | int | float) and not isinstance(value, bool)
    return _money(Decimal(str(value)), speech, places) if fits else value


def _as_number(value: Any, _: Speech, places: int = 0) -> Any:
    fits = isinstance(value, Decimal | int | float) and not isinstance(value, bool)
    return f"{value:,.{places}f}" if fits else value


def _as_date(value: Any, speech: Speech, form: str = "iso") -> Any:
    if not isinstance(value, date):
        return value
    day = _there(value, speech) if isinstance(value, datetime) else value
    if form == "iso":
        return f"{day:%Y-%m-%d}"
    year_zh, year_en = (f"{day.year}年", f", {day.year}") if form == "long" else ("", "")
    if speech.language == "zh":
        return f"{year_zh}{day.month}月{day.day}日"
    return f"{_MONTHS[day.month - 1]} {day.day}{year_en}"


def _as_time(value: Any, speech: Speech) -> Any:
    return f"{_there(value, speech):%H:%M}" if isinstance(value, datetime) else value


def _text(do: Callable[[str], str]) -> Callable[..., Any]:
    return lambda value, speech: do(written(value, speech))


def _truncate(value: Any, speech: Speech, length: int) -> str:
    text = written(value, speech)
    return text if len(text) <= length else text[: length - 1] + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A filter: what it does, and which constants may follow it."""

    label: Words
    example: str
    do: Callable[..., Any]
    fits: Callable[[Sequence[Any]], bool]

    def problem(self, given: Sequence[Any]) -> Words | None:
        if self.fits(given):
            return None
        return Words(f"过滤器写成 {self.example}。", f"Write the filter as {self.example}.")


def _nothing(given: Sequence[Any]) -> bool:
    return not given


def _one_text(given: Sequence[Any]) -> bool:
    return len(given) == 1 and isinstance(given[0], str)


def _whole(least: int, most: int, *, needed: bool = False) -> Callable[[Sequence[Any]], bool]:
    def fits(given: Sequence[Any]) -> bool:
        if not given:
            return not needed
        (found, *more) = given
        whole = isinstance(found, int) and not isinstance(found, bool)
        return not more and whole and least <= found <= most

    return fits


def _form(given: Sequence[Any]) -> bool:
    return not given or (len(given) == 1 and given[0] in DATES)


FILTERS: Mapping[str, Filter] = {
    "default": Filter(
        label=Words("没有值时写", "what to say where there is no value"),
        example='default("会员")',
        do=_default,
        fits=_one_text,
    ),
    "money": Filter(
        label=Words("金额", "money"), example="money(0)", do=_as_money, fits=_whole(0, 2)
    ),
    "number": Filter(
        label=Words("数字，几位小数", "a number with so many places"),
        example="number(1)",
        do=_as_number,
        fits=_whole(0, MOST_PLACES),
    ),
    "date": Filter(
        label=Words("日期：iso、long、short", "a date: iso, long, short"),
        example='date("long")',
        do=_as_date,
        fits=_form,
    ),
    "time": Filter(
        label=Words("时刻", "time of the day"), example="time", do=_as_time, fits=_nothing
    ),
    "truncate": Filter(
        label=Words("最多几个字", "at most so many characters"),
        example="truncate(20)",
        do=_truncate,
        fits=_whole(1, 500, needed=True),
    ),
    "upper": Filter(
        label=Words("大写", "upper case"), example="upper", do=_text(str.upper), fits=_nothing
    ),
    "lower": Filter(
        label=Words("小写", "lower case"), example="lower", do=_text(str.lower), fits=_nothing
    ),
    "trim": Filter(
        label=Words("去掉首尾空格", "without blanks around it"),
        example="trim",
        do=_text(str.strip),
        fits=_nothing,
    ),
}
"""The list; nothing else is a filter."""
