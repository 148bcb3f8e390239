"""Rules and answers as data, the same in Python, SQLite and PostgreSQL."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.expression.asking import answer

FOLDER = Path(__file__).parents[1] / "cases"
CASES: list[dict[str, Any]] = json.loads((FOLDER / "membership.json").read_text("utf-8"))["cases"]
REFERENCE: list[dict[str, Any]] = [
    case
    for case in json.loads((FOLDER / "jsonlogic_com.json").read_text("utf-8"))["cases"]
    if "difference" not in case
]


def _name(case: dict[str, Any]) -> str:
    return str(case.get("name", case["rule"]))[:80]


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_case_in_python(case: dict[str, Any]) -> None:
    assert answer(case) == case["answer"]


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_case_in_sqlite(case: dict[str, Any], sqlite_connection: Connection) -> None:
    assert answer(case, sqlite_connection) == case["answer"]


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_case_in_postgresql(case: dict[str, Any], postgresql_connection: Connection) -> None:
    assert answer(case, postgresql_connection) == case["answer"]


@pytest.mark.parametrize("case", REFERENCE, ids=_name)
def test_the_reference_in_both_databases(
    case: dict[str, Any], sqlite_connection: Connection, postgresql_connection: Connection
) -> None:
    first = answer(case, sqlite_connection)
    assert answer(case, postgresql_connection) == first
    if first != "error":  # Words for one record are refused for many.
        assert first == case["reference"]
