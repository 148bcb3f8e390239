"""How members earn points and growth value: rules, what speeds them up, and what they may cost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.program.benefit import Every
from app.program.coupon import ALWAYS, Validity
from app.program.objects import ACTIVITY, ORDER
from app.words import Words

EVER = "ever"
"""The stretch of a limit that never begins anew."""
SPANS = (*(each.value for each in Every), EVER)
REFUNDED = "refunded"
"""The status of an order of which nothing is left."""
USUAL_FIELDS: Mapping[str, str] = {ORDER: "net", ACTIVITY: "value"}
"""What is multiplied where a rate does not name a field."""


class Rounding(StrEnum):
    """What becomes of a part of a point; asked once, when everything is multiplied."""

    DOWN = "down"
    NEAREST = "nearest"
    """Half away from zero."""
    UP = "up"


class Together(StrEnum):
    """What holds where several boosts meet (E-14)."""

    BEST = "best"
    SUM = "sum"
    """Each adds what it is more than one."""
    PRODUCT = "product"


class Around(StrEnum):
    """How near to a birthday a boost holds."""

    DAY = "day"
    WEEK = "week"
    """The calendar's own week in which the birthday falls."""
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """So many for each so much of a field: 1 for each 10 yuan spent."""

    give: int
    each: float = 1
    """Of the main unit, where it is money."""
    of: str | None = None
    """The field; None is what an order came to, or the value of an activity."""
    whole: bool = True
    """Whether only what is reached in full counts: 19.99 of each 10 is 1."""


Amount = int | Rate | Mapping[str, Any]
"""A number of its own, a rate, or JSON-Logic over the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarningRule:
    """What earns: a kind of record with a condition, how much, and how often at most."""

    key: str
    label: Words
    object: str = ORDER
    kind: str | None = None
    """Of an activity: check-in, review, referral; None is every kind."""
    where: Any = None
    """JSON-Logic over the record, and the member as they were when it happened."""
    amount: Amount = 0
    currency: str = "points"
    rounding: Rounding = Rounding.DOWN
    limits: Mapping[str, int] = field(default_factory=dict)
    """How much one member may earn by it in a day, a week …; by the day it happened."""
    times: Mapping[str, int] = field(default_factory=dict)
    """How often."""
    cooldown: int = 0
    """Minutes before it earns again."""
    valid: Validity = ALWAYS
    """How long what is earned can be used, from the day it happened."""
    held: int = 0
    """Days before it can be used, such as those in which goods may be returned."""
    boosted: bool = True
    """Whether multipliers of tiers and boosts count."""
    budget: str | None = None
    first: int | None = None
    last: int | None = None
    """Local days on which it holds, both included."""
    off: bool = False

    @property
    def multiplied(self) -> str | None:
        """The field that its rate multiplies."""
        if not isinstance(self.amount, Rate):
            return None
        return self.amount.of or USUAL_FIELDS.get(self.object)

    @property
    def is_fixed(self) -> bool:
        """Whether it is worth the same whatever the record says."""
        return isinstance(self.amount, int)

    @property
    def is_limited(self) -> bool:
        return bool(self.limits or self.times or self.cooldown)

    def holds_on(self, day: int) -> bool:
        after = self.first is None or self.first <= day
        return after and (self.last is None or day <= self.last)

    def minds(self, object_key: str, row: Mapping[str, Any]) -> bool:
        """Say whether a record is of the kind that earns, whatever it says besides."""
        if self.off or self.object != object_key:
            return False
        if object_key == ORDER and row.get("status") == REFUNDED:
            return False
        return self.kind is None or object_key != ACTIVITY or row.get("kind") == self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Days and hours by the calendar; what is not set leaves everything in."""

    first: int | None = None
    last: int | None = None
    """Local days, both included."""
    weekdays: tuple[int, ...] = ()
    """0 is Monday."""
    days: tuple[int, ...] = ()
    """Of the month; -1 is its last day."""
    months: tuple[int, ...] = ()
    hours: tuple[int, int] | None = None
    """Minutes of the day, the second one not included."""
    birthday: Around | None = None


ANY_TIME = When()


@dataclass(frozen=True, slots=True, kw_only=True)
class Boost:
    """More for the same for a while: a sprint day (积分冲刺日), a birthday."""

    key: str
    label: Words
    times: float
    when: When = ANY_TIME
    where: Any = None
    """JSON-Logic over the member, as they were when it happened."""
    rules: tuple[str, ...] = ()
    """Which rules it speeds up; none named is every one of its currency."""
    currency: str = "points"
    budget: str | None = None
    """What it gives besides comes out of this one; what the rule gives alone does not."""
    off: bool = False

    def speeds(self, rule: EarningRule) -> bool:
        if self.off or rule.currency != self.currency:
            return False
        return not self.rules or rule.key in self.rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """What one member may earn of a currency by all rules together."""

    currency: str
    limits: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Earning:
    """All of it."""

    rules: tuple[EarningRule, ...] = ()
    boosts: tuple[Boost, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()
    together: Together = Together.BEST
    most: float | None = None
    """The highest multiplier that any number of boosts come to."""

    def find(self, key: str) -> EarningRule | None:
        return next((each for each in self.rules if each.key == key), None)


NO_EARNING = Earning()


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One thing by which an amount is multiplied."""

    kind: str
    """`tier`, `grant` or `boost`."""
    key: str
    times: float
    labels: Mapping[str, str] = field(default_factory=dict)
    """What it is called, as it was then."""
