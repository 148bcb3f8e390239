"""What ordering comparisons share: a null operand makes them unknown."""

import operator
from functools import reduce
from itertools import pairwise
from typing import ClassVar

from sqlalchemy import Boolean as SQLBoolean
from sqlalchemy import and_, case, cast, null

from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.dialects import ByteOrder
from app.expression.offering import NUMERIC, TIMES, Kind, Offer, operand, rule, value
from app.expression.operator import Operator
from app.expression.proving import Prover, Term, Truth
from app.expression.ranges import unify
from app.expression.ranking import rank_cut
from app.expression.speaker import Speaker
from app.expression.translator import Column, Translator, known
from app.expression.tree import Apply, Constant, Typed
from app.expression.types import (
    Boolean,
    Date,
    Decimal,
    Instant,
    Null,
    Number,
    Type,
    is_ordered,
    is_textual,
    name_of,
)
from app.words import Words


def level(nodes: tuple[Typed, ...], checker: Checker) -> tuple[Typed, ...]:
    """Bring amounts and numbers to one scale; whole numbers and doubles compare as they are."""
    kinds = [node.type for node in nodes]
    if not any(isinstance(kind, Decimal) for kind in kinds):
        return nodes
    wanted: Type = reduce(lambda a, b: unify(a, b) or a, kinds)
    if isinstance(wanted, Number):
        return tuple(
            checker.convert(node, wanted) if isinstance(node.type, Decimal) else node
            for node in nodes
        )
    return tuple(checker.convert(node, wanted) for node in nodes)


_COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


class Ordering(Operator):
    """`<`, `<=`, `>`, `>=` of two or three values, and between."""

    fewest = 2
    most = 3
    symbol: ClassVar[str]
    opposite: ClassVar[str]
    """What holds where this does not, and no operand is null."""
    dates: ClassVar[Words]
    """How it is said of dates."""
    order: ClassVar[int]
    """Where an editor offers it among the comparisons that fit."""
    ranks: ClassVar[Words]
    """How it is said of a rank."""
    threshold: ClassVar[Words]
    middle: ClassVar[int] = 1
    """The operand that is compared twice, so that its null alone makes both parts unknown."""

    def offers(self) -> tuple[Offer, ...]:
        return (
            rule(
                operand(*NUMERIC, *TIMES, Kind.RANK),
                value(),
                called=self._called(),
                order=self.order,
            ),
            rule(value(1), operand(*NUMERIC, *TIMES), value(1), subject=1, listed=False),
        )

    def _called(self) -> dict[Kind, Words]:
        dates = _bare(self.dates)
        return dict.fromkeys(TIMES, dates) | {Kind.RANK: self.ranks}

    def check(self, call: Call, checker: Checker) -> Typed:
        rank = rank_cut(call, checker)
        if rank is not None:
            return rank
        nodes = checker.together(call, range(len(call.arguments)))
        return self.typed(call, nodes, checker)

    def typed(self, call: Call, nodes: tuple[Typed, ...], checker: Checker) -> Typed:
        for node in nodes:
            if isinstance(node.type, Null):
                return Constant(path=call.path, type=Boolean(), value=None)
            if not is_ordered(node.type):
                kind = name_of(node.type)
                return checker.wrong(
                    node.path, f"{kind.zh}不能比较大小。", f"A {kind.en} has no order."
                )
        nodes = level(nodes, checker)
        nullable = any(node.type.nullable for node in nodes)
        return Apply(
            path=call.path, type=Boolean(nullable), operator=call.operator, arguments=nodes
        )

    def compared(self, names: tuple[str, ...]) -> str:
        return f" {self.symbol} ".join(names)

    def python(self, node: Apply, code: Coder) -> str:
        return code.otherwise_null(node.arguments, lambda *names: self.compared(names))

    def python_true(self, node: Apply, code: Coder) -> str:
        test, names = code.strict(node.arguments)
        compared = self.compared(tuple(names))
        return f"({test} and {compared})" if test else f"({compared})"

    def python_false(self, node: Apply, code: Coder) -> str:
        test, names = code.strict(node.arguments)
        if len(names) == self.fewest == 2:  # noqa: PLR2004  # Two operands have an opposite.
            compared = f" {self.opposite} ".join(names)
        else:
            compared = f"not ({self.compared(tuple(names))})"
        return f"({test} and {compared})" if test else f"({compared})"

    def sql(self, node: Apply, translate: Translator) -> Column:
        columns = [translate.value(each) for each in node.arguments]
        nullable = [i for i, each in enumerate(node.arguments) if each.type.nullable]
        three = len(columns) > 2  # noqa: PLR2004  # Two operands are strict by themselves.
        if not three:
            return self.chained(node, columns)
        columns = [translate.once(each) for each in columns]
        chained = self.chained(node, columns)
        if set(nullable) <= {self.middle}:
            return chained
        # SQL finds `9 < 5 AND 5 < null` false; here a null operand makes all of it unknown.
        unknown = cast(null(), SQLBoolean())
        return case((known([columns[i] for i in nullable]), chained), else_=unknown)

    def sql_true(self, node: Apply, translate: Translator) -> Column:
        columns = [translate.value(each) for each in node.arguments]
        if len(columns) > 2:  # noqa: PLR2004  # The middle of three is mentioned twice.
            columns = [translate.once(each) for each in columns]
        return self.chained(node, columns)

    def chained(self, node: Apply, columns: list[Column]) -> Column:
        if is_textual(node.arguments[0].type):
            columns = [ByteOrder(each) for each in columns]
        pairs = pairwise(columns)
        return and_(*(left.bool_op(self.symbol)(right) for left, right in pairs))

    def truth(self, node: Apply, prove: Prover) -> Truth:
        values, known = prove.strict(node.arguments)
        holds = self.holds(values, prove)
        return Truth(prove.every([known, holds]), prove.every([known, prove.opposite(holds)]))

    def holds(self, values: list[Term], prove: Prover) -> Term:
        return prove.every([_COMPARE[self.symbol](one, next_) for one, next_ in pairwise(values)])

    def phrase(self, node: Apply, say: Speaker) -> Words:
        if len(node.arguments) > 2:  # noqa: PLR2004  # `a < b < c` reads as it is written.
            said = [say.beside(each, node.arguments[1]) for each in node.arguments]
            return Words(
                f" {self.symbol} ".join(w.zh for w in said),
                f" {self.symbol} ".join(w.en for w in said),
            )
        left, right = node.arguments
        template = self.dates if isinstance(left.type, Date | Instant) else self.threshold
        first, second = say.beside(left, right), say.beside(right, left)
        return Words(
            template.zh.format(first.zh, second.zh), template.en.format(first.en, second.en)
        )


def _bare(sentence: Words) -> Words:
    """Give what a comparison says between its two sides: `{0}不早于 {1}` is 不早于."""
    zh, en = (each.replace("{0}", "").replace("{1}", "").strip() for each in sentence)
    return Words(zh, en)
