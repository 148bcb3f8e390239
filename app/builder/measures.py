"""What the tiers of a ladder measure, so that their thresholds can stand on one axis."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.expression.check import Checked, check
from app.expression.operators import OPERATORS
from app.expression.speaker import MEASURES, Speaker
from app.expression.types import Decimal, Integer, Number, Scope
from app.program.ladder import Ladder
from app.program.objects import MEMBER
from app.program.parameters import PREFIX
from app.program.program import Program
from app.program.scope import expand, scope_of
from app.program.sentences import sentence
from app.words import Words

COMPARING = (">=", ">", "<=", "<", "goal", "between")
"""Operators that hold a metric against thresholds."""
EARNED = {"==": [{"var": "currency"}, "growth"]}
USUAL: tuple[Any, ...] = (
    {"sum_of": ["order.net", "365d"]},
    {"sum_of": ["order.net", "lifetime"]},
    {"count_of": ["order", "365d"]},
    {"sum_of": ["entry.earned", "period", EARNED]},
    {"count_of": ["activity", "365d"]},
    {"streak_of": ["activity", "current", "day"]},
)
"""What a first threshold is usually about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A number of each member that a tier may ask for."""

    expression: Any
    """As JSON-Logic, as a condition writes it."""
    label: Words
    unit: Words
    """What stands behind a value: 元, 次, 天; blank where nothing does."""
    whole: bool
    """Whether only whole numbers make sense."""


def measures_of(program: Program, ladder: Ladder) -> tuple[Measure, ...]:
    """Give the metrics that conditions of the ladder hold against thresholds, each once."""
    written = (each.condition for each in ladder.tiers)
    return tuple(_measures(program, ladder.key, (m for c in written for m in _compared(c))))


def usual_measures(program: Program, ladder: str | None = None) -> tuple[Measure, ...]:
    """Give metrics to begin with."""
    return tuple(_measures(program, ladder, USUAL))


def _compared(rule: Any) -> Iterator[Any]:
    """Find what a rule compares, wherever in it."""
    if isinstance(rule, list):
        for each in rule:
            yield from _compared(each)
    if not isinstance(rule, dict):
        return
    for operator, given in rule.items():
        arguments = given if isinstance(given, list) else [given]
        if operator in COMPARING:
            yield from (each for each in arguments if _measures_something(each))
        yield from _compared(arguments)


def _measures_something(operand: Any) -> bool:
    if not isinstance(operand, dict):
        return False
    named = operand.get("var")
    return not (isinstance(named, str) and named.startswith(f"{PREFIX}."))


def _measures(
    program: Program, ladder: str | None, expressions: Iterator[Any] | tuple[Any, ...]
) -> Iterator[Measure]:
    scope = scope_of(program, MEMBER, ladder=ladder)
    distinct = {json.dumps(each, sort_keys=True): each for each in expressions}
    for expression in distinct.values():
        expanded = expand(expression, program, MEMBER)
        checked = check(expanded, scope, expect=None, set_wise=True)
        if not checked.errors and isinstance(checked.tree.type, Decimal | Integer | Number):
            yield Measure(
                expression=expression,
                label=sentence(checked, scope),
                unit=_unit(checked, scope, program),
                whole=isinstance(checked.tree.type, Integer),
            )


def _unit(checked: Checked, scope: Scope, program: Program) -> Words:
    found = Speaker(scope, OPERATORS).unit(checked.tree)
    if found == "money":
        currency = program.settings.currency
        return Words("元", "CNY") if currency == "CNY" else Words(currency, currency)
    if found == "percent":
        return Words("%", "%")
    return MEASURES[found][1] if found in MEASURES else Words("", "")
