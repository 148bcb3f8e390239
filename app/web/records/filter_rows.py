"""The simple filter: rows of a field, a comparison and a value, and the condition they say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from app.clock import from_instant
from app.days import from_day, local_day, start_of_day
from app.expression.types import Boolean, Choice, Date, Instant, ListOf, Reference
from app.program.choices import choices_of
from app.program.dates import day_of, instant_of
from app.runtime.member_columns import Column
from app.words import Words


class Sort(StrEnum):
    """What kinds of values compare alike."""

    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    CHOICE = "choice"
    BOOLEAN = "boolean"
    LIST = "list"
    REFERENCE = "reference"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A comparison that a row offers."""

    key: str
    label: Words
    sorts: frozenset[Sort]
    takes: str = "value"
    """value: one of the field's; days: a number of days; several: some of the choices; none."""


def _of(*sorts: Sort) -> frozenset[Sort]:
    return frozenset(sorts)


NUMBER, DATE, MOMENT, CHOICE = Sort.NUMBER, Sort.DATE, Sort.MOMENT, Sort.CHOICE
BOOLEAN, LIST, REFERENCE, TEXT = Sort.BOOLEAN, Sort.LIST, Sort.REFERENCE, Sort.TEXT
SIZES, DATES = _of(NUMBER, DATE), _of(DATE, MOMENT)
COMPARISONS = (
    Comparison(key=">=", label=Words("至少", "is at least"), sorts=SIZES | {MOMENT}),
    Comparison(key="<=", label=Words("至多", "is at most"), sorts=SIZES),
    Comparison(key=">", label=Words("大于", "is more than"), sorts=SIZES),
    Comparison(key="<", label=Words("小于", "is less than"), sorts=SIZES | {MOMENT}),
    Comparison(key="contains", label=Words("包含", "contains"), sorts=_of(TEXT)),
    Comparison(key="starts_with", label=Words("开头是", "starts with"), sorts=_of(TEXT)),
    Comparison(
        key="==",
        label=Words("等于", "is"),
        sorts=_of(NUMBER, DATE, CHOICE, TEXT, REFERENCE, BOOLEAN),
    ),
    Comparison(
        key="!=", label=Words("不等于", "is not"), sorts=_of(NUMBER, DATE, CHOICE, TEXT, REFERENCE)
    ),
    Comparison(
        key="in", label=Words("是其中之一", "is one of"), sorts=_of(CHOICE), takes="several"
    ),
    Comparison(
        key="any_of", label=Words("含有任一", "has any of"), sorts=_of(LIST), takes="several"
    ),
    Comparison(
        key="all_of", label=Words("同时含有", "has all of"), sorts=_of(LIST), takes="several"
    ),
    Comparison(
        key="within", label=Words("在最近…天内", "in the last … days"), sorts=DATES, takes="days"
    ),
    Comparison(
        key="beyond", label=Words("在…天以前", "more than … days ago"), sorts=DATES, takes="days"
    ),
    Comparison(
        key="ahead", label=Words("在今后…天内", "in the next … days"), sorts=DATES, takes="days"
    ),
    Comparison(
        key="month",
        label=Words("在本月（每年）", "in this month of any year"),
        sorts=DATES,
        takes="none",
    ),
    Comparison(
        key="is_set", label=Words("已填写", "is filled in"), sorts=frozenset(Sort), takes="none"
    ),
    Comparison(key="!", label=Words("未填写", "is empty"), sorts=frozenset(Sort), takes="none"),
)
BY_KEY: Mapping[str, Comparison] = {each.key: each for each in COMPARISONS}
_THIS_MONTH = {"date_part": [{"today": []}, "month"]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row as it is written."""

    field: str
    comparison: str
    value: str = ""


def sort_of(column: Column) -> Sort:
    match column.type:
        case Date():
            return DATE
        case Instant():
            return MOMENT
        case Choice():
            return CHOICE
        case Boolean():
            return BOOLEAN
        case ListOf():
            return LIST
        case Reference():
            return REFERENCE
        case _:
            return NUMBER if column.is_number else TEXT


def filterable(columns: Sequence[Column], *, personal: bool) -> tuple[Column, ...]:
    """Give what rows may compare: a hidden field must not be guessable."""
    return tuple(
        each for each in columns if each.operand is not None and (personal or not each.is_personal)
    )


def condition_of(columns: Sequence[Column], rows: Sequence[Row], how: str, zone: ZoneInfo) -> Any:
    """Write rows as JSON-Logic; one without a value that needs one says nothing."""
    known = {each.key: each for each in columns}
    parts = [
        part
        for row in rows
        if row.field in known
        if (part := _part(known[row.field], row, zone)) is not None
    ]
    return {"or" if how == "or" else "and": parts} if parts else None


def _part(column: Column, row: Row, zone: ZoneInfo) -> Any:
    left, comparison = column.operand, BY_KEY.get(row.comparison)
    if comparison is None or sort_of(column) not in comparison.sorts:
        return None
    text = row.value.strip()
    match comparison.key:
        case "is_set":
            return {"is_set": [left]}
        case "!":
            return {"!": [{"is_set": [left]}]}
        case "month":
            return {"==": [{"date_part": [left, "month"]}, _THIS_MONTH]}
    if not text:
        return None
    match comparison.key:
        case "within" | "ahead" | "beyond":
            return _by_days(comparison.key, left, text)
        case "in" | "any_of" | "all_of":
            return {comparison.key: [left, [each.strip() for each in text.split(",")]]}
        case key:
            value = _value(sort_of(column), text, zone)
            return None if value is None else {key: [left, value]}


def _by_days(key: str, left: Any, text: str) -> Any:
    if not text.isdigit():
        return None
    days = int(text)
    if key == "beyond":
        return {">": [{"days_since": [left]}, days]}
    how = "days_until" if key == "ahead" else "days_since"
    return {"between": [{how: [left]}, 0, days]}


def _value(sort: Sort, text: str, zone: ZoneInfo) -> Any:
    if sort is BOOLEAN:
        return text == "true"
    if sort is MOMENT:
        day = day_of(text)
        return None if day is None else from_instant(start_of_day(day, zone)).isoformat()
    if sort is not NUMBER:
        return text
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number.is_integer() else number


def rows_of(
    columns: Sequence[Column], condition: Any, zone: ZoneInfo
) -> tuple[str, tuple[Row, ...]] | None:
    """Read a condition as rows; None for one that says more than rows can show."""
    if condition is None:
        return "and", ()
    how = next((key for key in ("and", "or") if _is_call(condition, key)), None)
    parts = condition[how] if how else [condition]
    rows = [_row(columns, each, zone) for each in parts] if isinstance(parts, list) else [None]
    if any(each is None for each in rows):
        return None
    return how or "and", tuple(each for each in rows if each is not None)


def _is_call(document: Any, key: str) -> bool:
    return isinstance(document, dict) and list(document) == [key]


def _row(columns: Sequence[Column], part: Any, zone: ZoneInfo) -> Row | None:
    """Find the row that says a part: what is written back must be the same."""
    for column, comparison, written in _guesses(columns, part):
        by_day = sort_of(column) is MOMENT and comparison in {">=", "<"}
        value = _day_written(written, zone) if by_day else written
        row = Row(field=column.key, comparison=comparison, value=value)
        if _part(column, row, zone) == part:
            return row
    return None


def _guesses(columns: Sequence[Column], part: Any) -> Iterator[tuple[Column, str, str]]:
    if not isinstance(part, dict) or len(part) != 1:
        return
    ((key, given),) = part.items()
    match given if isinstance(given, list) else [given]:
        case [first]:
            last: Any = ""
        case [first, *_, last]:
            pass
        case _:
            return
    for column in columns:
        comparison = _said_by(key, first, column.operand)
        if comparison is not None:
            yield column, comparison, _written(last)


def _said_by(key: str, first: Any, left: Any) -> str | None:
    """Name the comparison of a field that a part might be."""
    if first == left:
        return key
    if first == {"is_set": [left]}:
        return "!"
    if first == {"days_since": [left]}:
        return "beyond" if key == ">" else "within"
    if first == {"days_until": [left]}:
        return "ahead"
    return "month" if first == {"date_part": [left, "month"]} else None


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(str(each) for each in value)
    return "" if isinstance(value, dict) else str(value)


def _day_written(text: str, zone: ZoneInfo) -> str:
    """Give the local day that begins at a moment; the moment itself where none does."""
    moment = instant_of(text, zone)
    return text if moment is None else from_day(local_day(moment, zone)).isoformat()


def choices_in(column: Column) -> tuple[tuple[str, Words], ...]:
    """Give what a column can hold, where that is a few things."""
    if column.ladder is not None and column.operand is not None:
        return tuple((each.key, each.label) for each in column.ladder.tiers)
    if sort_of(column) is BOOLEAN:
        return (("true", Words("是", "yes")), ("false", Words("否", "no")))
    if column.field is None:
        return ()
    return tuple((each.key, each.label) for each in choices_of(column.field))
