"""Members of the reference model: plain lists of what they did and of where they stood."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any


@dataclass(slots=True)
class Order:
    paid_at: datetime
    cents: int
    refunded: int = 0

    @property
    def net(self) -> int:
        return self.cents - self.refunded


@dataclass(frozen=True, slots=True)
class Act:
    kind: str
    at: datetime


@dataclass(slots=True)
class Layer:
    """A tier held besides the earned one."""

    kind: str
    tier: str
    starts: datetime
    ends: datetime | None
    state: str = "waiting"
    why: str | None = None

    @property
    def turns(self) -> datetime | None:
        """When it begins, or else ends."""
        if self.state == "closed":
            return None
        return self.starts if self.state == "waiting" else self.ends

    def covers(self, at: datetime) -> bool:
        over = self.ends is not None and self.ends <= at
        return self.state != "closed" and self.starts <= at and not over

    @property
    def named(self) -> str:
        return "manual" if self.kind in {"floor", "lock"} else self.kind


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Row:
    """One line of a member's tier history."""

    day: date
    reason: str
    layer: str
    old: str
    new: str
    old_earned: str
    new_earned: str


@dataclass(slots=True)
class Member:
    name: str
    joined_at: datetime
    city: str
    orders: list[Order] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)
    history: list[Row] = field(default_factory=list)
    notices: set[tuple[date, str]] = field(default_factory=set)
    earned: str | None = None
    tier: str | None = None
    lift: str | None = None
    lock: str | None = None
    since: date | None = None
    """The day on which the tier in force began."""
    reached: date | None = None
    risen: bool = False
    """Whether the earned tier came by a promotion and has not been kept at a review since."""
    begun: date | None = None
    due: date | None = None
    grace: date | None = None
    recheck: date | None = None

    def active(self) -> list[Layer]:
        return [each for each in self.layers if each.state == "active"]

    def since_ever(self) -> "Member":
        """Give the member with windows that begin before everything, not with the tier."""
        return replace(self, begun=date.min, since=date.min)

    def everything(self) -> list[tuple[str, Act]]:
        """Give all activities: those recorded, and a purchase for each order that counts."""
        bought = [Act("purchase", each.paid_at) for each in self.orders if each.net > 0]
        return [(each.kind, each) for each in (*self.acts, *bought)]


Document = dict[str, Any]
