"""What a comparison looked at: value, threshold, what is missing, and how far one has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.days import Moment
from app.expression.python import node_to_python
from app.expression.rolling import known_by
from app.expression.speaker import Speaker, measured
from app.expression.tree import Apply, Constant, Convert, Guard, RankCut, Rollup, Typed
from app.expression.types import Decimal, Integer, Number, Type, is_numeric
from app.words import Words

COMPARED = frozenset({"<", "<=", ">", ">=", "==", "===", "!=", "!==", "between"})
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a weighted score."""

    subject: Words
    value: object
    """As values are kept; None is no data, and leaves the whole score unknown."""
    share: float | None
    """How much of its cap is reached, from 0 to 1."""
    weight: float
    """The points it gives at the cap."""
    points: float | None
    shown_value: Words
    shown_cap: Words
    closing: "Comparison | None" = None
    """What this part alone would take to lift the score to its threshold, where it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a comparison looked at."""

    subject: Words
    """What is compared, such as 本年消费."""
    value: object
    """As values are kept: money in its smallest unit, a date as a day; None is no data."""
    operator: str
    threshold: object
    gap: object
    """How much is missing, in the unit of the value; 0 when met, None when it cannot be said."""
    progress: float | None
    """From 0 to 1; 1 when met."""
    unit: str
    """money, count, day, week, month, number, percent, date, datetime, text or boolean."""
    shown_value: Words
    shown_threshold: Words
    shown_gap: Words | None
    template: Words | None = None
    """How the gap is asked for, with {n} for the amount, where the thing has such words."""
    parts: tuple[Part, ...] = ()
    """What a score is made of."""
    shown_bonus: Words | None = None
    """What accelerators already count towards a goal, beside the value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparer:
    """Looks at the two sides of comparisons for one record."""

    values: Mapping[str, object]
    moment: Moment
    say: Speaker
    materialised: Mapping[str, str]

    def value_of(self, node: Typed) -> Any:
        return node_to_python(node, materialised=self.materialised)(self.values, self.moment)

    def of(self, node: Typed) -> tuple[Comparison, Typed] | None:
        """Give what a comparison looked at, and the node of its subject; None for other rules."""
        if isinstance(node, RankCut):
            return self._rank(node), node.metric
        if not isinstance(node, Apply) or node.operator not in COMPARED:
            return None
        if node.operator == "between":
            return self._between(node), node.arguments[0]
        if len(node.arguments) != 2:  # noqa: PLR2004  # Three in a row have no one threshold.
            return None
        left, right = node.arguments
        operator = node.operator
        if isinstance(left, Constant) and not isinstance(right, Constant):
            left, right = right, left
            operator = _TURNED.get(operator, operator)
        return self.compared(left, operator, right), left

    def _between(self, node: Apply) -> Comparison:
        value, low, high = node.arguments
        found, top = self.value_of(value), self.value_of(high)
        too_high = found is not None and top is not None and found > top
        return self.compared(value, "<=" if too_high else ">=", high if too_high else low)

    def compared(self, left: Typed, operator: str, right: Typed) -> Comparison:
        value, threshold = self.value_of(left), self.value_of(right)
        unit = self.say.unit(left)
        gap = gap_of(value, operator, threshold, left.type)
        return Comparison(
            subject=self.say.words(left),
            value=value,
            operator=operator,
            threshold=threshold,
            gap=gap,
            progress=progress_of(value, operator, threshold, left.type),
            unit=unit,
            shown_value=measured(value, left.type, unit),
            shown_threshold=measured(threshold, right.type, unit),
            shown_gap=None if gap is None else measured(gap, _gap_type(left, right), unit),
            template=self.template(left),
        )

    def _rank(self, node: RankCut) -> Comparison:
        key = self.materialised.get(node.normal_form, node.normal_form)
        cut = self.values.get(key)
        operator = "<" if node.negated else ">="
        value = self.value_of(node.metric)
        gap = gap_of(value, operator, cut, node.metric.type)
        unit = self.say.unit(node.metric)
        return Comparison(
            subject=self.say.words(node.metric),
            value=value,
            operator=operator,
            threshold=cut,
            gap=gap,
            progress=progress_of(value, operator, cut, node.metric.type),
            unit=unit,
            shown_value=measured(value, node.metric.type, unit),
            shown_threshold=measured(cut, node.metric.type, unit),
            shown_gap=None if gap is None else measured(gap, node.metric.type, unit),
            template=self.template(node.metric),
        )

    def template(self, node: Typed) -> Words | None:
        """Find the words that ask for more: the label `order.net:more`, or the usual ones."""
        node = bare(node)
        if not isinstance(node, Rollup) or node.function not in {"sum_of", "count_of", "capped_of"}:
            return None
        key = node.relation if node.field is None else f"{node.relation}.{node.field}"
        labels, label = self.say.scope.labels, self.say.scope.label(key)
        own = labels.get(f"{known_by(node)}:more", labels.get(f"{key}:more"))
        if own is not None:
            return own
        if node.function == "sum_of":
            return Words(f"再{label.zh} {{n}}", f"{label.en} {{n}} more")
        return Words(f"再{label.zh} {{n}} 次", f"{{n}} more {label.en}")


def bare(node: Typed) -> Typed:
    """Give a value as it was written, without what brings it into another type."""
    while isinstance(node, Convert | Guard):
        node = node.value
    return node


def gap_of(value: Any, operator: str, threshold: Any, kind: Type) -> Any:
    """Say how far a value is from its threshold; strict comparisons need one step more."""
    if value is None or threshold is None or not is_numeric(kind):
        return None
    step = 1 if isinstance(kind, Integer | Decimal) and isinstance(threshold, int) else 0
    match operator:
        case ">=":
            return max(threshold - value, 0)
        case ">":
            return 0 if value > threshold else threshold - value + step
        case "<=":
            return max(value - threshold, 0)
        case "<":
            return 0 if value < threshold else value - threshold + step
        case "==" | "===":
            return abs(threshold - value)
        case _:
            return None


def progress_of(value: Any, operator: str, threshold: Any, kind: Type) -> float | None:
    if value is None or threshold is None or not is_numeric(kind):
        return None
    if operator in {">=", ">"}:
        met = value >= threshold if operator == ">=" else value > threshold
        if met:
            return 1.0
        return min(max(value / threshold, 0.0), 1.0) if threshold > 0 else 0.0
    gap = gap_of(value, operator, threshold, kind)
    return None if gap is None else 1.0 if gap == 0 and operator != "<" else None


def _gap_type(left: Typed, right: Typed) -> Type:
    return left.type if not isinstance(right.type, Number) else right.type
