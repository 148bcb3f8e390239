"""Every operator is documented by examples, and the examples are true."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from app.days import Calendar, Moment
from app.expression.border import scope_of, values_of
from app.expression.check import check
from app.expression.describe import describe
from app.expression.explain import explain
from app.expression.gap import ways
from app.expression.operators import OPERATORS
from app.words import LANGUAGES
from tests.expression.asking import NOW, answer

PAGE = (Path(__file__).parents[2] / "docs" / "json-logic.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^### `(.+?)`\n(.*?)(?=^##)", PAGE, re.MULTILINE | re.DOTALL))
EXAMPLES: list[tuple[str, dict[str, Any]]] = [
    (key, json.loads(example))
    for key, section in SECTIONS.items()
    for example in re.findall(r"```json\n(.+?)\n```", section)
]
NAMES = [f"{key} {number}" for number, (key, _) in enumerate(EXAMPLES)]
MOMENT = Moment.at(datetime.fromisoformat(NOW), Calendar())
LISTS = ("map", "filter", "reduce", "merge", "matches", "missing")


def holds(case: dict[str, Any], connection: Connection | None = None) -> bool:
    found = answer(case, connection)
    expected = case.get("answer", case.get("result"))
    return bool(found == expected) and isinstance(found, bool) == isinstance(expected, bool)


@pytest.mark.parametrize("key", OPERATORS.known())
def test_every_operator_has_an_example(key: str) -> None:
    assert "```json" in SECTIONS[key]


@pytest.mark.parametrize(("key", "case"), EXAMPLES, ids=NAMES)
def test_an_example_is_true_in_python(key: str, case: dict[str, Any]) -> None:
    assert holds(case)


def is_for_sets(case: tuple[str, dict[str, Any]]) -> bool:
    return case[0] not in LISTS or "!" in case[1]["rule"]


FOR_SETS = [each for each in EXAMPLES if is_for_sets(each)]


@pytest.mark.parametrize(("key", "case"), FOR_SETS)
def test_an_example_is_true_in_sqlite(
    key: str, case: dict[str, Any], sqlite_connection: Connection
) -> None:
    assert holds(case, sqlite_connection)


@pytest.mark.parametrize(("key", "case"), FOR_SETS)
def test_an_example_is_true_in_postgresql(
    key: str, case: dict[str, Any], postgresql_connection: Connection
) -> None:
    assert holds(case, postgresql_connection)


@pytest.mark.parametrize(
    "case", [each for key, each in EXAMPLES if not is_for_sets((key, each))], ids=str
)
def test_a_word_for_one_record_is_refused_for_many(
    case: dict[str, Any], sqlite_connection: Connection
) -> None:
    assert answer(case, sqlite_connection) == "error"


@pytest.mark.parametrize(("key", "case"), EXAMPLES, ids=NAMES)
def test_an_example_can_be_said_and_explained(key: str, case: dict[str, Any]) -> None:
    data, types = case.get("data") or {}, case.get("types") or {}
    scope = scope_of(types, data)
    checked = check(case["rule"], scope, expect=None)
    if checked.errors:
        pytest.skip("This word needs a ladder or a change.")
    for language in LANGUAGES:
        assert describe(checked, scope, language).strip()
    explained = explain(checked, values_of(data, scope), MOMENT, scope)
    assert explained.sentence.zh
    ways(explained)


@pytest.mark.parametrize("key", OPERATORS.known())
def test_an_operator_is_named_in_both_languages(key: str) -> None:
    operator = OPERATORS[key]
    assert operator.key == key == operator.operator
    assert operator.label.zh
    assert operator.label.en


RECIPES = PAGE.partition("## Recipes")[2].partition("## Differences")[0]


@pytest.mark.parametrize("recipe", re.findall(r"```json\n(.+?)\n```", RECIPES, re.DOTALL))
def test_a_recipe_is_a_condition_over_members(recipe: str) -> None:
    activity = {"kind": "text", "occurred_at": "datetime"}
    scope = scope_of({"joined_at": "datetime", "activity": activity}, {})
    assert check(json.loads(recipe), scope, set_wise=True).findings == ()
