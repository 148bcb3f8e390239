"""`some`: at least one row or item meets a condition."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from app.expression.proving import Prover, Truth
from app.expression.quantifying import Over, Quantifying
from app.expression.translator import Column, Translator
from app.expression.tree import Quantifier
from app.words import Words


def _some(items: Iterable[object], condition: Callable[..., object], moment: object) -> bool:
    return any(condition(each, moment) for each in items)


class Some(Quantifying):
    key = "some"
    order = 7
    label = Words("至少一个", "at least one")
    sentence = Words("至少一个{0}满足（{1}）", "at least one of {0} has ({1})")
    over: ClassVar[Over] = _some

    def sql_over(self, node: Quantifier, translate: Translator) -> Column:
        return self.any_row(node, translate, negated=False)

    def truth_over(self, node: Quantifier, prove: Prover) -> Truth:
        return prove.decided(prove.any_row(node))
