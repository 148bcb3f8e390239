"""What a tier's condition is made of: its parts, and the thresholds in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.expression.check import Checked
from app.expression.describe import words_of
from app.expression.operators import OPERATORS
from app.expression.speaker import Speaker, measured
from app.expression.tree import Apply, Constant, Convert, Guard, Rollup, Typed, Variable
from app.expression.types import Boolean, Decimal, Integer, Scope, Type, is_numeric
from app.program.fields import FIELD_KINDS
from app.program.parameters import PREFIX
from app.words import Words

JOINTS = {"and", "or"}
MOST_TESTS = 40
"""A condition of more is looked at by its outermost parts alone."""
SIDES = 2
"""Of a comparison; three in a row have no one threshold."""
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A metric and the number it is compared with."""

    metric: Typed
    operator: str
    """As if the metric stood first."""
    value: Any
    type: Type
    """Of the number."""
    unit: str
    subject: Words

    @property
    def upwards(self) -> bool:
        """Whether more is better."""
        return self.operator in {">", ">="}

    @property
    def whole(self) -> bool:
        return isinstance(self.type, Integer | Decimal)

    @property
    def form(self) -> tuple[str, bool]:
        """Name what is measured, the same wherever it is written."""
        return _form(self.metric, self.subject), self.upwards

    def gap(self, value: Any) -> Any:
        """Say how far a value is from meeting it; a strict comparison needs one step more."""
        far = self.value - value if self.upwards else value - self.value
        return far + 1 if self.operator in {"<", ">"} and self.whole else far

    def shown(self, value: Any) -> Words:
        return measured(value, self.type, self.unit)

    def to_json(self, value: Any) -> Any:
        """Write a number as the document has it: money in its main unit."""
        if not isinstance(self.type, Decimal) or value is None:
            return value
        return FIELD_KINDS["money"].to_json(int(value), _NO_FIELD)


_NO_FIELD: Any = None
"""Amounts are written the same whatever their field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """One condition that is no group of conditions."""

    path: str
    node: Typed
    words: Words
    threshold: Threshold | None


@dataclass(frozen=True, slots=True)
class Group:
    """How tests make up a condition: by their positions, or by further groups."""

    joint: str
    members: "tuple[Shape, ...]"


Shape = int | Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A branch of the outermost level: what an operator sees as one line of the rule."""

    words: Words
    shape: Shape
    tests: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anatomy:
    """A condition taken apart."""

    checked: Checked
    tests: tuple[Test, ...]
    shape: Shape
    joint: str
    """How the parts are joined; `and` for a single one."""
    parts: tuple[Part, ...]


def anatomy(checked: Checked, scope: Scope) -> Anatomy:
    deepest = 1 if sum(1 for _ in _leaves(checked.tree)) > MOST_TESTS else None
    tests: list[Test] = []
    shape = _shape(checked.tree, scope, tests, deepest)
    outer = shape if isinstance(shape, Group) else Group("and", (shape,))
    trees = _branches(checked.tree) if isinstance(shape, Group) else (checked.tree,)
    return Anatomy(
        checked=checked,
        tests=tuple(tests),
        shape=shape,
        joint=outer.joint,
        parts=tuple(
            Part(words=words_of(tree, scope), shape=each, tests=tuple(positions(each)))
            for tree, each in zip(trees, outer.members, strict=True)
        ),
    )


def holds(shape: Shape, met: Sequence[bool]) -> bool:
    """Say whether a condition holds, given which of its tests do."""
    if isinstance(shape, int):
        return met[shape]
    some = (holds(each, met) for each in shape.members)
    return all(some) if shape.joint == "and" else any(some)


def decisive(shape: Shape, met: Sequence[bool], position: int) -> bool:
    """Say whether a condition that does not hold would, if this one test did as well."""
    if met[position]:
        return False
    changed = list(met)
    changed[position] = True
    return holds(shape, changed)


