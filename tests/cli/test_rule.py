"""`rungs rule` answers line by line and never gives up on a bad one."""

import json
import os
from typing import Any

import pytest
from click.testing import CliRunner

from app.cli.rule import rule

NOW = "2026-01-31T12:00:00+08:00"


def ask(command: list[str], *cases: dict[str, Any] | str) -> list[dict[str, Any]]:
    lines = [each if isinstance(each, str) else json.dumps(each) for each in cases]
    result = CliRunner().invoke(rule, command, input="\n".join(lines))
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


ORDERS = {
    "id": "spend",
    "rule": {"sum_of": ["order.amount", "this_month"]},
    "data": {
        "order": [
            {"amount": 99.99, "paid_at": "2025-12-31T16:00:00Z"},
            {"amount": "0.02", "paid_at": "2026-01-31T00:00:00+08:00"},
            {"amount": 5, "paid_at": "2025-12-31T15:59:59Z"},
        ]
    },
    "types": {"order": {"amount": "money", "paid_at": "datetime"}},
    "now": NOW,
}
UNKNOWN = {"id": 2, "rule": {"<": [{"var": "a"}, 1]}, "data": {"a": None}, "types": {"a": "money"}}


@pytest.mark.parametrize(
    "engine", ["python", "sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
)
def test_each_engine_gives_the_same_lines(engine: str) -> None:
    command = ["eval", "--engine", engine]
    if engine == "postgresql":
        if not os.environ.get("RUNGS_TEST_POSTGRESQL"):
            pytest.skip("RUNGS_TEST_POSTGRESQL names no server.")
        command += ["--url", os.environ["RUNGS_TEST_POSTGRESQL"]]
    assert ask(command, ORDERS, UNKNOWN) == [
        {"id": "spend", "result": 100.01},
        {"id": 2, "unknown": True},
    ]


@pytest.mark.parametrize(
    ("case", "place"),
    [
        ({"id": 1, "rule": {"and": [{"foo": 1}]}}, "/and/0"),
        ({"id": 1, "rule": {"==": [1, 1], "!": 1}}, ""),
        ('{"id": 1, "rule": {"+": [1, NaN]}}', "/+/1"),
        ('{"id": 1, "rule": {"+": [1, 1e999]}}', "/+/1"),
        ('{"id": 1, "rule": {"==": ["\\ud800", ""]}}', "/==/0"),
        ('{"id": 1, "rule": {"==": ["\\u0000", ""]}}', "/==/0"),
        ('{"id": 1, "rule": {"+": [1, 99999999999999999999]}}', "/+/1"),
        ({"id": 1, "rule": {"var": "a"}, "data": {"a": 2**60}}, "/data/a"),
        ({"id": 1, "rule": {"var": "a"}, "data": {"a": "x"}, "types": {"a": "date"}}, "/data/a"),
        ({"id": 1, "rule": {"var": "a"}, "data": {"a": None}, "types": {"a": "text!"}}, "/data/a"),
        ({"id": 1, "rule": {"var": "a"}, "types": {"a": "colour"}}, "/types/a"),
        ({"id": 1, "rule": True, "now": "yesterday"}, "/now"),
        ({"id": 1, "rule": True, "timezone": "Mars/Phobos"}, "/timezone"),
        ({"id": 1, "rule": True, "data": [1]}, "/data"),
        ({"id": 1}, ""),
    ],
)
def test_a_bad_line_is_an_error_line_and_the_next_is_answered(case: Any, place: str) -> None:
    first, second = ask(["eval"], case, {"id": "next", "rule": {"==": [1, 1]}})
    assert first["error"]["at"] == place
    assert first["error"]["message"]
    assert second == {"id": "next", "result": True}


def test_a_line_that_is_no_json_is_named_by_its_number() -> None:
    assert ask(["eval"], "{", "[" * 100_000)[1]["id"] == 2


def test_a_rule_is_explained_and_said_and_shown_as_sql() -> None:
    case = {**ORDERS, "rule": {">=": [ORDERS["rule"], 300]}}
    (explained,) = ask(["explain"], case)
    assert explained["explanation"]["state"] == "unmet"
    assert explained["explanation"]["gap"] == "¥199.99"
    (said,) = ask(["describe"], case)
    assert "¥300" in said["zh"]
    for dialect in ("sqlite", "postgresql"):
        (shown,) = ask(["sql", "--dialect", dialect], case)
        assert "SELECT" in shown["sql"]
