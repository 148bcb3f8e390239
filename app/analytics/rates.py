"""How many rise from a tier, whether that is too few, and how sure it is (E-18)."""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Any

from app.words import Words

FEWEST = 30
"""Of fewer members nothing is said."""
LINE = 10
"""Per cent: fewer than this is too few; exactly this is not."""
MOST = 50
"""Per cent: where surely more than this rise, the threshold may be too low (c21)."""
PER_CENT = 100
Z = 1.959963984540054
"""The 97.5 % quantile of the normal distribution: 95 % between two such bounds."""


class Verdict(StrEnum):
    """What a promotion rate says of the threshold above a tier."""

    TOO_FEW = "too_few_members"
    LOW = "low"
    """Below 10 %, and so is the upper bound of the interval."""
    LOW_NOT_SURE = "low_not_sure"
    """Below 10 %, but with so few members it may be chance."""
    FINE = "fine"
    HIGH = "high"
    """Surely more than half rise."""


VERDICTS = {
    Verdict.TOO_FEW: Words("人数太少，不下结论", "Too few members to say"),
    Verdict.LOW: Words("门槛太高（有把握）", "Threshold too high (sure)"),
    Verdict.LOW_NOT_SURE: Words("偏低，还不能确定", "Low, not sure"),
    Verdict.FINE: Words("正常", "Fine"),
    Verdict.HIGH: Words("门槛可能太低", "Threshold may be too low"),
}


@dataclass(frozen=True, slots=True)
class Interval:
    """Between which shares of 1 the true rate lies, 95 times out of 100."""

    low: float
    high: float


def wilson(count: int, of: int) -> Interval:
    """Give the score interval of a share, 95 %.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of
    the American Statistical Association 22 (1927) 209-212: with p = count / of, the bounds are
    (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n).
    """
    share, square = count / of, Z * Z / of
    middle = share + square / 2
    reach = Z * sqrt(share * (1 - share) / of + square / (4 * of))
    low, high = (middle - reach) / (1 + square), (middle + reach) / (1 + square)
    return Interval(max(low, 0.0), min(high, 1.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What became of the members who stood on a tier when the period began, long enough."""

    members: int
    rose: int
    fell: int
    left: int

    @property
    def kept(self) -> int:
        return self.members - self.rose - self.fell - self.left

    @property
    def share(self) -> float | None:
        return self.rose / self.members if self.members else None

    @property
    def interval(self) -> Interval | None:
        return wilson(self.rose, self.members) if self.members else None

    @property
    def verdict(self) -> Verdict:
        return verdict(self.rose, self.members)

    def to_json(self) -> dict[str, Any]:
        between = self.interval
        return {
            "members": self.members,
            "promoted": self.rose,
            "demoted": self.fell,
            "left": self.left,
            "retained": self.kept,
            "rate": self.share,
            "low": None if between is None else between.low,
            "high": None if between is None else between.high,
            "verdict": self.verdict.value,
        }


def verdict(rose: int, members: int) -> Verdict:
    """Judge a rate. It is compared with the line in whole numbers, so that 10 % is exactly 10 %."""
    if members < FEWEST:
        return Verdict.TOO_FEW
    between = wilson(rose, members)
    if rose * PER_CENT < LINE * members:
        sure = between.high * PER_CENT < LINE
        return Verdict.LOW if sure else Verdict.LOW_NOT_SURE
    return Verdict.HIGH if between.low * PER_CENT > MOST else Verdict.FINE
