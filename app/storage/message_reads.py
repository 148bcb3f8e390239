"""What messages say of members, read for a batch of them: balances, coupons, what they got."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, or_

from app.storage.benefit_tables import coupon
from app.storage.flow_tables import outbox
from app.storage.ledger_tables import debt, lot
from app.storage.sets import bound, numbers
from app.storage.space import Space

BEGUN = ("sent", "sending", "retry")
"""States of messages that a member has got, or is about to get."""


def balances(
    space: Space, program_id: int, ids: Sequence[int], *, today: int
) -> Mapping[int, Mapping[str, int]]:
    """Give what these members have of each currency that has not expired, less what they owe."""
    dialect = space.connection.dialect.name
    found: dict[int, dict[str, int]] = {}
    lots = (
        space.select(lot, lot.c.member_id, lot.c.currency, func.sum(lot.c.rest).label("rest"))
        .where(lot.c.program_id == program_id, lot.c.rest > 0)
        .where(lot.c.member_id.in_(numbers(dialect)))
        .where(or_(lot.c.expires_on.is_(None), lot.c.expires_on > today))
        .group_by(lot.c.member_id, lot.c.currency)
    )
    owed = (
        space.select(debt, debt.c.member_id, debt.c.currency, func.sum(debt.c.rest).label("rest"))
        .where(debt.c.program_id == program_id, debt.c.rest > 0)
        .where(debt.c.member_id.in_(numbers(dialect)))
        .group_by(debt.c.member_id, debt.c.currency)
    )
    for sign, statement in ((1, lots), (-1, owed)):
        rows: Sequence[Any] = space.execute(statement, {"ids": bound(dialect, list(ids))}).all()
        for row in rows:
            mine = found.setdefault(row.member_id, {})
            mine[row.currency] = mine.get(row.currency, 0) + sign * int(row.rest)
    return found


def coupons_of_flows(
    space: Space, program_id: int, ids: Sequence[int]
) -> Mapping[int, Sequence[Any]]:
    """Give the coupons that automations issued to these members, the newest first."""
    dialect = space.connection.dialect.name
    here = coupon.c
    rows: Sequence[Any] = space.execute(
        space.select(coupon, here.member_id, here.design, here.code, here.cause, here.expires_on)
        .where(here.program_id == program_id)
        .where(here.member_id.in_(numbers(dialect)))
        .where(here.cause.startswith("flow:", autoescape=True))
        .order_by(here.issued_at.desc(), here.id.desc()),
        {"ids": bound(dialect, list(ids))},
    ).all()
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.member_id, []).append(row)
    return found


def got_since(
    space: Space, program_id: int, ids: Sequence[int], *, since: int
) -> Mapping[int, Sequence[Any]]:
    """Give what these members got since a moment: id, channel, purpose, state and when."""
    dialect = space.connection.dialect.name
    here = outbox.c
    at = func.coalesce(here.sent_at, here.due_at).label("at")
    rows: Sequence[Any] = space.execute(
        space.select(outbox, here.member_id, here.id, here.channel, here.purpose, here.state, at)
        .where(here.program_id == program_id)
        .where(here.member_id.in_(numbers(dialect)))
        .where(here.state.in_(BEGUN))
        .where(or_(here.sent_at >= since, here.sent_at.is_(None))),
        {"ids": bound(dialect, list(ids))},
    ).all()
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.member_id, []).append(row)
    return found
