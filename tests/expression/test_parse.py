"""What is no rule at all is refused with its place."""

from typing import Any

import pytest

from app.expression.parse import Malformed, canonical, parse, to_json


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({}, ""),
        ({"==": [1, 1], "!": [1]}, ""),
        ({"and": [True, {}]}, "/and/1"),
        ({"!": {}}, "/!"),
        ({"/": [1, float("nan")]}, "/~1/1"),
        ({"<": [float("inf"), 1]}, "/</0"),
        ({"<": [2**53 + 1, 1]}, "/</0"),
        ({"==": ["a\x00b", "a"]}, "/==/0"),
        ({"==": ["\ud800", "a"]}, "/==/0"),
        ({"==": [object(), 1]}, "/==/0"),
        ({"\x00": [1]}, ""),
        ({"==": ["x" * 70_000, "a"]}, "/==/0"),
        ({"in": [1, list(range(10_001))]}, "/in/1"),
        ({"and": [True] * 600}, "/and/499"),
    ],
)
def test_what_is_no_rule_is_refused_with_its_place(document: Any, path: str) -> None:
    with pytest.raises(Malformed) as refused:
        parse(document)
    assert refused.value.findings[0].path == path
    assert refused.value.words.zh
    assert refused.value.words.en


def _nested(levels: int) -> Any:
    document: Any = True
    for _ in range(levels):
        document = {"!": [document]}
    return document


def test_a_rule_may_be_nested_24_levels_and_no_deeper() -> None:
    parse(_nested(24))
    with pytest.raises(Malformed):
        parse(_nested(25))


def test_a_rule_as_deep_as_a_hostile_file_is_refused_and_not_a_crash() -> None:
    with pytest.raises(Malformed):
        parse(_nested(900))


def test_a_rule_comes_back_with_its_arguments_written_as_lists() -> None:
    assert to_json(parse({"!": {"var": "a"}})) == {"!": [{"var": ["a"]}]}


def test_equal_rules_have_one_canonical_form() -> None:
    assert canonical({"b": 1, "a": [1, 2]}) == canonical({"a": [1, 2], "b": 1})
