"""Ladders: tiers in order, each with the condition that puts a member on it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.words import Words


class Period(StrEnum):
    """Qualification period: what the window `period` means, and when members re-qualify."""

    LIFETIME = "lifetime"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Promotion(StrEnum):
    JUMP = "jump"
    """To the highest tier the member qualifies for."""
    STEP = "step"
    """One tier at an evaluation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One step of a ladder. The lowest has no condition: everybody on the ladder stands there."""

    key: str
    label: Words
    condition: Any = None
    """JSON-Logic, kept as it was written."""
    color: str = "slate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Tiers, lowest first."""

    key: str
    label: Words
    tiers: tuple[Tier, ...]
    members: Any = None
    """Who is on the ladder, as JSON-Logic; None is everybody."""
    period: Period = Period.LIFETIME
    promotion: Promotion = Promotion.JUMP

    def tier(self, key: str) -> Tier:
        return next(each for each in self.tiers if each.key == key)

    def position(self, key: str | None) -> int:
        """Say how high a tier stands; -1 for no tier."""
        return next((n for n, each in enumerate(self.tiers) if each.key == key), -1)
