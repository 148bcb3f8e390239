"""The fields and comparisons that the simple filter offers, one row at a time."""

from collections.abc import Iterator
from typing import Any

from app.program.choices import choices_of
from app.program.field import Field
from app.program.personal import is_personal
from app.runtime.releases import Live
from app.web.language import t, w

ORDERED = (">=", "<=", ">", "<", "==", "!=", "is_set", "!")
NAMED = ("==", "!=", "is_set", "!")
WRITTEN = ("contains", "starts_with", "==", "!=", "is_set", "!")
INPUTS = {
    "integer": "number",
    "number": "number",
    "money": "number",
    "percent": "number",
    "date": "date",
    "datetime": "datetime-local",
}
SIMPLE = frozenset({*INPUTS, "text", "long_text", "choice", "phone", "email", "url", "serial"})


def filter_words(live: Live, *, personal: bool) -> dict[str, Any]:
    """Give the page what its rows are drawn from."""
    return {
        "fields": [*_fields(live, personal=personal)],
        "operators": {
            ">=": w("至少", "is at least"),
            "<=": w("至多", "is at most"),
            ">": w("大于", "is more than"),
            "<": w("小于", "is less than"),
            "==": w("等于", "is"),
            "!=": w("不等于", "is not"),
            "contains": w("包含", "contains"),
            "starts_with": w("开头是", "starts with"),
            "is_set": w("已填写", "is filled in"),
            "!": w("未填写", "is empty"),
        },
        "remove": w("移除", "Remove"),
        "field": w("字段", "Field"),
        "comparison": w("比较", "Comparison"),
        "value": w("值", "Value"),
    }


def _fields(live: Live, *, personal: bool) -> Iterator[dict[str, Any]]:
    members = live.catalogue.members
    for field in members.object.fields:
        readable = personal or not is_personal(field)
        if readable and field.key in members.fields and field.kind in SIMPLE:
            yield _field(field)


def _field(field: Field) -> dict[str, Any]:
    choices = [[each.key, t(each.label)] for each in choices_of(field)]
    operators = ORDERED if field.kind in INPUTS else NAMED if choices else WRITTEN
    return {
        "key": field.key,
        "label": t(field.label),
        "input": INPUTS.get(field.kind, "text"),
        "operators": operators,
        "choices": choices or None,
    }
