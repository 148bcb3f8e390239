"""Ladders: tiers in order, the conditions of each, and what becomes of a tier with time."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from app.program.benefit import Pack, Packs, Recurring, TierBenefit
from app.program.period import LIFETIME, Period
from app.words import Words


class Promotion(StrEnum):
    JUMP = "jump"
    """To the highest tier the member qualifies for."""
    STEP = "step"
    """One tier at an event or an evaluation."""


class Promoted(StrEnum):
    """When a tier may be gained."""

    EVENT = "event"
    """In the request that brings the record, and at every evaluation."""
    EVALUATION = "evaluation"
    """At the daily evaluation only."""
    REVIEW = "review"
    """When the tier that is held is reviewed, at the end of a period."""


class Demotion(StrEnum):
    """What becomes of a member whose review is not passed."""

    NEVER = "never"
    ONE_DOWN = "one_down"
    REQUALIFY = "requalify"
    """To the highest tier below whose condition, or condition to stay, is met."""


class Due(StrEnum):
    """When the tier a member holds is reviewed, unless that is so many days or months later."""

    EVALUATION = "evaluation"
    """At every daily evaluation."""
    PERIOD = "period"
    """When the qualification period ends."""
    NEXT_PERIOD = "next_period"
    """When the period after the one in which the tier was reached ends; kept, a period later."""
    VALIDITY = "validity"
    """So many days or months after the tier was reached or last kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """When an earned tier is looked at again, and what follows (考核、保级、降级)."""

    due: Due = Due.EVALUATION
    validity: Period | None = None
    """How long a tier holds, where it is `Due.VALIDITY`: counted days or months."""
    demotion: Demotion = Demotion.REQUALIFY
    floor: str | None = None
    """The tier below which nobody who reached it falls."""
    grace_days: int = 0
    """Days for which a member who did not pass keeps the tier, before it is looked at again."""
    notice_days: int = 0
    """How long before the review those who would not pass are told; 0 is not at all."""

    @property
    def dated(self) -> bool:
        """Whether each member has a day of review, instead of being looked at every day."""
        return self.due is not Due.EVALUATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A tier that may be tried for some days (体验晋升)."""

    key: str
    label: Words
    tier: str
    days: int
    """Of 24 hours each."""
    who: Any = None
    """Who may, as JSON-Logic; None is everybody on the ladder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeUp:
    """What is missing of a currency may be bought with spend (补差晋升)."""

    currency: str
    """The currency of the ledger that is made up, such as `growth`."""
    rate: Decimal
    """Points for each whole unit of money."""
    most_percent: int = 100
    """At most this share of the distance between the two tiers' thresholds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A goal on the way to a tier, reached once (分阶段目标)."""

    key: str
    label: Words
    condition: Any
    points: int = 0
    """What reaching it is worth."""
    currency: str = "points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One step of a ladder. The lowest has no condition: everybody on the ladder stands there."""

    key: str
    label: Words
    condition: Any = None
    """What it takes to rise here, as JSON-Logic, kept as it was written."""
    retention: Any = None
    """What it takes to stay (保级); None: what it takes to rise."""
    color: str = "slate"
    levels: int = 1
    """In how many equal micro-levels the way from here to the next tier is shown."""
    stages: tuple[Stage, ...] = ()
    """Goals on the way to this tier, in the order in which they are shown."""
    benefits: tuple[TierBenefit, ...] = ()
    """What members have while they are here."""
    pack: Pack | None = None
    """What they are given on reaching it."""
    recurring: tuple[Recurring, ...] = ()
    """What they are given again and again while they are here."""
    void_unused: bool = False
    """Whether coupons of both that are unused become void when the tier is taken away (E-10)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Tiers, lowest first."""

    key: str
    label: Words
    tiers: tuple[Tier, ...]
    members: Any = None
    """Who is on the ladder, as JSON-Logic; None is everybody."""
    period: Period = LIFETIME
    """Qualification period: what the window `period` means."""
    promotion: Promotion = Promotion.JUMP
    promoted: Promoted = Promoted.EVENT
    review: Review = field(default_factory=Review)
    trials: tuple[Trial, ...] = ()
    make_up: MakeUp | None = None
    packs: Packs = Packs.PASSED
    """Whose packs go to a member who rises by several tiers at once."""

    def tier(self, key: str) -> Tier:
        return next(each for each in self.tiers if each.key == key)

    def position(self, key: str | None) -> int:
        """Say how high a tier stands; -1 for no tier."""
        return next((n for n, each in enumerate(self.tiers) if each.key == key), -1)

    @property
    def own_periods(self) -> bool:
        """Whether the qualification period begins on another day for each member.

        While a member is in grace, the period goes on that was not passed.
        """
        graced = self.review.dated and self.review.grace_days > 0
        return self.period.by_member or (self.period.by_calendar and graced)
