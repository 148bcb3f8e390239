"""Which rows a metric counts: those in its window that meet its filter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.days import Moment, local_day
from app.expression.translator import Column, Translator, bound
from app.expression.tree import Rollup
from app.expression.windows import Span, Window, bounds


@dataclass(frozen=True, slots=True)
class Dated:
    """A row that counts, with the local day it occurred."""

    day: int
    row: Mapping[str, Any]


def counting(
    node: Rollup, values: Mapping[str, Any], moment: Moment, condition: Any
) -> list[Dated]:
    first, last = python_bounds(node.window, values, moment)
    if node.window.needs and first is None:
        return []
    zone = moment.calendar.zone
    found = []
    for row in values.get(node.relation) or ():
        occurred = row.get(node.occurred) if node.occurred else moment.today
        if occurred is None:
            continue
        day = local_day(occurred, zone) if node.by_instant else occurred
        if day > last or (first is not None and day < first):
            continue
        if condition is None or condition(row, moment):
            found.append(Dated(day, row))
    return found


def python_bounds(
    window: Window, values: Mapping[str, Any], moment: Moment
) -> tuple[int | None, int]:
    first, last = bounds(window, moment)
    assert last is not None
    if window.needs:
        first = values.get(window.start_key)
    if window.span is Span.JOINED and first is not None:
        last = min(last, first + window.count - 1)
    return first, last


def sql_bounds(window: Window, translate: Translator) -> tuple[Column | None, Column | None]:
    """Give the first and last day; today is the last in any case and is not repeated."""
    first, last = bounds(window, translate.moment)
    if window.needs is None:
        ends_early = last is not None and last != translate.moment.today
        return (
            None if first is None else bound(first),
            bound(last) if ends_early and last is not None else None,
        )
    start = translate.source.start(window)
    if window.span is Span.JOINED:
        return start, start + bound(window.count - 1)
    return start, None
