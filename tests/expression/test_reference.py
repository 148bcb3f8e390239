"""Each documented example of JSON-Logic passes, or stands on the list of deliberate differences."""

import json
from pathlib import Path
from typing import Any

import pytest
from json_logic import jsonLogic

from tests.expression.asking import answer

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "jsonlogic_com.json").read_text("utf-8")
)["cases"]
PAGE = (Path(__file__).parents[2] / "docs" / "json-logic.md").read_text("utf-8")
NOT_BY_THE_ORACLE = {"log", "method", "/", "if", "max", "+", "%", "cat"}
"""Where the libraries differ among themselves; the reference's own page or code decides."""


def _name(case: dict[str, Any]) -> str:
    return json.dumps(case["rule"])[:80]


def equal(left: Any, right: Any) -> bool:
    return left == right and isinstance(left, bool) == isinstance(right, bool)


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_documented_example_passes_or_is_a_known_difference(case: dict[str, Any]) -> None:
    ours = answer(case)
    if "difference" in case:
        assert equal(ours, case.get("ours"))
        assert not equal(ours, case["reference"]), "This is no difference any more."
    else:
        assert equal(ours, case["reference"])


@pytest.mark.parametrize("case", [c for c in CASES if "difference" in c], ids=_name)
def test_every_difference_is_told_to_the_reader(case: dict[str, Any]) -> None:
    assert case["difference"] in PAGE


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_the_suite_says_of_the_reference_what_another_implementation_does(
    case: dict[str, Any],
) -> None:
    rule = case["rule"]
    if isinstance(rule, dict) and (len(rule) != 1 or next(iter(rule)) in NOT_BY_THE_ORACLE):
        pytest.skip("The implementations differ here.")
    assert equal(jsonLogic(rule, case["data"]), case["reference"])
