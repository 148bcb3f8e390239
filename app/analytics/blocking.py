"""On which part of the next tier's condition members are stuck, and how much they lack of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from app.analytics.conditions import Anatomy, Part, Test, Threshold, decisive, holds
from app.analytics.looking import Crowd, Seen
from app.words import Words

CLOSE = (10, 20)
"""Per cent of a threshold: whoever lacks no more is near it (临界点)."""
NEAR = 20
EXAMPLES = 6
PER_CENT = 100
QUARTERS = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """What the members lack who do not meet one test."""

    test: Test
    threshold: Threshold
    unmet: int
    unknown: int
    """Those without data."""
    quartiles: tuple[Any, Any, Any] | None
    """A quarter lack at most the first, half at most the second, three quarters the third."""
    within: dict[int, int]
    """How many lack at most so many per cent of the threshold."""

    def to_json(self) -> dict[str, Any]:
        said = self.threshold
        return {
            "path": self.test.path,
            "subject": said.subject.to_json(),
            "operator": said.operator,
            "threshold": said.to_json(said.value),
            "unit": said.unit,
            "unmet": self.unmet,
            "no_data": self.unknown,
            "quartiles": None
            if self.quartiles is None
            else [said.to_json(each) for each in self.quartiles],
            "within": {str(key): count for key, count in self.within.items()},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One part of a condition and how many members it holds back."""

    part: Part
    unmet: int
    alone: int
    """Those who meet everything else."""
    lacks: tuple[Lack, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "sentence": self.part.words.to_json(),
            "unmet": self.unmet,
            "alone": self.alone,
            "with_others": self.unmet - self.alone,
            "lacks": [each.to_json() for each in self.lacks],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """A member who lacks one thing only, and little of it."""

    member_id: int
    test: Test
    gap: Any
    days: int | None
    """For how many days the member has been on the tier."""

    @property
    def missing(self) -> Words:
        assert self.test.threshold is not None
        return self.test.threshold.shown(self.gap)

    def to_json(self) -> dict[str, Any]:
        assert self.test.threshold is not None
        return {
            "member_id": str(self.member_id),
            "path": self.test.path,
            "gap": self.test.threshold.to_json(self.gap),
            "days_on_tier": self.days,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """How the members on a tier stand to the condition of the next."""

    crowd: Crowd
    joint: str
    blocks: tuple[Block, ...]
    ready: int
    """Those who meet it already and wait for an evaluation."""
    one_step: int
    """Those who would meet it if one more test held."""
    near: int
    """Those among them who lack at most 20 % of that threshold."""
    stalled: int
    """Those among the near who have been on the tier for long."""
    stalled_days: int
    examples: tuple[Close, ...]
    """Of the near, those first who have been there longest."""

    def to_json(self) -> dict[str, Any]:
        return {
            "members": self.crowd.members,
            "looked_at": len(self.crowd.seen),
            "estimated": self.crowd.estimated,
            "joint": self.joint,
            "ready": self.ready,
            "one_step_away": self.one_step,
            "near": self.near,
            "stalled": self.stalled,
            "stalled_days": self.stalled_days,
            "blocks": [each.to_json() for each in self.blocks],
            "examples": [each.to_json() for each in self.examples],
        }


def stuck(condition: Anatomy, crowd: Crowd, *, today: int, stalled_days: int) -> Stuck:
    """Count who is held back by what. Of a sample, the numbers are estimates for all."""
    held = [each for each in crowd.seen if not holds(condition.shape, each.met)]
    one_step = [
        each
        for each in held
        if any(decisive(condition.shape, each.met, n) for n in range(len(condition.tests)))
    ]
    near = [found for each in one_step if (found := _close(condition, each, today)) is not None]
    stalled = [each for each in near if each.days is not None and each.days > stalled_days]
    near.sort(key=lambda each: (-(each.days or 0), each.member_id))
    return Stuck(
        crowd=crowd,
        joint=condition.joint,
        blocks=tuple(_block(condition, crowd, held, n) for n in range(len(condition.parts))),
        ready=crowd.all(len(crowd.seen) - len(held)),
        one_step=crowd.all(len(one_step)),
        near=crowd.all(len(near)),
        stalled=crowd.all(len(stalled)),
        stalled_days=stalled_days,
        examples=tuple(near[:EXAMPLES]),
    )


def _block(condition: Anatomy, crowd: Crowd, held: Sequence[Seen], number: int) -> Block:
    part = condition.parts[number]
    others = [each.shape for n, each in enumerate(condition.parts) if n != number]
    unmet = [each for each in held if not holds(part.shape, each.met)]
    alone = [each for each in unmet if all(holds(other, each.met) for other in others)]
    return Block(
        part=part,
        unmet=crowd.all(len(unmet)),
        alone=crowd.all(len(alone)),
        lacks=tuple(
            found
            for n in part.tests
            if (found := _lack(condition.tests[n], n, crowd, unmet)) is not None
        ),
    )


def _lack(test: Test, position: int, crowd: Crowd, unmet: Iterable[Seen]) -> Lack | None:
    """Say what is missing of one test to the members whom its part holds back."""
    threshold = test.threshold
    if threshold is None:
        return None
    lacking = [each.values[position] for each in unmet if not each.met[position]]
    gaps = sorted(threshold.gap(value) for value in lacking if value is not None)
    return Lack(
        test=test,
        threshold=threshold,
        unmet=crowd.all(len(lacking)),
        unknown=crowd.all(len(lacking) - len(gaps)),
        quartiles=_quartiles(gaps),
        within={
            each: crowd.all(sum(is_close(threshold, gap, each) for gap in gaps)) for each in CLOSE
        },
    )


def _quartiles(ordered: Sequence[Any]) -> tuple[Any, Any, Any] | None:
    """Give values that occur: the inverse of the empirical distribution.

    Definition 1 of R. J. Hyndman and Y. Fan, Sample quantiles in statistical packages, The American
    Statistician 50 (1996) 361-365.
    """
    if not ordered:
        return None
    low, middle, high = (ordered[ceil(each * len(ordered)) - 1] for each in QUARTERS)
    return low, middle, high


def is_close(threshold: Threshold, gap: Any, percent: int) -> bool:
    """Say whether a gap is at most so many per cent of the threshold, that share included."""
    return bool(gap * PER_CENT <= percent * abs(threshold.value))


def _close(condition: Anatomy, seen: Seen, today: int) -> Close | None:
    """Find the one test that a member lacks little of."""
    found = [
        (threshold.gap(value) / abs(threshold.value), n, threshold.gap(value))
        for n, test in enumerate(condition.tests)
        for threshold, value in [(test.threshold, seen.values[n])]
        if threshold is not None
        and value is not None
        and threshold.value
        and decisive(condition.shape, seen.met, n)
        and is_close(threshold, threshold.gap(value), NEAR)
    ]
    if not found:
        return None
    _, position, gap = min(found)
    return Close(
        member_id=seen.member_id,
        test=condition.tests[position],
        gap=gap,
        days=None if seen.since is None else today - seen.since,
    )
