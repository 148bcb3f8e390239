"""What holds for every kind of field, also for those that come later."""

import sys
from pathlib import Path
from typing import Any

import pytest

from app.program.field import Field
from app.program.fields import FIELD_KINDS, FieldKind, Look, Refused
from app.program.fields.base import Stored
from app.words import Words

KINDS = list(FIELD_KINDS)
OPTIONS: dict[str, dict[str, Any]] = {
    "choice": {"choices": ["gold", {"key": "silver", "label": {"zh": "银卡", "en": "Silver"}}]},
    "reference": {"object": "member"},
    "formula": {"expression": {"+": [1, 2]}, "result": "integer"},
    "rollup": {"expression": {"sum_of": ["order.net", "365d"]}, "result": "money"},
}
TAKEN: dict[str, list[Any]] = {
    "text": ["李雷", "Cafe\u0301", " 会员 ", 20260301],
    "long_text": ["第一行\n第二行"],
    "integer": ["0", -3, 10**12, "1,234", "１２", 5.0],
    "number": [0.1, "1e-9", "1,234.5", -0.0, 10**12],
    "money": ["99.99", 100, 0.1, "¥1,234.50", "12元", 10**10],
    "percent": ["10%", 12.5, "７％"],
    "date": ["2026-03-01", "2026/3/1", "2026年3月1日", "0002-01-01", "9999-12-31"],
    "datetime": [
        "2026-03-01T10:00:00Z",
        "2026/3/1 10:00 UTC",
        "2026-03-01 10:00:00.123456",
        "2026/3/1 8:05",
    ],
    "boolean": [True, False, "是", "否", "yes", 0],
    "choice": ["gold", "银卡", "SILVER"],
    "tags": [["咖啡", "茶"], "咖啡，茶;酒", ["a", "a"]],
    "reference": ["42", 2**63 - 1],
    "phone": ["13800138000", "+852 5123 4567", "138 0013 8000"],
    "email": ["li.lei@Example.COM", "李@例子.中国"],
    "url": ["https://example.com/a?b=1#c"],
    "serial": ["M000001"],
    "formula": [None],
    "rollup": [""],
}
NOT_TAKEN: dict[str, list[Any]] = {
    "text": [["a"], {"a": 1}, True, "x" * 501],
    "long_text": [7, "x" * 70_000],
    "integer": ["1.5", "many", 10**12 + 1, True, "12abc", "1e999", "NaN", float("inf")],
    "number": ["1e-10", 1e13, "NaN", float("nan"), "1,23", False, [1]],
    "money": [
        "1.005",
        0.001,
        "1e300",
        10**10 + 1,
        "ten",
        True,
        "1.0000000000000000000000000000001",
    ],
    "percent": ["ten %", True, float("inf")],
    "date": ["2026-02-29", "1.3.26", "0001-12-31", 20260301, "2026-03-01 10:00"],
    "datetime": [
        "yesterday",
        0,
        "2026-13-01",
        "2026-03-01T25:00",
        "0001-01-01T00:00Z",
        "9999-12-31T23:59:59-12:00",
    ],
    "boolean": ["maybe", 2, 0.5],
    "choice": ["platinum", True, ["gold"]],
    "tags": [7, [7], ["x" * 101], [str(n) for n in range(201)]],
    "reference": ["0", "-1", "abc", 2**63, True, "１２"],
    "phone": ["12345", "phone", "+86 1380013800099"],
    "email": ["li", "a@b", "a b@example.com", "a@example..com", "<a@example.com>"],
    "url": ["example.com", "javascript:alert(1)", "https://", "http://a b"],
    "serial": ["x" * 61, True],
    "formula": [3],
    "rollup": [0],
}
OF_OPTIONS = {Look.CHOICES, Look.OBJECT, Look.EXPRESSION}
HOSTILE = ["a\x00b", "a\ud800b"]


def a_field(kind: FieldKind) -> Field:
    return Field(
        key="it", kind=kind.key, label=Words("它", "It"), options=OPTIONS.get(kind.key, {})
    )


def cases(table: dict[str, list[Any]]) -> list[Any]:
    return [
        pytest.param(FIELD_KINDS[key], raw, id=f"{key}-{n}")
        for key, values in table.items()
        for n, raw in enumerate(values)
    ]


every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.key))


@every_kind
def test_a_kind_has_words_in_both_languages_and_an_icon(kind: FieldKind) -> None:
    assert kind.label.zh
    assert kind.label.en
    assert kind.icon


@every_kind
def test_the_builder_can_draw_a_kind_and_each_of_its_options(kind: FieldKind) -> None:
    assert kind.about.zh
    assert kind.about.en
    assert kind.group.label.zh
    assert kind.look in Look
    assert kind.look not in OF_OPTIONS
    assert set(kind.drawn) <= {option.key for option in kind.options}
    assert all(look in OF_OPTIONS for look in kind.drawn.values())


@every_kind
def test_the_sample_of_a_kind_is_a_value_it_takes(kind: FieldKind) -> None:
    assert not kind.sample or kind.parse(kind.sample, a_field(kind)) is not None


@every_kind
def test_a_kind_is_filed_under_its_key(kind: FieldKind) -> None:
    file = sys.modules[type(kind).__module__].__file__
    assert file is not None
    assert Path(file).stem == kind.key


@every_kind
def test_the_options_of_a_kind_are_fields_of_registered_kinds(kind: FieldKind) -> None:
    for option in kind.options:
        assert option.kind in FIELD_KINDS
        assert option.label.zh
        assert option.label.en


@every_kind
def test_a_kind_says_how_it_is_stored_and_only_moments_have_a_day(kind: FieldKind) -> None:
    assert kind.stored is None or kind.stored in Stored
    assert kind.dated == (kind.key == "datetime")


@every_kind
def test_a_kind_has_cases_here(kind: FieldKind) -> None:
    assert TAKEN[kind.key]
    assert NOT_TAKEN[kind.key]


@every_kind
def test_what_a_rule_sees_may_be_missing(kind: FieldKind) -> None:
    assert kind.type_of(a_field(kind)).nullable


@every_kind
@pytest.mark.parametrize("blank", [None, ""])
def test_a_blank_is_no_value(kind: FieldKind, blank: str | None) -> None:
    assert kind.parse(blank, a_field(kind)) is None
    assert kind.to_json(None, a_field(kind)) is None
    assert kind.show(None, a_field(kind), "zh") == ""


@every_kind
@pytest.mark.parametrize("raw", HOSTILE)
def test_text_that_cannot_be_stored_is_refused(kind: FieldKind, raw: str) -> None:
    with pytest.raises(Refused) as refused:
        kind.parse(raw, a_field(kind))
    str(refused.value.words).encode()


@pytest.mark.parametrize(("kind", "raw"), cases(TAKEN))
def test_a_value_survives_being_written_and_read_again(kind: FieldKind, raw: Any) -> None:
    field = a_field(kind)
    value = kind.parse(raw, field)
    assert kind.parse(kind.to_json(value, field), field) == value
    assert isinstance(kind.show(value, field, "zh"), str)
    assert isinstance(kind.show(value, field, "en"), str)


@pytest.mark.parametrize(("kind", "raw"), cases(NOT_TAKEN))
def test_a_value_of_another_sort_is_refused_in_both_languages(kind: FieldKind, raw: Any) -> None:
    with pytest.raises(Refused) as refused:
        kind.parse(raw, a_field(kind))
    assert refused.value.words.zh != refused.value.words.en
    assert len(refused.value.words.en) < 300
