"""`all`: there are rows or items, and every one meets a condition."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from sqlalchemy import and_

from app.expression.dialects import Not
from app.expression.quantifying import Over, Quantifying
from app.expression.translator import Column, Translator
from app.expression.tree import Quantifier
from app.words import Words


def _all(items: Iterable[object], condition: Callable[..., object], moment: object) -> bool:
    found = False
    for each in items:
        if not condition(each, moment):
            return False
        found = True
    return found


class All(Quantifying):
    key = "all"
    label = Words("全部", "all")
    sentence = Words("所有{0}都满足（{1}）", "all of {0} have ({1})")
    over: ClassVar[Over] = _all

    def sql_over(self, node: Quantifier, translate: Translator) -> Column:
        failing = self.any_row(node, translate, negated=True)
        return and_(self.any_at_all(node, translate), Not(failing)).self_group()
