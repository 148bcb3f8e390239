"""What a tier gives its members: benefits, a pack on reaching it, coupons again and again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """Something that members may have; `kind` names a file of `app/program/benefits/`."""

    key: str
    kind: str
    label: Words
    options: Mapping[str, Any] = field(default_factory=dict)
    """What the kind asks for, as JSON: a percentage, a coupon, a text."""
    help: Words | None = None
    """What members are told of it besides."""
    budgets: tuple[str, ...] = ()
    """Which budgets each grant comes out of; what comes with a tier is no grant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TierBenefit:
    """A benefit that a tier gives."""

    benefit: str
    options: Mapping[str, Any] = field(default_factory=dict)
    """What is different on this tier; the rest is as the benefit says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackCoupon:
    """So many coupons of one design."""

    coupon: str
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPoints:
    """Points, or another currency of the ledger."""

    amount: int
    currency: str = "points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What a member is given on reaching a tier (晋升礼包)."""

    coupons: tuple[PackCoupon, ...] = ()
    points: tuple[PackPoints, ...] = ()
    again: bool = False
    """Whether every promotion to the tier brings it; usually the first one in a life (E-17)."""

    @property
    def is_empty(self) -> bool:
        return not self.coupons and not self.points


class Every(StrEnum):
    """How often something is given; each begins with the calendar's own first day."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """Coupons for everybody on a tier whenever a day, week or month begins (周期权益)."""

    key: str
    coupon: str
    every: Every = Every.MONTH
    count: int = 1


class Packs(StrEnum):
    """Whose packs go to a member who rises by several tiers at once (E-8)."""

    PASSED = "passed"
    """Each tier on the way gives its own."""
    REACHED = "reached"
    """Only the tier that is reached."""
