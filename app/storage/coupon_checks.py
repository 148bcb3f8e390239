"""Coupons that contradict themselves."""

from typing import NamedTuple

from sqlalchemy import Connection, and_, or_, select

from app.storage.benefit_tables import coupon
from app.storage.book_checks import Piece
from app.storage.coupons import CODE, State
from app.storage.tables import identity

FEW = 20
"""Enough to look into."""


class Wrong(NamedTuple):
    member_id: int
    coupon_id: int


def inconsistent(
    connection: Connection,
    *,
    program_id: int | None = None,
    piece: Piece | None = None,
    limit: int = FEW,
) -> list[Wrong]:
    """Give coupons whose state and moments disagree, and those whose code leads elsewhere.

    They are those of a programme and of some of its members, or of the whole installation.
    """
    table = coupon.c
    used = table.state == State.USED
    closed = table.state.in_([State.EXPIRED, State.VOID])
    states = or_(
        and_(used, table.used_at.is_(None)),
        and_(~used, table.used_at.is_not(None)),
        and_(closed, table.closed_at.is_(None)),
        table.state.not_in([each.value for each in State]),
    )
    found = (
        select(table.member_id, table.id)
        .outerjoin(
            identity,
            and_(
                identity.c.workspace_id == table.workspace_id,
                identity.c.program_id == table.program_id,
                identity.c.kind == CODE,
                identity.c.value == table.code,
                identity.c.record_id == table.id,
                identity.c.member_id == table.member_id,
            ),
        )
        .where(or_(states, identity.c.value.is_(None)))
        .order_by(table.member_id, table.id)
        .limit(limit)
    )
    if program_id is not None:
        found = found.where(table.program_id == program_id)
    if piece is not None:
        found = found.where(table.member_id.between(*piece))
    return [Wrong(*row) for row in connection.execute(found)]
