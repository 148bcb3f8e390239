"""What equality shares: it is null-safe and two-valued."""

from typing import ClassVar

from sqlalchemy.sql.elements import Grouping

from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.comparing import level
from app.expression.dialects import Not, Same
from app.expression.offering import SINGLE, Offer, operand, rule, value
from app.expression.operator import Operator
from app.expression.proving import Prover, Term, Truth
from app.expression.ranking import rank_cut
from app.expression.speaker import Speaker
from app.expression.translator import Column, Translator
from app.expression.tree import Apply, Constant, Typed
from app.expression.types import Boolean, ListOf, Null
from app.words import Words


class Equality(Operator):
    """`==`, `===`: the same value, or both null."""

    fewest = most = 2
    symbol: ClassVar[str] = "=="
    opposite: ClassVar[str] = "!="
    order: ClassVar[int] = 5
    sentence = Words("{0}为{1}", "{0} is {1}")
    missing = Words("{0}为空", "{0} is not set")

    def offers(self) -> tuple[Offer, ...]:
        return (rule(operand(*SINGLE), value(), order=self.order),)

    def check(self, call: Call, checker: Checker) -> Typed:
        rank = rank_cut(call, checker)
        if rank is not None:
            return rank
        nodes = checker.together(call, (0, 1))
        for node in nodes:
            if isinstance(node.type, ListOf):
                return checker.wrong(
                    node.path,
                    "列表不能整体比较。",
                    "Lists cannot be compared as a whole.",
                    Words("请用 any_of、all_of 或 contains。", "Use any_of, all_of or contains."),
                )
        return Apply(
            path=call.path,
            type=Boolean(nullable=False),
            operator=call.operator,
            arguments=level(nodes, checker),
        )

    def python(self, node: Apply, code: Coder) -> str:
        left, right = node.arguments
        return f"({code.value(left)} {self.symbol} {code.value(right)})"

    def python_false(self, node: Apply, code: Coder) -> str:
        left, right = node.arguments
        return f"({code.value(left)} {self.opposite} {code.value(right)})"

    def sql(self, node: Apply, translate: Translator) -> Column:
        left, right = (translate.value(each) for each in node.arguments)
        if not any(each.type.nullable for each in node.arguments):
            return self.plain(left, right)
        return self.null_safe(left, right)

    def sql_true(self, node: Apply, translate: Translator) -> Column:
        left, right = (translate.value(each) for each in node.arguments)
        if all(each.type.nullable for each in node.arguments):
            return self.null_safe(left, right)
        return self.plain_true(left, right)

    def plain(self, left: Column, right: Column) -> Column:
        return Grouping(left).bool_op("=")(Grouping(right))

    def plain_true(self, left: Column, right: Column) -> Column:
        """Compare where one side is never null and unknown is as good as false."""
        return self.plain(left, right)

    def null_safe(self, left: Column, right: Column) -> Column:
        return Same(left, right)

    def truth(self, node: Apply, prove: Prover) -> Truth:
        return prove.decided(_same(node, prove))

    def phrase(self, node: Apply, say: Speaker) -> Words:
        left, right = node.arguments
        if isinstance(right, Constant) and isinstance(right.type, Null):
            return say.filled(self.missing, (left,))
        first, second = say.beside(left, right), say.beside(right, left)
        return Words(
            self.sentence.zh.format(first.zh, second.zh),
            self.sentence.en.format(first.en, second.en),
        )


class Inequality(Equality):
    """`!=`, `!==`: exactly the opposite."""

    symbol = "!="
    opposite = "=="
    order = 6
    sentence = Words("{0}不为{1}", "{0} is not {1}")
    missing = Words("{0}不为空", "{0} is set")

    def truth(self, node: Apply, prove: Prover) -> Truth:
        return prove.decided(prove.opposite(_same(node, prove)))

    def plain(self, left: Column, right: Column) -> Column:
        return Grouping(left).bool_op("<>")(Grouping(right))

    def plain_true(self, left: Column, right: Column) -> Column:
        return self.null_safe(left, right)

    def null_safe(self, left: Column, right: Column) -> Column:
        return Not(Same(left, right))


def _same(node: Apply, prove: Prover) -> Term:
    left, right = (prove.amount(each) for each in node.arguments)
    neither = [prove.opposite(left.known), prove.opposite(right.known)]
    return prove.some(
        [prove.every([left.known, right.known, left.value == right.value]), prove.every(neither)]
    )
