"""The comparison of engines would notice each of the mistakes that are easy to make in SQL."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Boolean, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from app.expression import affixes, comparing, containing, quantifying, sql
from app.expression import extremes as extremes_module
from app.expression.dialects import Not, Quotient
from app.expression.equating import Equality, Inequality
from app.expression.operators import divided_by, sum_of, truthy
from tests.expression.agreement import Tally, cases, compare
from tests.expression.edge_rows import MOMENTS, Engine, make_rows, postgresql, sqlite

ROWS = make_rows(60, seed=7)
MOST_RULES = 3000
BATCH = 120


@pytest.fixture(scope="module")
def engines() -> Iterator[dict[str, Engine]]:
    url = os.environ.get("RUNGS_TEST_POSTGRESQL")
    with sqlite(MOMENTS[0], ROWS) as first:
        if url is None:
            yield {"sqlite": first}
            return
        with postgresql(url, MOMENTS[0], ROWS) as second:
            yield {"sqlite": first, "postgresql": second}


class Naive(FunctionElement[Any]):
    """LIKE in the place of a search for a part."""

    name = "naive"
    inherit_cache = True
    type = Boolean()


@compiles(Naive)
def _like(element: Naive, compiler: Any, **kw: Any) -> str:
    text, part = (compiler.process(each, **kw) for each in element.clauses)
    return f"(CASE WHEN {text} LIKE '%' || {part} || '%' THEN 1 ELSE 0 END)"


def _same(element: Any) -> Any:
    return element


def _least(word: str, parts: list[Any]) -> Any:
    return (func.least if word == "MIN" else func.greatest)(*parts)


def _plain(self: Any, left: Any, right: Any) -> Any:
    return left.bool_op("=")(right)


def _plain_not(self: Any, left: Any, right: Any) -> Any:
    return left.bool_op("<>")(right)


def _divided(self: Any, node: Any, translate: Any) -> Any:
    left, right = (translate.value(each) for each in node.arguments)
    return Quotient(left, right)


Patch = Callable[[pytest.MonkeyPatch], None]
MISTAKES: dict[str, tuple[str, Patch]] = {
    "met without IS TRUE": ("sqlite", lambda m: m.setattr(sql, "IsTrue", _same)),
    "!! without IS TRUE": ("sqlite", lambda m: m.setattr(truthy, "IsTrue", _same)),
    "all with a plain NOT": ("sqlite", lambda m: m.setattr(quantifying, "IsTrue", _same)),
    "a plain = for ==": ("sqlite", lambda m: m.setattr(Equality, "null_safe", _plain)),
    "a plain <> for !=": ("sqlite", lambda m: m.setattr(Inequality, "null_safe", _plain_not)),
    "a plain NOT = where unknown counts": (
        "sqlite",
        lambda m: m.setattr(Inequality, "null_safe", lambda _, a, b: Not(a.bool_op("=")(b))),
    ),
    "the database's collation": (
        "postgresql",
        lambda m: m.setattr(comparing, "ByteOrder", _same),
    ),
    "no NULLIF under a divisor": (
        "postgresql",
        lambda m: m.setattr(divided_by.DividedBy, "sql", _divided),
    ),
    "LEAST and GREATEST": (
        "postgresql",
        lambda m: m.setattr(extremes_module, "extreme", _least),
    ),
    "LIKE for contains": ("sqlite", lambda m: m.setattr(containing, "Position", Naive)),
    "membership of null left unknown": (
        "sqlite",
        lambda m: m.setattr(containing.Containing, "sql", containing.Containing.sql_true),
    ),
    "a beginning of null left unknown": (
        "sqlite",
        lambda m: m.setattr(affixes.Affix, "sql", affixes.Affix.sql_true),
    ),
    "SUM without COALESCE": ("sqlite", lambda m: m.setattr(sum_of, "_total", _same)),
    "three operands that are not strict": (
        "sqlite",
        lambda m: m.setattr(comparing.Ordering, "sql", comparing.Ordering.sql_true),
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_translation_is_noticed(
    mistake: str, engines: dict[str, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    name, patch = MISTAKES[mistake]
    if name not in engines:
        pytest.skip("RUNGS_TEST_POSTGRESQL names no server.")
    patch(monkeypatch)
    tally = Tally()
    for seed in range(MOST_RULES // BATCH):
        compare(list(cases(seed, BATCH, tally)), ROWS, [engines[name]], tally)
        if tally.differences:
            return
    pytest.fail(f"{MOST_RULES} rules did not show: {mistake}.")
