"""`reduce`: one value out of a list, from `current` and `accumulator`; for one record only."""

from collections.abc import Callable, Iterable

from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.ranges import fits, guarded, unify
from app.expression.scoping import list_argument
from app.expression.transforming import Transforming
from app.expression.tree import Constant, Guard, Quantifier, Transform, Typed
from app.expression.types import (
    WHOLE,
    Decimal,
    Integer,
    ListOf,
    Null,
    Number,
    Scope,
    Type,
    with_null,
)
from app.words import Words


class Reduce(Transforming):
    key = "reduce"
    label = Words("逐项累计", "worked out over")
    most = 3
    sentence = Words("{0}逐项累计的结果", "the result over {0}")

    def check(self, call: Call, checker: Checker) -> Typed:
        items = list_argument(call, checker)
        if items is None or not isinstance(items.type, ListOf):
            return Constant(path=call.path, type=Null(), value=None)
        start: Typed = Constant(path=call.path, type=Null(), value=None)
        if len(call.arguments) > 2:  # noqa: PLR2004  # The third argument is the start.
            start = checker.argument(call, 2, items.type.item)
        kept = _widest(start.type, items.type.item)
        scope = Scope(
            variables={"current": items.type.item, "accumulator": kept},
            parameters=checker.scope.parameters,
        )
        body = checker.inside(scope).typed(call.arguments[1], call.at(1))
        if unify(body.type, kept) is None:
            return checker.unlike(body, kept)
        if not fits(body.type) or body.type != kept:
            body = _within(body, kept, checker)
        return Transform(
            path=call.path, type=kept, operator=self.key, items=items, body=body, start=start
        )

    def python_over(self, node: Quantifier | Transform, code: Coder) -> str:
        assert isinstance(node, Transform)
        assert node.start is not None
        body = code.function(node.body, Coder.value)
        start = code.value(node.start)
        items = code.value(node.items)
        return f"{code.constant(_reduced)}({items} or (), {body}, moment, {start})"


def _widest(start: Type, item: Type) -> Type:
    """Say what the accumulator may become: any value of the type, whatever the steps."""
    kind = start if not isinstance(start, Null) else item
    match kind:
        case Integer():
            return Integer(-WHOLE, WHOLE)
        case Decimal(scale=scale):
            return Decimal(scale, -WHOLE, WHOLE)
        case Number():
            return guarded(Number(float("inf"), 0.0))
        case _:
            return with_null(kind)


def _within(body: Typed, kept: Type, checker: Checker) -> Typed:
    if isinstance(kept, Integer | Decimal | Number):
        level = checker.convert(body, kept)
        return Guard(path=body.path, type=with_null(kept), value=level)
    return body


def _reduced(
    items: Iterable[object], body: Callable[..., object], moment: object, start: object
) -> object:
    for each in items:
        start = body({"current": each, "accumulator": start}, moment)
    return start
