"""Lets in members for whom only a small gap is left to the next tier (E-16)."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal as Exact

from sqlalchemy import ColumnElement, and_, cast, func, literal, not_, or_, select

from app.expression.check import Checked
from app.expression.sql import met
from app.expression.tree import Apply, Constant, Convert, Typed
from app.expression.types import Decimal, Integer, Type
from app.program.checked import CheckedLadder
from app.program.checked_flows import CheckedFlow
from app.program.numerals import decimal_of
from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.happenings import Happened
from app.runtime.placing import Placing
from app.runtime.triggers.base import Entering, Standing, TriggerWork, of_members, options
from app.storage.types import BIG, TEXT

JOINED = frozenset({"and", "or"})
AT_LEAST, AT_MOST = frozenset({">=", ">"}), frozenset({"<=", "<"})


class NearNextTier(TriggerWork):
    key = "near_next_tier"
    label = PROGRAM["near_next_tier"].label

    def entering(self, flow: CheckedFlow, happened: Happened) -> Iterator[Entering]:
        if happened.members:
            yield from self.standing(flow, of_members(happened, happened.members))

    def standing(self, flow: CheckedFlow, asked: Standing) -> Iterator[Entering]:
        chosen = options(flow)
        ladder = asked.live.checked.ladders.get(chosen["ladder"])
        if ladder is None:
            return
        gap = decimal_of(chosen["gap"]) or Exact(0)
        placing = Placing(asked.live, ladder, asked.moment)
        for place in range(1, len(ladder.ladder.tiers)):
            near = _near(placing, ladder, place, chosen["of"], gap)
            if near is not None:
                yield _entering(placing, asked, place, near)


def _entering(placing: Placing, asked: Standing, place: int, near: ColumnElement[bool]) -> Entering:
    ladder, columns = placing.ladder.ladder, placing.columns
    members = placing.members.readable
    below = columns.tiers[ladder.tiers[place - 1].key]
    on_it = placing.meets(placing.ladder.members)
    found = select(
        members.c.id.label("member_id"),
        literal(asked.space.new_id(), BIG).label("id"),
        literal(None, BIG).label("record_id"),
        _cause(placing, place).label("cause"),
    ).where(placing.own, asked.among, members.c[columns.earned.name] == below, on_it, near)
    return Entering(found=found, values=asked.values, natural=True)


def _cause(placing: Placing, place: int) -> ColumnElement[str]:
    """Name the tier that is near and the period: nobody is told of it twice."""
    ladder, columns = placing.ladder.ladder, placing.columns
    head = f"near:{ladder.key}:{ladder.tiers[place].key}:"
    if ladder.own_periods:
        begun = placing.members.readable.c[columns.begun.name]
        return literal(head, TEXT) + cast(func.coalesce(begun, 0), TEXT)
    return literal(f"{head}{ladder.period.start(placing.moment.today)}", TEXT)


def _near(
    placing: Placing, ladder: CheckedLadder, place: int, of: str, gap: Exact
) -> ColumnElement[bool] | None:
    """Say who would meet the condition with one comparison asking for less, and does not yet."""
    condition = ladder.conditions.get(ladder.ladder.tiers[place].key)
    if condition is None:
        return None
    easier = [replace(condition, tree=each) for each in relaxed(condition.tree, of, gap)]
    if not easier:
        return None
    source = placing.source()

    def meets(rule: Checked) -> ColumnElement[bool]:
        return met(rule, source, placing.moment)

    return and_(or_(*map(meets, easier)), not_(meets(condition)))


def relaxed(tree: Typed, of: str, gap: Exact) -> Iterator[Typed]:
    """Give a condition as often as it compares something of a kind, each asking that much less."""
    if not isinstance(tree, Apply):
        return
    if tree.operator in JOINED:
        for n, part in enumerate(tree.arguments):
            for easier in relaxed(part, of, gap):
                parts = (*tree.arguments[:n], easier, *tree.arguments[n + 1 :])
                yield replace(tree, arguments=parts)
    elif len(tree.arguments) == len(("left", "right")):
        at = 1 if tree.operator in AT_LEAST else 0 if tree.operator in AT_MOST else None
        if at is not None:
            other = tree.arguments[1 - at]
            lowered = _lowered(tree.arguments[at], other.type, of, gap)
            if lowered is not None and not isinstance(other, Constant):
                pair = (other, lowered) if at == 1 else (lowered, other)
                yield replace(tree, arguments=pair)


def _lowered(node: Typed, compared: Type, of: str, gap: Exact) -> Typed | None:
    """Give a threshold that asks for less, of what is compared in money or in whole numbers."""
    inner = node.value if isinstance(node, Convert) else node
    if not isinstance(inner, Constant) or not isinstance(inner.value, int):
        return None
    if of == "money" and isinstance(compared, Decimal):
        unit = 10**compared.scale
        there = inner.value if isinstance(inner.type, Decimal) else inner.value * unit
        return Constant(path=inner.path, type=compared, value=there - int(gap * unit))
    if of == "count" and isinstance(compared, Integer) and isinstance(inner.type, Integer):
        return Constant(path=inner.path, type=compared, value=inner.value - int(gap))
    return None
