"""What conditions ask of a currency, and whether an entry in it would count towards that."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.days import Moment
from app.expression.check import Checked
from app.expression.python import node_to_python
from app.expression.tree import Apply, Constant, Convert, Guard, Rollup, Typed, children
from app.expression.windows import Span, bounds
from app.program.objects import ENTRY, EntryKind

COUNTED = frozenset({"earned", "amount"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A metric over entries and the least whole number that it must reach."""

    rollup: Rollup
    least: int


def asked(condition: Checked) -> Iterator[Asked]:
    """Find the comparisons of sums over entries with a number, wherever they stand in a rule."""
    waiting: list[Typed] = [condition.tree]
    while waiting:
        node = waiting.pop()
        waiting.extend(children(node))
        if isinstance(node, Apply):
            yield from _compared(node)


def _compared(node: Apply) -> Iterator[Asked]:
    match node.operator, [_bare(each) for each in node.arguments]:
        case ((">=" | "between" | "goal"), [Rollup() as rollup, Constant(value=value), *_]):
            least = _whole(value, math.ceil)
        case "<=", [Constant(value=value), Rollup() as rollup]:
            least = _whole(value, math.ceil)
        case ">", [Rollup() as rollup, Constant(value=value)]:
            least = _whole(value, _above)
        case "<", [Constant(value=value), Rollup() as rollup]:
            least = _whole(value, _above)
        case _:
            return
    summed = rollup.relation == ENTRY and rollup.function == "sum_of" and rollup.field in COUNTED
    if summed and least is not None:
        yield Asked(rollup=rollup, least=least)


def _whole(value: object, rounded: Callable[[float], int]) -> int | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return rounded(value) if is_number else None  # type: ignore[arg-type]  # A number, as checked.


def _above(value: float) -> int:
    return math.floor(value) + 1


def _bare(node: Typed) -> Typed:
    while isinstance(node, Convert | Guard):
        node = node.value
    return node


def made_up(currency: str, amount: int, moment: Moment) -> dict[str, Any]:
    """Give an entry as it would be if so much of a currency were bought now."""
    return {
        "external_id": "",
        "currency": currency,
        "amount": amount,
        "earned": amount,
        "kind": EntryKind.MAKE_UP.value,
        "occurred_at": moment.now,
        "reverses": None,
        "expires_on": None,
        "note": None,
    }


def counts(
    rollup: Rollup, entry: Mapping[str, Any], values: Mapping[str, Any], moment: Moment
) -> bool:
    """Say whether a metric of the member with these values would count an entry of today."""
    if rollup.relation != ENTRY or rollup.function != "sum_of" or rollup.field not in COUNTED:
        return False
    if not _sees_today(rollup, values, moment):
        return False
    if rollup.filter is None:
        return True
    return node_to_python(rollup.filter)(entry, moment) is True


def _sees_today(rollup: Rollup, values: Mapping[str, Any], moment: Moment) -> bool:
    if rollup.window.span is Span.JOINED:
        joined = values.get("joined_at.day")
        return joined is not None and moment.today < joined + rollup.window.count
    _, last = bounds(rollup.window, moment)
    return last is None or moment.today <= last
