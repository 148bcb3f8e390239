"""Coupons that contradict themselves, over the whole installation; for `rungs doctor`."""

from typing import NamedTuple

from sqlalchemy import Connection, and_, or_, select

from app.storage.benefit_tables import coupon
from app.storage.coupons import CODE, State
from app.storage.tables import identity

FEW = 20
"""Enough to look into."""


class Wrong(NamedTuple):
    member_id: int
    coupon_id: int


def inconsistent(connection: Connection) -> list[Wrong]:
    """Give coupons whose state and moments disagree, and those whose code leads elsewhere."""
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
        .limit(FEW)
    )
    return [Wrong(*row) for row in connection.execute(found)]
