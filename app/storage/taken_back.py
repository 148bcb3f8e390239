"""Coupons of members who lose a tier: those that are unused still, and having them be void."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import FromClause, or_

from app.storage.benefit_tables import coupon
from app.storage.coupons import State
from app.storage.sets import bound, numbers
from app.storage.space import Space

Thing = tuple[int, int]
"""A coupon, by its member and its id."""


class Unused(NamedTuple):
    """A coupon of somebody who falls, and from which place to which."""

    member_id: int
    id: int
    cause: str
    was: int
    now: int


def unused_of_those(
    space: Space, program_id: int, falling: FromClause, *, today: int
) -> list[Unused]:
    """Give what those who fall have not used; `falling` has `member_id`, `was` and `now`.

    A coupon whose last day is over has expired, whether or not that is written down.
    """
    table = coupon.c
    named = (table.member_id, table.id, table.cause, falling.c.was, falling.c.now)
    rows: Any = space.execute(
        space.select(coupon, *named)
        .where(table.program_id == program_id)
        .where(table.member_id == falling.c.member_id, falling.c.now < falling.c.was)
        .where(table.state == State.UNUSED)
        .where(or_(table.expires_on.is_(None), table.expires_on > today))
    )
    return [Unused(*row) for row in rows]


def make_void(
    space: Space, program_id: int, things: Sequence[Thing], *, at: int, why: str
) -> list[Thing]:
    """Have coupons be void; give those that nobody used in the meantime."""
    if not things:
        return []
    dialect = space.connection.dialect.name
    rows = space.execute(
        space.update(coupon)
        .where(coupon.c.program_id == program_id)
        .where(coupon.c.member_id.in_(numbers(dialect)))
        .where(coupon.c.id.in_(numbers(dialect, "coupons")))
        .where(coupon.c.state == State.UNUSED)
        .values(state=State.VOID, closed_at=at, by=None, why=why)
        .returning(coupon.c.member_id, coupon.c.id),
        {
            "ids": bound(dialect, sorted({member for member, _ in things})),
            "coupons": bound(dialect, sorted(each for _, each in things)),
        },
    )
    return sorted((row.member_id, row.id) for row in rows)
