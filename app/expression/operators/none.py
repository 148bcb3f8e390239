"""`none`: no row or item meets a condition."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from app.expression.dialects import Not
from app.expression.proving import Prover, Truth
from app.expression.quantifying import Over, Quantifying
from app.expression.translator import Column, Translator
from app.expression.tree import Quantifier
from app.words import Words


def _none(items: Iterable[object], condition: Callable[..., object], moment: object) -> bool:
    return not any(condition(each, moment) for each in items)


class NoneOf(Quantifying):
    key = "none"
    label = Words("没有一个", "none")
    sentence = Words("没有{0}满足（{1}）", "none of {0} has ({1})")
    over: ClassVar[Over] = _none

    def sql_over(self, node: Quantifier, translate: Translator) -> Column:
        return Not(self.any_row(node, translate, negated=False))

    def truth_over(self, node: Quantifier, prove: Prover) -> Truth:
        return prove.decided(prove.opposite(prove.any_row(node)))
