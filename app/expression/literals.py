"""Literals: which type they have by themselves, and what they become beside a field."""

import decimal
import re
from dataclasses import dataclass
from datetime import date, datetime

from app.clock import to_instant
from app.days import to_day
from app.expression.ranges import unify
from app.expression.types import (
    FIRST_DAY,
    LARGEST,
    SMALLEST,
    WHOLE,
    Boolean,
    Choice,
    Date,
    Decimal,
    Instant,
    Integer,
    ListOf,
    Null,
    Number,
    Reference,
    Text,
    Type,
    name_of,
)
from app.words import Words

FIRST_YEAR = 2
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DIGITS = re.compile(r"-?[0-9]{1,16}", re.ASCII)
_PLAIN = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{1,20})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Unfit(Exception):  # It never leaves the checker, which words the finding.
    """A literal that does not fit the type beside it."""

    message: Words
    fix: Words | None = None


def natural_type(value: object) -> Type:
    """Say which type a literal has when nothing beside it says otherwise."""
    match value:
        case None:
            return Null()
        case bool():
            return Boolean(nullable=False)
        case int():
            return Integer(value, value, nullable=False)
        case float():
            size = abs(value)
            return Number(size, size or 1.0, nullable=False)
        case str():
            return Text(nullable=False)
        case list():
            return _list_type(value)
        case _:
            raise TypeError(f"{value!r} is no literal.")


def _list_type(values: list[object]) -> Type:
    item: Type | None = Null()
    for each in values:
        item = None if item is None else unify(item, natural_type(each))
    if item is None:
        raise Unfit(Words("列表里混有不同类型的值。", "The list mixes values of different types."))
    return ListOf(item, nullable=False)


def coerce(value: object, wanted: Type) -> tuple[object, Type]:
    """Turn a literal into a value of the wanted type, with the type it then has exactly."""
    if value is None:
        return None, Null()
    match wanted:
        case Integer() | Number() if isinstance(value, int | float) and not isinstance(value, bool):
            return number(value)
        case Decimal(scale=scale) if _is_amount(value):
            return _amount(value, scale)
        case Boolean() if isinstance(value, bool):
            return value, Boolean(nullable=False)
        case Text() if isinstance(value, str):
            return value, Text(nullable=False)
        case Choice(options=options) if isinstance(value, str):
            return _option(value, options)
        case Date() if isinstance(value, str):
            return day(value), Date(nullable=False)
        case Instant() if isinstance(value, str):
            return instant(value), Instant(nullable=False)
        case Reference(object=name):
            return _record(value), Reference(name, nullable=False)
        case ListOf(item=item) if isinstance(value, list):
            pairs = [coerce(each, item) for each in value]
            return tuple(each for each, _ in pairs), ListOf(item, nullable=False)
        case Null():
            return _by_itself(value)
        case _:
            raise Unfit(_unlike(value, wanted), _without_quotes(value, wanted))


def _by_itself(value: object) -> tuple[object, Type]:
    kind = natural_type(value)
    if isinstance(value, float):
        return number(value)
    return (tuple(value) if isinstance(value, list) else value), kind


def number(value: float) -> tuple[object, Type]:
    """Keep a whole number exactly; refuse doubles out of range."""
    if isinstance(value, int):
        return value, Integer(value, value, nullable=False)
    size = abs(value)
    if value.is_integer() and size <= WHOLE:
        return int(value), Integer(int(value), int(value), nullable=False)
    if not SMALLEST <= size <= LARGEST:
        raise Unfit(
            Words(f"数值 {value} 超出可计算的范围。", f"The number {value} is out of range.")
        )
    return value, Number(size, size, nullable=False)


def _is_amount(value: object) -> bool:
    if isinstance(value, str):
        return _PLAIN.fullmatch(value) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)


def _amount(value: object, scale: int) -> tuple[object, Type]:
    exact = decimal.Decimal(value if isinstance(value, str) else repr(value)).scaleb(scale)
    units = int(exact)
    if units != exact:
        raise Unfit(
            Words(
                f"金额 {value} 的小数超过 {scale} 位。",
                f"The amount {value} has more than {scale} decimal places.",
            ),
            Words(f"最多保留 {scale} 位小数。", f"Write at most {scale} decimal places."),
        )
    if abs(units) > WHOLE:
        raise Unfit(Words(f"金额 {value} 过大。", f"The amount {value} is too large."))
    return units, Decimal(scale, units, units, nullable=False)


def _option(value: str, options: tuple[str, ...]) -> tuple[object, Type]:
    if options and value not in options:
        raise Unfit(
            Words(f"“{value}”不在选项中。", f"{value!r} is not one of the options."),
            Words(f"可选：{'、'.join(options[:20])}。", f"Choose from: {', '.join(options[:20])}."),
        )
    return value, Choice(options, nullable=False)


def day(value: str) -> int:
    """Read a date such as 2026-01-31."""
    try:
        found = date.fromisoformat(value) if _DATE.fullmatch(value) else None
    except ValueError:
        found = None
    if found is None or to_day(found) < FIRST_DAY:
        raise Unfit(
            Words(f"“{value}”不是日期。", f"{value!r} is not a date."),
            Words("日期写作 2026-01-31。", "Write a date as 2026-01-31."),
        )
    return to_day(found)


def instant(value: str) -> int:
    """Read a moment with its offset, such as 2026-01-31T08:00:00+08:00."""
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not FIRST_YEAR < found.year < date.max.year:
        raise Unfit(
            Words(f"“{value}”不是带时区的时间。", f"{value!r} is not a moment with an offset."),
            Words("时间写作 2026-01-31T08:00:00+08:00。", "Write it as 2026-01-31T08:00:00+08:00."),
        )
    return to_instant(found)


def _record(value: object) -> int:
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise Unfit(
        Words(f"“{value}”不是记录编号。", f"{value!r} is not the id of a record."),
        Words('编号写作文本，如 "42"。', 'Write the id as a text, such as "42".'),
    )


def _unlike(value: object, wanted: Type) -> Words:
    name = name_of(wanted)
    shown = "列表" if isinstance(value, list) else f"“{value}”"
    shown_en = "a list" if isinstance(value, list) else repr(value)
    return Words(
        f"这里需要{name.zh}，而 {shown} 不是。", f"This needs a {name.en}; {shown_en} is none."
    )


def _without_quotes(value: object, wanted: Type) -> Words | None:
    if isinstance(wanted, Integer | Number) and isinstance(value, str) and _PLAIN.fullmatch(value):
        return Words(f"去掉引号：{value}。", f"Write it without quotes: {value}.")
    if isinstance(wanted, Text) and isinstance(value, int | float):
        return Words(f'加上引号："{value}"。', f'Write it in quotes: "{value}".')
    return None
