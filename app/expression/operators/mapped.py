"""`map`: a list of what an expression makes of each item; for one record only."""

from collections.abc import Callable, Iterable

from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.scoping import items_of, list_argument
from app.expression.transforming import Transforming
from app.expression.tree import Constant, Quantifier, Transform, Typed
from app.expression.types import ListOf, Null
from app.words import Words


class Map(Transforming):
    key = "map"
    label = Words("逐项计算", "for each item")
    sentence = Words("{0}逐项计算", "{1} for each of {0}")

    def check(self, call: Call, checker: Checker) -> Typed:
        items = list_argument(call, checker)
        if items is None or not isinstance(items.type, ListOf):
            return Constant(path=call.path, type=Null(), value=None)
        body = items_of(items.type.item, checker).typed(call.arguments[1], call.at(1))
        return Transform(
            path=call.path,
            type=ListOf(body.type, nullable=False),
            operator=self.key,
            items=items,
            body=body,
        )

    def python_over(self, node: Quantifier | Transform, code: Coder) -> str:
        assert isinstance(node, Transform)
        body = code.function(node.body, Coder.value)
        return f"{code.constant(_mapped)}({code.value(node.items)} or (), {body}, moment)"


def _mapped(items: Iterable[object], body: Callable[..., object], moment: object) -> list[object]:
    return [body(each, moment) for each in items]
