"""What arithmetic shares: one numeric type for all operands, ranges, null in and null out."""

from functools import reduce

from app.expression.checker import Call, Checker
from app.expression.operator import Operator
from app.expression.ranges import as_number, unify
from app.expression.speaker import Speaker
from app.expression.tree import Constant, Typed
from app.expression.types import (
    Date,
    Instant,
    Null,
    Number,
    Type,
    is_numeric,
    name_of,
    with_null,
)
from app.words import Words

CANCELLED = 2.0**-54
"""How much smaller than its operands a difference of two doubles can be, and not be zero."""


class Arithmetic(Operator):
    """An operator over numbers."""

    def operands(self, call: Call, checker: Checker) -> tuple[Typed, ...] | None:
        """Type the operands; None where there is nothing to compute."""
        nodes = checker.together(call, range(len(call.arguments)))
        return self.numeric(nodes, checker)

    def numeric(self, nodes: tuple[Typed, ...], checker: Checker) -> tuple[Typed, ...] | None:
        for node in nodes:
            if isinstance(node.type, Null):
                return None
            if not is_numeric(node.type):
                self.refuse(node, checker)
                return None
        return nodes

    def refuse(self, node: Typed, checker: Checker) -> None:
        kind = name_of(node.type)
        fix = None
        if isinstance(node.type, Date | Instant):
            fix = Words("日期请用 date_add 或 date_diff。", "Use date_add or date_diff for dates.")
        checker.wrong(
            node.path,
            f"这里需要数值，给出的是{kind.zh}。",
            f"This needs a number and got a {kind.en}.",
            fix,
        )


def nothing(call: Call) -> Typed:
    """Give null: an operand is null, or an error has already been noted."""
    return Constant(path=call.path, type=Null(), value=None)


def common(nodes: tuple[Typed, ...]) -> Type:
    return reduce(lambda a, b: unify(a, b) or a, (node.type for node in nodes))


def level_all(nodes: tuple[Typed, ...], checker: Checker) -> tuple[Typed, ...]:
    """Convert all operands into their common type."""
    wanted = common(nodes)
    return tuple(checker.convert(node, wanted) for node in nodes)


def any_null(nodes: tuple[Typed, ...]) -> bool:
    return any(node.type.nullable for node in nodes)


def as_double(node: Typed, checker: Checker) -> Typed:
    if isinstance(node.type, Number):
        return node
    return checker.convert(node, with_null(as_number(node.type), nullable=node.type.nullable))


def said(words: Words, nodes: tuple[Typed, ...], say: Speaker) -> Words:
    parts = [say.words(node) for node in nodes]
    return Words(words.zh.join(p.zh for p in parts), words.en.join(p.en for p in parts))
