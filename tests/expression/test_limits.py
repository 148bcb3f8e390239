"""The largest rules that are accepted work everywhere; hostile text never executes."""

from typing import Any

import pytest
from sqlalchemy import Connection

from app.expression.check import check
from app.expression.types import Integer, Scope, Text
from tests.expression.asking import answer

DEPTH = 21


def _nest(step: Any, start: Any) -> Any:
    document = start
    for number in range(DEPTH):
        document = step(document, number)
    return document


YES: Any = True
DEEP = {
    "not": _nest(lambda d, _: {"!": [d]}, {">": [{"var": "a"}, 1]}),
    "and or": _nest(
        lambda d, i: {["and", "or"][i % 2]: [{">": [{"var": "a"}, i]}, d]}, {"==": [1, 1]}
    ),
    "sum": _nest(lambda d, _: {"+": [{"var": "a"}, d]}, 1),
    "product": _nest(lambda d, _: {"*": [{"var": "a"}, d]}, 1.5),
    "if": _nest(lambda d, i: {"if": [{">": [{"var": "a"}, i]}, d, i]}, 1),
    "if in the condition": _nest(lambda d, i: {"if": [d, {"==": [{"var": "a"}, i]}, YES]}, YES),
    "quotient": _nest(lambda d, _: {"/": [{"var": "a"}, d]}, 3),
    "least": _nest(lambda d, i: {"min": [{"var": "a"}, d, i]}, 30),
    "equal": _nest(lambda d, _: {"==": [{"!": [{"var": "yes"}]}, d]}, YES),
    "text": _nest(lambda d, _: {"cat": [d, {"var": "t"}]}, "x"),
    "part": _nest(lambda d, _: {"substr": [d, 0]}, {"var": "t"}),
    "default": _nest(lambda d, _: {"coalesce": [{"var": "none"}, d]}, 7),
    "round": _nest(lambda d, _: {"round": [{"/": [d, 1]}, 2]} if _ % 2 else d, {"var": "a"}),
    "date": _nest(lambda d, _: {"date_add": [d, 1, "month"]}, {"today": []}),
}
DATA = {"a": 3, "yes": True, "t": "é%", "none": None}
TYPES = {"none": "integer"}


@pytest.mark.parametrize("name", DEEP)
def test_a_rule_of_24_levels_works_in_sqlite(name: str, sqlite_connection: Connection) -> None:
    case = {"rule": DEEP[name], "data": DATA, "types": TYPES}
    assert answer(case) != "error"
    assert answer(case, sqlite_connection) == answer(case)


@pytest.mark.parametrize("name", DEEP)
def test_a_rule_of_24_levels_works_in_postgresql(
    name: str, postgresql_connection: Connection
) -> None:
    case = {"rule": DEEP[name], "data": DATA, "types": TYPES}
    assert answer(case, postgresql_connection) == answer(case)


WIDE = {
    "comparisons": {"or": [{"<": [{"+": [{"var": "a"}, i]}, 0]} for i in range(80)]},
    "branches": {"if": [x for i in range(80) for x in ({"==": [{"var": "a"}, i + 9]}, i)] + [5]},
    "betweens": {"and": [{"between": [{"*": [{"var": "a"}, 2]}, 0, i + 9]} for i in range(70)]},
    "long sum": {"+": [{"var": "a"}] * 240},
    "list": {"in": [{"var": "a"}, list(range(10_000))]},
}


@pytest.mark.parametrize("name", WIDE)
def test_a_rule_of_500_nodes_works_everywhere(
    name: str, sqlite_connection: Connection, postgresql_connection: Connection
) -> None:
    case = {"rule": WIDE[name], "data": DATA, "types": TYPES}
    expected = answer(case)
    assert expected != "error"
    assert answer(case, sqlite_connection) == expected
    assert answer(case, postgresql_connection) == expected


HOSTILE = [
    "__import__('os').system('touch /tmp/owned')",
    "'; DROP TABLE member; --",
    '" or 1=1 --',
    "{values}",
    "%(param_1)s",
    "%s",
    ":param_1",
    "\\'",
    "k1",
    "stage_0",
    "\n    raise SystemExit",
    "{{ 7 * 7 }}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(
    text: str, sqlite_connection: Connection, postgresql_connection: Connection
) -> None:
    field = text.replace(".", "_")  # A dot leads to a record that is referred to.
    rule = {
        "and": [
            {"==": [{"var": field}, text]},
            {"in": [text, [text]]},
            {"starts_with": [{"cat": [{"var": field}, text]}, text]},
            {"!": [{"missing": [field]}]},
        ]
    }
    case = {"rule": rule, "data": {field: text}, "types": {field: "text"}}
    assert answer(case) is True
    assert answer(case, sqlite_connection) is True
    assert answer(case, postgresql_connection) is True


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_operator_or_field_is_a_finding(text: str) -> None:
    scope = Scope(variables={"a": Integer(), "t": Text()})
    assert check({text: [1]}, scope).errors
    assert check({"==": [{"var": text}, 1]}, scope).errors
    assert check({"count_of": [text, text]}, scope).errors
    assert check({"date_add": [{"today": []}, 1, text]}, scope, expect=None).errors
