"""What happens in a year of sample data: a record comes in, or points are earned and spent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.program.objects import MEMBER
from app.runtime.intake import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """Points that a member gains, or spends where there are less of them."""

    member: str
    """The external id."""
    cause: str
    amount: int
    note: str
    currency: str = "points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    at: datetime
    what: Entry | Earned
    again: bool = False
    """Whether it changes a record that came in before."""


def joined(at: datetime, begins: datetime, values: Mapping[str, Any]) -> Happening:
    """Let somebody join; who was there before the year is recorded when it begins."""
    entry = Entry(object=MEMBER, values={**values, "joined_at": at.isoformat()})
    return Happening(at=max(at, begins), what=entry)


def happened(
    at: datetime, object_key: str, whose: str, values: Mapping[str, Any], *, again: bool = False
) -> Happening:
    entry = Entry(object=object_key, member={"external_id": whose}, values=values)
    return Happening(at=at, what=entry, again=again)
