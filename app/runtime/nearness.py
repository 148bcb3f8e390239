"""Who lacks little of one comparison of a condition, and how much of all else they have (E-16)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal as Exact

from sqlalchemy import ColumnElement, Double, and_, case, cast, func, literal, not_, or_

from app.days import Moment
from app.expression.check import Checked
from app.expression.operators.goal import METRIC, TARGET, accelerators_of
from app.expression.source import Source
from app.expression.sql import met, to_sql
from app.expression.tree import Apply, Constant, Convert, Typed
from app.expression.types import Decimal, Integer, Type, is_numeric

ALL = 100
"""Per cent: all else is met."""
AND, OR, GOAL = "and", "or", "goal"
AT_LEAST, AT_MOST = frozenset({">=", ">"}), frozenset({"<=", "<"})
PAIR = 2
HAIR = 1e-9
"""Averages of shares are doubles: what is short by so little is not short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearly:
    """One comparison of a condition, asking for less."""

    asked: Typed
    easier: Typed
    others: tuple[Typed, ...]
    """What has to be met beside it; of alternatives to it, nothing has."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """Statements about who is near to meeting a condition."""

    condition: Checked
    source: Source
    moment: Moment

    def near(self, of: str, gap: Exact, others: int = ALL) -> ColumnElement[bool] | None:
        """Say who misses at most so much of one comparison, and has so many per cent of the rest.

        None where nothing in the condition is compared in this way.
        """
        each = [self._near(found, others) for found in nearly(self.condition.tree, of, gap)]
        return and_(or_(*each), not_(self._met(self.condition.tree))) if each else None

    def _near(self, found: Nearly, others: int) -> ColumnElement[bool]:
        rest: tuple[ColumnElement[bool], ...] = tuple(map(self._met, found.others))
        if others < ALL and rest:
            shares = [self._share(each) for each in found.others]
            rest = (sum(shares[1:], shares[0]) * ALL / len(shares) >= others - HAIR,)
        # Whoever has all of it already lacks something else, not this.
        return and_(self._met(found.easier), not_(self._met(found.asked)), *rest)

    def _met(self, node: Typed) -> ColumnElement[bool]:
        return met(replace(self.condition, tree=node), self.source, self.moment)

    def _value(self, node: Typed) -> ColumnElement[float]:
        found = replace(self.condition, tree=node, type=node.type)
        return cast(to_sql(found, self.source, self.moment), Double)

    def _share(self, node: Typed) -> ColumnElement[float]:
        """Say how much of a condition somebody has, from 0 to 1, as it is shown to members.

        Of all that is asked together the average, of alternatives the best; what has no amount
        is met or is not.
        """
        if isinstance(node, Apply) and node.operator == AND:
            parts = [self._share(each) for each in node.arguments]
            return sum(parts[1:], parts[0]) / len(parts)
        if isinstance(node, Apply) and node.operator == OR:
            best, *rest = (self._share(each) for each in node.arguments)
            for each in rest:
                best = case((each > best, each), else_=best)
            return best
        reached = self._reached(node)
        whole = (self._met(node), literal(1.0))
        if reached is None:
            return case(whole, else_=literal(0.0))
        there, wanted = reached
        measured = and_(wanted > 0, there > 0)
        # Of what is not met, even though it asks for no more, all would be too much.
        part = case((there < wanted, there / func.nullif(wanted, 0.0)), else_=literal(1.0))
        return case(whole, (measured, part), else_=literal(0.0))

    def _reached(self, node: Typed) -> tuple[ColumnElement[float], ColumnElement[float]] | None:
        """Give how much there is of what is asked, and how much is asked."""
        if not isinstance(node, Apply) or not is_numeric(node.arguments[METRIC].type):
            return None
        if node.operator == GOAL:
            there = self._value(node.arguments[METRIC])
            for each in accelerators_of(node):
                counted = (self._met(each.condition), self._value(each.bonus))
                there = there + case(counted, else_=literal(0.0))
            return there, self._value(node.arguments[TARGET])
        if len(node.arguments) != PAIR or node.operator not in AT_LEAST | AT_MOST:
            return None
        left, right = node.arguments
        more, less = (left, right) if node.operator in AT_LEAST else (right, left)
        # At most so much is no goal that one comes nearer to.
        if isinstance(more, Constant):
            return None
        return self._value(more), self._value(less)


def nearly(tree: Typed, of: str, gap: Exact, others: tuple[Typed, ...] = ()) -> Iterator[Nearly]:
    """Give every comparison of a kind in a condition, asking that much less."""
    if not isinstance(tree, Apply):
        return
    if tree.operator in {AND, OR}:
        for n, part in enumerate(tree.arguments):
            beside = (*tree.arguments[:n], *tree.arguments[n + 1 :])
            yield from nearly(part, of, gap, others + beside if tree.operator == AND else others)
    elif len(tree.arguments) == PAIR:
        at = 1 if tree.operator in AT_LEAST else 0 if tree.operator in AT_MOST else None
        if at is not None:
            other = tree.arguments[1 - at]
            lowered = _lowered(tree.arguments[at], other.type, of, gap)
            if lowered is not None and not isinstance(other, Constant):
                pair = (other, lowered) if at == 1 else (lowered, other)
                easier = replace(tree, arguments=pair)
                yield Nearly(asked=tree, easier=easier, others=others)


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
