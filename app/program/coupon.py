"""Coupons as they are designed: what they are worth, where and until when they may be used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.days import Calendar, add_months
from app.program.benefit import Every
from app.program.spans import first_day, next_first_day
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """From when until when a coupon may be used; with nothing set, always."""

    days: int | None = None
    months: int | None = None
    until_end_of: Every | None = None
    """The calendar's own day, week or month in which it is issued."""
    first: int | None = None
    """The first local day, where the days are fixed."""
    last: int | None = None

    @property
    def is_fixed(self) -> bool:
        return self.first is not None or self.last is not None

    def starts_on(self, day: int) -> int | None:
        """Give the first day of use of one that is issued on a day, if it must wait for it."""
        return None if self.first is None or self.first <= day else self.first

    def expires_on(self, day: int, calendar: Calendar) -> int | None:
        """Give the first local day on which one that is issued on a day can be used no more."""
        if self.last is not None:
            return self.last + 1
        if self.days is not None:
            return day + self.days
        if self.months is not None:
            return add_months(day, self.months)
        if self.until_end_of is not None:
            return next_first_day(self.until_end_of, first_day(self.until_end_of, day, calendar))
        return None


ALWAYS = Validity()


class OnRefund(StrEnum):
    """What becomes of a coupon when the order it was used for is refunded in full."""

    RETURN = "return"
    """It can be used again, until the day it would have expired."""
    KEEP = "keep"
    """It stays used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponDesign:
    """A design of which coupons are issued; `kind` names a file of `app/program/coupons/`."""

    key: str
    kind: str
    label: Words
    options: Mapping[str, Any] = field(default_factory=dict)
    minimum: int = 0
    """What must be spent to use it, in the smallest unit."""
    valid: Validity = ALWAYS
    stores: Words | None = None
    """Where it may be used; None is everywhere."""
    goods: Words | None = None
    """What it may be used for; None is everything."""
    most_each: int | None = None
    """How many one member may be given in all."""
    cost: int | None = None
    """What one costs when it is used, in the smallest unit, where that is known."""
    budgets: tuple[str, ...] = ()
    """Which budgets each one comes out of, besides those of all coupons."""
    transferable: bool = False
    on_refund: OnRefund = OnRefund.RETURN
    help: Words | None = None
