"""Why a rule is met, unmet or unknown for one record: a tree of sentences with their values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.days import Moment
from app.expression.check import Checked
from app.expression.operators import OPERATORS
from app.expression.python import node_to_python
from app.expression.speaker import Speaker, measured
from app.expression.tree import Apply, Constant, Convert, Guard, RankCut, Rollup, Typed
from app.expression.types import (
    EMPTY,
    Boolean,
    Decimal,
    Integer,
    Number,
    Scope,
    Type,
    is_numeric,
)
from app.words import Words


class State(StrEnum):
    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A condition, how it stands, and the parts that decided it."""

    path: str
    sentence: Words
    state: State
    joint: str | None = None
    """and, or, ! — how the children make up the condition; nothing for a condition by itself."""
    comparison: Comparison | None = None
    children: "tuple[Explained, ...]" = ()

    # The comparison's parts under the names a page uses.
    @property
    def value(self) -> object:
        return None if self.comparison is None else self.comparison.value

    @property
    def operator(self) -> str | None:
        return None if self.comparison is None else self.comparison.operator

    @property
    def threshold(self) -> object:
        return None if self.comparison is None else self.comparison.threshold

    @property
    def gap(self) -> object:
        return None if self.comparison is None else self.comparison.gap

    @property
    def progress(self) -> float | None:
        return None if self.comparison is None else self.comparison.progress

    @property
    def unit(self) -> str | None:
        return None if self.comparison is None else self.comparison.unit


_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_JOINTS = {"and", "or", "!"}
_COMPARED = {"<", "<=", ">", ">=", "==", "===", "!=", "!==", "between"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Explainer:
    values: Mapping[str, object]
    moment: Moment
    say: Speaker
    materialised: Mapping[str, str]

    def value_of(self, node: Typed) -> Any:
        return node_to_python(node, materialised=self.materialised)(self.values, self.moment)

    def explain(self, node: Typed) -> Explained:
        said = self.say.words(node)
        children: tuple[Explained, ...] = ()
        joint = None
        if isinstance(node, Apply) and node.operator in _JOINTS and _all_conditions(node):
            children, joint = tuple(self.explain(each) for each in node.arguments), node.operator
        return Explained(
            path=node.path,
            sentence=Words(said.zh, said.en[:1].upper() + said.en[1:]),
            state=_state(self.value_of(node)),
            joint=joint,
            comparison=self._comparison(node),
            children=children,
        )

    def _comparison(self, node: Typed) -> Comparison | None:
        if isinstance(node, RankCut):
            return self._rank(node)
        if not isinstance(node, Apply) or node.operator not in _COMPARED:
            return None
        if node.operator == "between":
            return self._between(node)
        if len(node.arguments) != 2:  # noqa: PLR2004  # Three in a row have no one threshold.
            return None
        left, right = node.arguments
        operator = node.operator
        if isinstance(left, Constant) and not isinstance(right, Constant):
            left, right = right, left
            operator = _TURNED.get(operator, operator)
        return self._compared(left, operator, right)

    def _between(self, node: Apply) -> Comparison:
        value, low, high = node.arguments
        found, top = self.value_of(value), self.value_of(high)
        too_high = found is not None and top is not None and found > top
        return self._compared(value, "<=" if too_high else ">=", high if too_high else low)

    def _compared(self, left: Typed, operator: str, right: Typed) -> Comparison:
        value, threshold = self.value_of(left), self.value_of(right)
        unit = self.say.unit(left)
        gap = _gap(value, operator, threshold, left.type)
        return Comparison(
            subject=self.say.words(left),
            value=value,
            operator=operator,
            threshold=threshold,
            gap=gap,
            progress=_progress(value, operator, threshold, left.type),
            unit=unit,
            shown_value=measured(value, left.type, unit),
            shown_threshold=measured(threshold, right.type, unit),
            shown_gap=None if gap is None else measured(gap, _gap_type(left, right), unit),
            template=self._template(left),
        )

    def _rank(self, node: RankCut) -> Comparison:
        key = self.materialised.get(node.normal_form, node.normal_form)
        cut = self.values.get(key)
        operator = "<" if node.negated else ">="
        value = self.value_of(node.metric)
        gap = _gap(value, operator, cut, node.metric.type)
        unit = self.say.unit(node.metric)
        return Comparison(
            subject=self.say.words(node.metric),
            value=value,
            operator=operator,
            threshold=cut,
            gap=gap,
            progress=_progress(value, operator, cut, node.metric.type),
            unit=unit,
            shown_value=measured(value, node.metric.type, unit),
            shown_threshold=measured(cut, node.metric.type, unit),
            shown_gap=None if gap is None else measured(gap, node.metric.type, unit),
            template=self._template(node.metric),
        )

    def _template(self, node: Typed) -> Words | None:
        """Find the words that ask for more: the label `order.net:more`, or the usual ones."""
        while isinstance(node, Convert | Guard):
            node = node.value
        if not isinstance(node, Rollup) or node.function not in {"sum_of", "count_of"}:
            return None
        key = node.relation if node.field is None else f"{node.relation}.{node.field}"
        own, label = self.say.scope.labels.get(f"{key}:more"), self.say.scope.label(key)
        if own is not None:
            return own
        if node.function == "sum_of":
            return Words(f"再{label.zh} {{n}}", f"{label.en} {{n}} more")
        return Words(f"再{label.zh} {{n}} 次", f"{{n}} more {label.en}")


def explain(
    checked: Checked,
    values: Mapping[str, object],
    moment: Moment,
    scope: Scope,
    *,
    materialised: Mapping[str, str] = EMPTY,
) -> Explained:
    """Say how a rule stands for one record, part by part."""
    say = Speaker(scope, OPERATORS)
    explainer = _Explainer(values=values, moment=moment, say=say, materialised=materialised)
    return explainer.explain(checked.tree)


def _all_conditions(node: Apply) -> bool:
    return all(isinstance(each.type, Boolean) for each in node.arguments)


def _state(value: object) -> State:
    if value is None:
        return State.UNKNOWN
    return State.MET if value else State.UNMET


def _gap(value: Any, operator: str, threshold: Any, kind: Type) -> Any:
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


def _progress(value: Any, operator: str, threshold: Any, kind: Type) -> float | None:
    if value is None or threshold is None or not is_numeric(kind):
        return None
    if operator in {">=", ">"}:
        met = value >= threshold if operator == ">=" else value > threshold
        if met:
            return 1.0
        return min(max(value / threshold, 0.0), 1.0) if threshold > 0 else 0.0
    gap = _gap(value, operator, threshold, kind)
    return None if gap is None else 1.0 if gap == 0 and operator != "<" else None


def _gap_type(left: Typed, right: Typed) -> Type:
    return left.type if not isinstance(right.type, Number) else right.type
