"""The panels of the list: the filter as rows, and the choice of columns, order and groups."""

from collections.abc import Sequence
from typing import Any

import orjson
from werkzeug.datastructures import MultiDict

from app.runtime.member_columns import Column
from app.web.language import t, w
from app.web.records import filter_rows
from app.web.records.filter_rows import COMPARISONS, Row, choices_in, filterable, sort_of
from app.web.records.list_model import Display, FilterShown, Option, SortRow
from app.web.records.listed import MOST_SORTS, Listed

BLANK = Row(field="", comparison="==")
INPUTS = {
    filter_rows.NUMBER: "number",
    filter_rows.DATE: "date",
    filter_rows.MOMENT: "date",
}


def display_shown(listed: Listed) -> Display:
    chosen = {each.key for each in listed.columns}
    behind = [each for each in listed.offered if each.key not in chosen]
    sorts = [SortRow(key=each.column.key, descending=each.descending) for each in listed.sorts]
    sorts += [SortRow(key="", descending=False)] * (MOST_SORTS - len(sorts))
    group, total = listed.asked.part("group"), listed.asked.part("total")
    return Display(
        columns=tuple(_option(each, chosen) for each in (*listed.columns, *behind)),
        sortable=tuple(
            _option(each, ())
            for each in listed.offered
            if each.is_sortable and listed.may_read(each)
        ),
        sorts=tuple(sorts),
        groups=tuple(
            _option(each, {group})
            for each in listed.offered
            if each.is_grouping and listed.may_read(each)
        ),
        totals=tuple(_option(each, {total}) for each in listed.offered if each.is_number),
    )


def _option(column: Column, chosen: Sequence[str] | set[str]) -> Option:
    return Option(key=column.key, label=column.label, chosen=column.key in chosen)


def filter_shown(listed: Listed) -> FilterShown:
    """Show the condition as rows where rows say all of it."""
    fields = filterable(listed.offered, personal=listed.personal)
    read = None
    if not listed.asked.part("condition") or listed.document is not None:
        read = filter_rows.rows_of(fields, listed.document, listed.here.formats.zone)
    how, rows = read or ("and", ())
    return FilterShown(
        how=how,
        rows=None if read is None else (*rows, BLANK),
        fields=tuple(_option(each, ()) for each in fields),
        comparisons=tuple((each.key, each.label) for each in COMPARISONS),
        condition=listed.asked.part("condition"),
        clear_url=listed.url(condition=None),
        sentence=listed.sentence,
        findings=listed.findings,
        words=_words(fields),
    )


def _words(fields: Sequence[Column]) -> dict[str, Any]:
    """Give the page what makes rows fit their fields."""
    return {
        "fields": [_field(each) for each in fields],
        "comparisons": {
            each.key: {"label": t(each.label), "takes": each.takes} for each in COMPARISONS
        },
        "remove": w("移除", "Remove"),
        "field": w("字段", "Field"),
        "comparison": w("比较", "Comparison"),
        "value": w("值", "Value"),
        "choose": w("选择字段", "Choose a field"),
        "days": w("天", "days"),
    }


def _field(column: Column) -> dict[str, Any]:
    sort = sort_of(column)
    return {
        "key": column.key,
        "label": t(column.label),
        "input": INPUTS.get(sort, "text"),
        "sort": sort.value,
        "comparisons": [each.key for each in COMPARISONS if sort in each.sorts],
        "choices": [[key, t(label)] for key, label in choices_in(column)] or None,
    }


def from_forms(listed: Listed, sent: MultiDict[str, str]) -> dict[str, str | None] | None:
    """Turn what a form of the page sent into parts of an address; None where none did."""
    found: dict[str, str | None] = {}
    by_rows = "field" in sent or "rows" in sent
    if by_rows and sent.get("condition", "") == sent.get("before", ""):
        fields = filterable(listed.offered, personal=listed.personal)
        how, zone = sent.get("how", "and"), listed.here.formats.zone
        condition = filter_rows.condition_of(fields, _rows_sent(sent), how, zone)
        found["condition"] = None if condition is None else orjson.dumps(condition).decode()
    elif "before" in sent:
        found["condition"] = sent.get("condition") or None
    if "by" in sent:
        shown = listed.asked.keys("columns") or tuple(each.key for each in listed.columns)
        chosen = set(sent.getlist("column"))
        order = dict.fromkeys((*shown, *(each.key for each in listed.offered)))
        found["columns"] = ",".join(each for each in order if each in chosen) or None
        found["sort"] = _sorts_sent(sent)
        found["group"], found["total"] = sent.get("group"), sent.get("total")
    return found or None


def _rows_sent(sent: MultiDict[str, str]) -> list[Row]:
    parts = zip(
        sent.getlist("field"), sent.getlist("comparison"), sent.getlist("value"), strict=False
    )
    return [Row(field=field, comparison=key, value=value) for field, key, value in parts if field]


def _sorts_sent(sent: MultiDict[str, str]) -> str | None:
    pairs = zip(sent.getlist("by"), sent.getlist("way"), strict=False)
    found = dict.fromkeys(("-" if way == "down" else "") + key for key, way in pairs if key)
    return ",".join(found) or None
