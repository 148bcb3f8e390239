"""Conditions that compare say what becomes of members for whom there is no value."""

from collections.abc import Iterator

from app.builder.checks.base import Check, warning
from app.builder.proofs.conditions import (
    Placed,
    members_condition,
    retentions,
    side_conditions,
    tier_conditions,
)
from app.builder.proofs.parts import written_place
from app.errors import Example, Finding
from app.expression.tree import Apply, Quantifier, RankCut, Rollup, Typed, Variable, children
from app.expression.types import is_numeric
from app.program.checked import CheckedLadder, CheckedProgram
from app.program.objects import MEMBER
from app.program.program import Program
from app.words import Words

ORDERING = frozenset({"<", "<=", ">", ">=", "between"})
ASKS_FOR_IT = frozenset({"is_set", "!", "!!", "missing", "missing_some", "coalesce", "==", "!="})
"""A rule that asks whether there is a value has thought of those who have none."""


class SaidForBlanks(Check):
    key = "said_for_blanks"
    label = Words(
        "比较可空的字段时，说明没填怎么办", "Comparing an optional field says what if blank"
    )

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for n, ladder in enumerate(checked.ladders.values()):
            known = set()
            for each in members_condition(ladder):
                known |= _asked_for(each.tree)
                yield from _in(checked.program, ladder, each, known, f"/ladders/{n}")
            for find in (tier_conditions, retentions, side_conditions):
                for each in find(ladder):
                    yield from _in(checked.program, ladder, each, known, f"/ladders/{n}")


def _in(
    program: Program, ladder: CheckedLadder, placed: Placed, known: set[str], path: str
) -> Iterator[Finding]:
    asked_for = known | _asked_for(placed.tree)
    told: set[str] = set()
    for comparison in _comparisons(placed.tree):
        for name in _fields_in(comparison):
            if name.name not in asked_for | told and _may_be_blank(program, name.name):
                told.add(name.name)
                place = written_place(placed.document, comparison.path)
                yield _finding(f"{path}{placed.place}{place}", ladder, name)


def _comparisons(tree: Typed) -> Iterator[Apply]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Rollup | RankCut | Quantifier):
            continue
        if isinstance(node, Apply) and node.operator in ORDERING:
            yield node
        waiting.extend(reversed(children(node)))


def _fields_in(node: Typed) -> Iterator[Variable]:
    if isinstance(node, Variable):
        yield node
    elif not isinstance(node, Rollup | RankCut | Quantifier):
        if isinstance(node, Apply) and node.operator == "coalesce":
            return
        for each in children(node):
            yield from _fields_in(each)


def _asked_for(tree: Typed) -> set[str]:
    """Name the fields of which a rule asks whether they are set."""
    found: set[str] = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        waiting.extend(children(node))
        if isinstance(node, Apply) and node.operator in ASKS_FOR_IT:
            found |= {each.name for each in node.arguments if isinstance(each, Variable)}
    return found


def _may_be_blank(program: Program, name: str) -> bool:
    head, dot, _ = name.partition(".")
    field = program.object(MEMBER).find_field(head)
    return bool(dot) or (field is not None and not field.required and field.default is None)


def _finding(path: str, ladder: CheckedLadder, field: Variable) -> Finding:
    label = ladder.scope.label(field.name)
    default = "0" if is_numeric(field.type) else "…"
    rule = f'{{"coalesce": [{{"var": "{field.name}"}}, {default}]}}'
    return warning(
        path,
        f"“{label.zh}”可以不填。没填的会员不满足这个条件，也不算 0。",
        f"{label.en} may be blank. Members without it do not meet this, and are not taken for 0.",
        fix=Words(f"若要给没填的人一个值：{rule}", f"To give those a value: {rule}"),
        example=Example(
            said=Words(f"{label.zh}：无数据", f"{label.en}: no data"), values={field.name: None}
        ),
    )
