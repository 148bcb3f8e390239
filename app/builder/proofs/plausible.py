"""Values worth trying first, so that a member who is made up looks like one that could be."""

from collections.abc import Iterator
from itertools import chain

from app.expression.ranges import scale_of
from app.expression.tree import Constant, Typed, children
from app.expression.types import Boolean, Date, Decimal, Integer, Number, Type, is_numeric

_TODAY = 20_619
_MOST = 16
_AGO = (30, 365, 0, 1, 400, 800)


def day_first() -> int:
    """Give a day to take for today, 2026-06-15; which day it is makes no difference to a proof."""
    return _TODAY


def plausible(kind: Type, conditions: list[Typed]) -> Iterator[int | float]:
    """Give values in the unit in which they are kept: nothing, and what is near a threshold."""
    match kind:
        case Boolean():
            yield from (0, 1)
        case Date():
            yield from (_TODAY - ago for ago in _AGO)
            for named in _named(conditions, Date):
                yield from (named, named - 1, named + 1)
        case Integer() | Decimal():
            yield 0
            unit = 10 ** scale_of(kind)
            near = (
                (at, at + unit, at - unit) for at in sorted(_scaled(conditions, scale_of(kind)))
            )
            yield from list(dict.fromkeys(chain.from_iterable(near)))[:_MOST]
        case Number():
            yield 0
            found = sorted(float(each) for each in _scaled(conditions, 0))
            yield from [near for at in found for near in (at, at + 1, at - 1)][:_MOST]


def _scaled(conditions: list[Typed], scale: int) -> set[int]:
    """Give the thresholds in a unit: those of amounts for amounts, all others otherwise."""
    return {
        int(node.value * 10 ** (scale - scale_of(node.type)))
        for node in _constants(conditions)
        if is_numeric(node.type) and isinstance(node.value, int | float)
        if not scale or scale_of(node.type)
    }


def _named(conditions: list[Typed], kind: type[Type]) -> set[int]:
    return {
        each.value
        for each in _constants(conditions)
        if isinstance(each.type, kind) and isinstance(each.value, int)
    }


def _constants(conditions: list[Typed]) -> Iterator[Constant]:
    waiting = list(conditions)
    while waiting:
        node = waiting.pop()
        if isinstance(node, Constant):
            yield node
        waiting.extend(children(node))
