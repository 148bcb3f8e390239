"""`filter`: the items that meet a condition; for one record only."""

from collections.abc import Callable, Iterable

from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.scoping import items_of, list_argument
from app.expression.transforming import Transforming
from app.expression.tree import Constant, Quantifier, Transform, Typed
from app.expression.types import ListOf, Null, with_null
from app.words import Words


class Filter(Transforming):
    key = "filter"
    label = Words("筛选", "those that")
    sentence = Words("{0}中满足（{1}）的", "those of {0} with ({1})")

    def check(self, call: Call, checker: Checker) -> Typed:
        items = list_argument(call, checker)
        if items is None or not isinstance(items.type, ListOf):
            return Constant(path=call.path, type=Null(), value=None)
        inner = items_of(items.type.item, checker)
        return Transform(
            path=call.path,
            type=with_null(items.type, nullable=False),
            operator=self.key,
            items=items,
            body=inner.condition(call.arguments[1], call.at(1)),
        )

    def python_over(self, node: Quantifier | Transform, code: Coder) -> str:
        assert isinstance(node, Transform)
        body = code.function(node.body, Coder.true)
        return f"{code.constant(_kept)}({code.value(node.items)} or (), {body}, moment)"


def _kept(
    items: Iterable[object], condition: Callable[..., object], moment: object
) -> list[object]:
    return [each for each in items if condition(each, moment)]
