"""Thresholds for a whole ladder that rise evenly: each step is passed by the same share (b14)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
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
    reach: int
    """How many of the members looked at have as much as is proposed."""
    of: int
    """How many have what is proposed for the tier below."""

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
    """What a ladder is mainly built on, and thresholds of it that would be equally hard steps."""

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


FEWEST_TIERS = 3
SLACK = 0.1
"""A threshold is rounded within so much of the number of members it is to let pass."""
Asked = tuple[str, Test]
"""A tier and what it asks of the metric."""


def _said(test: Test) -> Threshold:
    assert test.threshold is not None
    return test.threshold


def main_metric(conditions: Mapping[str, Anatomy]) -> tuple[Asked, ...]:
    """Find the metric that most tiers ask for, with each tier's test of it, lowest first.

    Of several, the one that is written first. Between fewer than three nothing can be evened out.
    """
    asked: dict[tuple[str, bool], dict[str, Test]] = {}
    for tier, condition in conditions.items():
        for test in condition.tests:
            if test.threshold is not None:
                asked.setdefault(test.threshold.form, {}).setdefault(tier, test)
    found = max(asked.values(), key=len, default={})
    return tuple(found.items()) if len(found) >= FEWEST_TIERS else ()


def progression(asked: Sequence[Asked], values: Sequence[Any]) -> Progression | None:
    """Propose thresholds between the lowest and the highest, so that all steps are as hard.

    The lowest threshold stays, and the highest, unless fewer than 30 members reach it; those
    between are quantiles at equal ratios: where 1,000 members reach the first of four thresholds
    and 125 the last, 500 reach the second and 250 the third. On spend, which few have much of,
    such thresholds grow by a factor rather than by an amount. None: too few reach the lowest.
    """
    first, last = (_said(asked[n][1]) for n in (0, -1))
    lowest = _reaching(first, values, first.value)
    highest = max(_reaching(last, values, last.value), FEWEST)
    if lowest <= highest:
        return None
    ratio = (highest / lowest) ** (1 / (len(asked) - 1))
    return Progression(
        subject=first.subject,
        threshold=first,
        members=len(values),
        rises=tuple(_rises(asked, values, lowest, ratio)),
    )


def _rises(
    asked: Sequence[Asked], values: Sequence[Any], lowest: int, ratio: float
) -> Iterator[Rise]:
    before = len(values)
    slack = min(SLACK, (1 - ratio) / 3)
    for n, (tier, test) in enumerate(asked):
        said = _said(test)
        reach = _reaching(said, values, said.value)
        proposed = said.value
        kept = n == 0 or (n == len(asked) - 1 and reach >= FEWEST)
        if not kept:
            share = Fraction(lowest * ratio**n) / len(values)
            aim = Wanted(low=share * Fraction(1 - slack), high=share * Fraction(1 + slack))
            found = threshold_for(said, values, 0, len(values), aim)
            proposed = said.value if found is None else found.value
        reach = _reaching(said, values, proposed)
        yield Rise(tier=tier, test=test, now=said.value, proposed=proposed, reach=reach, of=before)
        before = reach


def _reaching(threshold: Threshold, values: Sequence[Any], limit: Any) -> int:
    return sum(_meets(threshold, each, limit) for each in values)


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
