"""Budgets: how much may be given in a stretch of time, over all members."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.program.benefit import Every
from app.words import Words

ROUNDING = 1e-9
"""So that 0.3 divided by 0.1 is three."""


class Of(StrEnum):
    """What a budget counts."""

    CURRENCY = "currency"
    """Points, or another currency, that rules and boosts give."""
    COUPONS = "coupons"
    """Coupons that are issued: how many, or what they come to at face value."""
    BENEFITS = "benefits"
    """Benefits that are granted besides those of the tiers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What may be given in a stretch of time, over all members."""

    key: str
    label: Words
    of: Of = Of.CURRENCY
    all: bool = False
    """Whether every coupon, or every benefit, comes out of it, and not only those that name it."""
    currency: str = "points"
    most: int | None = None
    """How many; None where it is said in money."""
    money: int | None = None
    """In the smallest unit; of coupons, what they come to at face value."""
    worth: float | None = None
    """What one costs, in the main unit of money; coupons say it themselves."""
    every: Every | None = None
    """Begins anew with each; None is once and for all."""
    stops: bool = True
    """Whether nothing more is given once it is used up; otherwise it only warns."""

    @property
    def in_money(self) -> bool:
        """Whether money itself is counted, in the smallest unit."""
        return self.of is Of.COUPONS and self.money is not None

    @property
    def limit(self) -> int:
        """How many there are; of one in money, how much."""
        if self.most is not None:
            return self.most
        if self.in_money:
            return self.money or 0
        if not self.money or not self.worth:
            return 0
        return int(self.money / 100 / self.worth + ROUNDING)


def charged(budgets: Iterable[Budget], of: Of, named: Iterable[str]) -> Iterator[Budget]:
    """Give the budgets of a kind that something comes out of: those it names, and those of all."""
    known = set(named)
    return (each for each in budgets if each.of is of and (each.all or each.key in known))
