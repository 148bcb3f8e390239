"""What happened to records and tiers in one transaction, as triggers look at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.days import Moment
from app.runtime.releases import Live
from app.storage.space import Space

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A record that was created, or changed when there is a `before`."""

    object: str
    member_id: int
    record_id: int
    after: Row
    """Values by field, as columns hold them."""
    before: Row | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A member whose tier in force changed."""

    member_id: int
    ladder: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A form that a member submitted."""

    member_id: int
    form: str
    record_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A coupon that was used, or expired."""

    member_id: int
    coupon_id: int
    design: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """All of it; `chain` names the automations that led to it."""

    space: Space
    live: Live
    moment: Moment
    chain: str = ""
    members: Sequence[int] = ()
    """Members whose metrics may have changed."""
    kept: Sequence[Kept] = ()
    turned: Sequence[Turned] = ()
    submitted: Sequence[Submitted] = field(default=())
    used: Sequence[Ticket] = ()
    expired: Sequence[Ticket] = ()
    once: str = ""
    """What it all belongs to, where nobody goes into an automation twice for the same."""

    def __bool__(self) -> bool:
        return any((self.members, self.kept, self.turned, self.submitted, self.used, self.expired))
