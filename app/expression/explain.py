"""Why a rule is met, unmet or unknown for one record: a tree of sentences with their values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from app.days import Moment
from app.expression.check import Checked
from app.expression.comparison import Comparer, Comparison, Part
from app.expression.operators import OPERATORS
from app.expression.scoring import score_in, taken_apart
from app.expression.speaker import Speaker
from app.expression.striving import Speeding, strive
from app.expression.tree import Apply, Typed
from app.expression.types import EMPTY, Boolean, Scope
from app.words import Words

__all__ = ["Comparison", "Explained", "Part", "Speeding", "State", "explain"]


class State(StrEnum):
    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A condition, how it stands, and the parts that decided it."""

    path: str
    sentence: Words
    state: State
    joint: str | None = None
    """and, or, !, goal: how the children make up the condition; nothing for one by itself."""
    comparison: Comparison | None = None
    children: "tuple[Explained, ...]" = ()
    """The conditions that are joined; of a goal, what counts towards it."""
    speeding: Speeding | None = None
    """What it counts, where the condition only speeds up a goal."""

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


GOAL = "goal"
_JOINTS = {"and", "or", "!"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Explainer:
    compare: Comparer

    def explain(self, node: Typed) -> Explained:
        found = self._plainly(node)
        if isinstance(node, Apply) and node.operator == GOAL:
            return self._goal(node, found)
        if isinstance(node, Apply) and node.operator in _JOINTS and _all_conditions(node):
            children = tuple(self.explain(each) for each in node.arguments)
            return replace(found, joint=node.operator, children=children)
        return replace(found, comparison=self._comparison(node))

    def _plainly(self, node: Typed) -> Explained:
        said = self.compare.say.words(node)
        return Explained(
            path=node.path,
            sentence=Words(said.zh, said.en[:1].upper() + said.en[1:]),
            state=_state(self.compare.value_of(node)),
        )

    def _goal(self, node: Apply, found: Explained) -> Explained:
        main, given = strive(node, self.compare)
        children = tuple(
            replace(self.explain(each.condition), speeding=speeding) for each, speeding in given
        )
        return replace(found, joint=GOAL, comparison=main, children=children)

    def _comparison(self, node: Typed) -> Comparison | None:
        found = self.compare.of(node)
        if found is None:
            return None
        compared, subject = found
        score = score_in(subject)
        return compared if score is None else taken_apart(compared, score, self.compare)


def explain(
    checked: Checked,
    values: Mapping[str, object],
    moment: Moment,
    scope: Scope,
    *,
    materialised: Mapping[str, str] = EMPTY,
) -> Explained:
    """Say how a rule stands for one record, part by part."""
    compare = Comparer(
        values=values, moment=moment, say=Speaker(scope, OPERATORS), materialised=materialised
    )
    return _Explainer(compare=compare).explain(checked.tree)


def _all_conditions(node: Apply) -> bool:
    return all(isinstance(each.type, Boolean) for each in node.arguments)


def _state(value: object) -> State:
    if value is None:
        return State.UNKNOWN
    return State.MET if value else State.UNMET
