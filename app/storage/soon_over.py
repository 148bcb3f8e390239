"""What members have that is over soon: points and coupons, by the day they cannot be used on."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from app.storage.benefit_tables import coupon
from app.storage.coupons import State
from app.storage.ledger_tables import lot
from app.storage.space import Space
from app.storage.types import BIG


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day that are meant."""

    first: int
    last: int


def points(space: Space, program_id: int, currency: str, days: Days, *, least: int) -> Select[Any]:
    """Give the members of whom so many points expire on one of the days: `member_id`, `day`."""
    here = lot.c
    return (
        space.select(lot, here.member_id, here.expires_on.label("day"))
        .where(here.program_id == program_id, here.currency == currency)
        .where(here.expires_on >= days.first, here.expires_on <= days.last, here.rest > 0)
        .group_by(here.member_id, here.expires_on)
        .having(func.sum(here.rest) >= least)
    )


def coupons(space: Space, program_id: int, design: str | None, days: Days) -> Select[Any]:
    """Give the members of whom a coupon is over on one of the days: `member_id`, `day`."""
    here = coupon.c
    found = (
        space.select(coupon, here.member_id, here.expires_on.label("day"))
        .where(here.program_id == program_id, here.state == State.UNUSED)
        .where(here.expires_on >= days.first, here.expires_on <= days.last)
    )
    return found if design is None else found.where(here.design == design)


def whose(found: Select[Any]) -> Select[Any]:
    return select(found.subquery().c.member_id)


def first_day(found: Select[Any], member: ColumnElement[Any]) -> ColumnElement[Any]:
    """Give the first of a member's days."""
    days = found.subquery()
    first = func.min(days.c.day, type_=BIG)
    return select(first).where(days.c.member_id == member).scalar_subquery()
