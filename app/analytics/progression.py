"""Thresholds for a whole ladder that rise step by step, each passed by a wanted share (b14)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.analytics.conditions import Anatomy, Test, Threshold
from app.analytics.proposals import Wanted, threshold_for
from app.analytics.rates import FEWEST
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Rise:
    """One tier's threshold in the proposal."""

    tier: str
    test: Test
    now: Any
    proposed: Any
    """None: too few members are left to say."""
    reach: int
    """How many of the members looked at have as much."""
    of: int
    """How many have what the tier below asks for."""

    def to_json(self) -> dict[str, Any]:
        said = _said(self.test)
        return {
            "tier": self.tier,
            "path": self.test.path,
            "now": said.to_json(self.now),
            "proposed": said.to_json(self.proposed),
            "reach": self.reach,
            "of": self.of,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Progression:
    """What a ladder is mainly built on, and thresholds of it that would rise evenly."""

    subject: Words
    threshold: Threshold
    members: int
    """How many members with such a value were looked at."""
    rises: tuple[Rise, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "subject": self.subject.to_json(),
            "members": self.members,
            "tiers": [each.to_json() for each in self.rises],
        }


Asked = tuple[str, Test]
"""A tier and what it asks of the metric."""


def _said(test: Test) -> Threshold:
    assert test.threshold is not None
    return test.threshold


def main_metric(conditions: Mapping[str, Anatomy]) -> tuple[Asked, ...]:
    """Find the metric that most tiers ask for, with each tier's test of it, lowest first.

    Of several, the one that is written first. Fewer than two tiers are no progression.
    """
    asked: dict[tuple[str, bool], dict[str, Test]] = {}
    for tier, condition in conditions.items():
        for test in condition.tests:
            if test.threshold is not None:
                asked.setdefault(test.threshold.form, {}).setdefault(tier, test)
    found = max(asked.values(), key=len, default={})
    return tuple(found.items()) if len(found) > 1 else ()


def progression(asked: Sequence[Asked], values: Sequence[Any], aim: Wanted) -> Progression:
    """Propose a threshold for each tier: of those who pass one, the wanted share passes the next.

    At a constant share the thresholds follow the upper quantiles of what members really have: on
    spend, which few members have much of, they grow by a factor rather than by an amount.
    """
    threshold = _said(asked[0][1])
    return Progression(
        subject=threshold.subject,
        threshold=threshold,
        members=len(values),
        rises=tuple(_rises(asked, values, aim)),
    )


def _rises(asked: Sequence[Asked], values: Sequence[Any], aim: Wanted) -> Iterator[Rise]:
    left = list(values)
    for tier, test in asked:
        said = _said(test)
        found = threshold_for(said, left, 0, len(left), aim) if len(left) >= FEWEST else None
        proposed = None if found is None else found.value
        passing = (
            [] if proposed is None else [each for each in left if _meets(said, each, proposed)]
        )
        yield Rise(
            tier=tier,
            test=test,
            now=said.value,
            proposed=proposed,
            reach=len(passing),
            of=len(left),
        )
        left = passing


def _meets(threshold: Threshold, value: Any, limit: Any) -> bool:
    match threshold.operator:
        case ">=":
            return bool(value >= limit)
        case ">":
            return bool(value > limit)
        case "<=":
            return bool(value <= limit)
        case _:
            return bool(value < limit)
