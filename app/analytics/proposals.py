"""Thresholds that would let a wanted share of the members on a tier rise, taken from the data."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from app.analytics.conditions import Anatomy, Test, Threshold, decisive, holds
from app.analytics.looking import Crowd
from app.analytics.round_numbers import roundest, roundest_above
from app.errors import Invalid
from app.words import Words

PER_CENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The share of a tier's members who should meet the condition of the next, both included."""

    low: Fraction
    high: Fraction

    @property
    def middle(self) -> Fraction:
        return (self.low + self.high) / 2

    def to_json(self) -> dict[str, float]:
        return {"low": float(self.low), "high": float(self.high)}


DEFAULT = Wanted(low=Fraction(10, 100), high=Fraction(15, 100))


def wanted(text: str) -> Wanted:
    """Read per cents, `10-15` or `12`. Raises `Invalid`."""
    first, dash, last = text.replace("–", "-").replace("%", "").partition("-")
    try:
        low = Fraction(first.strip()) / PER_CENT
        high = Fraction(last.strip()) / PER_CENT if dash else low
    except (ValueError, ZeroDivisionError) as error:
        raise _refused(text) from error
    if not 0 < low <= high <= 1:
        raise _refused(text)
    return Wanted(low=low, high=high)


def _refused(text: str) -> Invalid:
    return Invalid(
        f"“{text[:40]}”不是晋升率，例如 10-15 或 12。",
        f"{text[:40]!r} is no promotion rate like 10-15 or 12.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The number that comes nearest to what is wanted, by the members that were looked at."""

    value: Any
    tied: int = 0
    """So many members have the same value, which no threshold can divide; 0: it fits."""


def threshold_for(
    threshold: Threshold, values: Iterable[Any], others: int, crowd: int, aim: Wanted
) -> Found | None:
    """Find a threshold that lets the wanted share of `crowd` members meet a condition.

    `values` are those of the members for whom this threshold alone decides; `others` meet the
    condition whatever it is. None: not even without the threshold would enough of them.
    """
    ordered = sorted(values, reverse=threshold.upwards)
    fewest = max(ceil(aim.low * crowd) - others, 1)
    most = floor(aim.high * crowd) - others
    if fewest > len(ordered) or others > aim.high * crowd:
        return None
    most = min(max(most, fewest), len(ordered))
    best = ordered[fewest - 1]
    beyond = ordered[most] if most < len(ordered) else None
    middle = ordered[min(max(round(aim.middle * crowd) - others, fewest), most) - 1]
    if beyond == best:
        return _beside_ties(threshold, ordered, best, (fewest, most))
    return Found(value=_round(threshold, beyond, best, near=middle, last=ordered[-1]))


def _beside_ties(
    threshold: Threshold, ordered: Sequence[Any], value: Any, bounds: tuple[int, int]
) -> Found:
    """Take the members of one value in, or leave them out, whichever is nearer to the wish."""
    fewest, most = bounds
    first = ordered.index(value)
    tied = ordered.count(value)
    inside = first + tied - most
    outside = fewest - first
    if first and outside < inside:
        return Found(value=_round(threshold, value, ordered[first - 1], near=None), tied=tied)
    return Found(value=_including(threshold, value), tied=tied)


def _round(threshold: Threshold, beyond: Any, best: Any, *, near: Any, last: Any = None) -> Any:
    """Choose a round number that `best` still meets and `beyond` does not."""
    sign = 1 if threshold.upwards else -1
    strict = threshold.operator in {"<", ">"}
    near = best if near is None else near
    if threshold.whole:
        high = sign * best - strict
        low = sign * last - strict if beyond is None else sign * beyond + 1 - strict
        return sign * roundest(int(low), int(high), int(sign * near - strict))
    top = Fraction(sign * best)
    if strict:
        # A little below the value itself, so that it is still exceeded.
        bottom = top - 1 if beyond is None else Fraction(sign * beyond)
        return sign * roundest_above(bottom, (bottom + top) / 2, (bottom + top) / 2)
    bottom = Fraction(sign * last) if beyond is None else Fraction(sign * beyond)
    if bottom == top:
        return best
    return sign * roundest_above(bottom, top, Fraction(sign * near))


def _including(threshold: Threshold, value: Any) -> Any:
    """Give the threshold that this value just meets."""
    if threshold.operator == ">":
        return value - 1
    return value + 1 if threshold.operator == "<" else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Another number for one test of a condition, and how many it would let rise."""

    test: Test
    threshold: Threshold
    value: Any
    """None where no number would do."""
    would: int | None
    """Counted over all members on the tier, under the condition with this number."""
    members: int
    tied: int
    meet_the_rest: int
    """How many would meet the condition without this test."""
    parameter: str | None = None
    """The key of the parameter that holds the number, where it is not written in the rule."""

    @property
    def share(self) -> float | None:
        return None if self.would is None or not self.members else self.would / self.members

    def to_json(self) -> dict[str, Any]:
        return {
            "path": self.test.path,
            "subject": self.threshold.subject.to_json(),
            "operator": self.threshold.operator,
            "parameter": self.parameter,
            "now": self.threshold.to_json(self.threshold.value),
            "proposed": self.threshold.to_json(self.value),
            "would_qualify": self.would,
            "members": self.members,
            "share": self.share,
            "tied": self.tied,
            "meet_the_rest": self.meet_the_rest,
        }


def deciding(condition: Anatomy, crowd: Crowd, position: int) -> tuple[list[Any], int, int]:
    """Give the values on which one test decides, how many rise anyway, and how many without it."""
    values, anyway, without = [], 0, 0
    for each in crowd.seen:
        others = list(each.met)
        others[position] = False
        if holds(condition.shape, others):
            anyway += 1
            without += 1
        elif decisive(condition.shape, others, position):
            without += 1
            if each.values[position] is not None:
                values.append(each.values[position])
    return values, anyway, without


def proposed(condition: Anatomy, crowd: Crowd, aim: Wanted) -> Iterator[Proposal]:
    """Find a number for each threshold of a condition; how many it lets rise is counted later."""
    for n, test in enumerate(condition.tests):
        if test.threshold is None or not crowd.seen:
            continue
        values, anyway, without = deciding(condition, crowd, n)
        found = threshold_for(test.threshold, values, anyway, len(crowd.seen), aim)
        yield Proposal(
            test=test,
            threshold=test.threshold,
            value=None if found is None else found.value,
            would=None,
            members=crowd.members,
            tied=0 if found is None else crowd.all(found.tied),
            meet_the_rest=crowd.all(without),
        )


def why_none(found: Proposal, aim: Wanted) -> Words:
    """Say why no number is proposed."""
    need = f"{float(aim.low * PER_CENT):g}%"
    rest = f"{found.meet_the_rest:,}"
    return Words(
        f"只改这一项不够：其余条件都满足的只有 {rest} 位，不到 {need}。",
        f"This alone is not enough: only {rest} meet the rest, fewer than {need}.",
    )