def positions(shape: Shape) -> Iterator[int]:
    if isinstance(shape, int):
        yield shape
        return
    for each in shape.members:
        yield from positions(each)


def with_threshold(checked: Checked, test: Test, value: Any) -> Checked:
    """Give the condition with another number in one of its tests."""
    return replace(checked, tree=_replaced(checked.tree, test.node, value))


def parameter_in(document: Any, path: str) -> str | None:
    """Name the parameter that a comparison of a condition, as it is written, takes its number from.

    None where the number itself is written, or where the place is inside of a formula.
    """
    for step in path.strip("/").split("/") if path else ():
        if isinstance(document, dict):
            document = document.get(step)
        elif isinstance(document, list) and step.isdecimal() and int(step) < len(document):
            document = document[int(step)]
        else:
            return None
    compared = next(iter(document.values()), None) if isinstance(document, dict) else None
    for each in compared if isinstance(compared, list) else ():
        name = each.get("var") if isinstance(each, dict) else None
        if isinstance(name, str) and name.startswith(f"{PREFIX}."):
            return name.removeprefix(f"{PREFIX}.")
    return None


def _replaced(node: Typed, wanted: Typed, value: Any) -> Typed:
    if node is wanted:
        assert isinstance(node, Apply)
        return replace(
            node,
            arguments=tuple(
                replace(each, value=value) if isinstance(each, Constant) else each
                for each in node.arguments
            ),
        )
    if not _is_group(node):
        return node
    assert isinstance(node, Apply)
    return replace(node, arguments=tuple(_replaced(each, wanted, value) for each in node.arguments))


def _is_group(node: Typed) -> bool:
    return (
        isinstance(node, Apply)
        and node.operator in JOINTS
        and all(isinstance(each.type, Boolean) for each in node.arguments)
    )


def _branches(node: Typed) -> tuple[Typed, ...]:
    """Give what a group joins; a group inside of the same joint is no group of its own."""
    assert isinstance(node, Apply)
    found: list[Typed] = []
    for each in node.arguments:
        same = _is_group(each) and isinstance(each, Apply) and each.operator == node.operator
        found += _branches(each) if same else (each,)
    return tuple(found)


def _leaves(node: Typed) -> Iterator[Typed]:
    if not _is_group(node):
        yield node
        return
    for each in _branches(node):
        yield from _leaves(each)


def _shape(node: Typed, scope: Scope, tests: list[Test], deepest: int | None) -> Shape:
    if not _is_group(node) or deepest == 0:
        threshold = _threshold(node, scope)
        tests.append(
            Test(path=node.path, node=node, words=words_of(node, scope), threshold=threshold)
        )
        return len(tests) - 1
    assert isinstance(node, Apply)
    below = None if deepest is None else deepest - 1
    return Group(
        node.operator, tuple(_shape(each, scope, tests, below) for each in _branches(node))
    )


def _threshold(node: Typed, scope: Scope) -> Threshold | None:
    """Read a comparison of a number with a fixed one."""
    if not isinstance(node, Apply) or node.operator not in _TURNED:
        return None
    if len(node.arguments) != SIDES:
        return None
    left, right = node.arguments
    operator = node.operator
    if isinstance(left, Constant):
        left, right, operator = right, left, _TURNED[operator]
    if isinstance(left, Constant) or not isinstance(right, Constant):
        return None
    if not is_numeric(left.type) or not is_numeric(right.type) or right.value is None:
        return None
    speaker = Speaker(scope, OPERATORS)
    return Threshold(
        metric=left,
        operator=operator,
        value=right.value,
        type=right.type,
        unit=speaker.unit(left),
        subject=speaker.words(left),
    )


def _form(node: Typed, subject: Words) -> str:
    match node:
        case Convert(value=value) | Guard(value=value):
            return _form(value, subject)
        case Rollup(normal_form=form):
            return form
        case Variable(name=name):
            return name
        case _:
            return subject.zh
