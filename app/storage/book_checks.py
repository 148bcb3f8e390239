"""Entries, lots and debts that contradict one another, for the members of a piece."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, union_all

from app.storage.catalogue import Records
from app.storage.ledger_tables import allocation, debt, lot
from app.storage.records import own
from app.storage.space import Space

Piece = tuple[int, int]
"""Members from one id to another, both included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Off:
    """What a member's books of one currency are off by."""

    member_id: int
    currency: str
    difference: int


def uneven(
    space: Space, entries: Records, program_id: int, piece: Piece, *, limit: int
) -> list[Off]:
    """Find who has other entries than lots and debts add up to."""
    there, currency = entries.table, entries.fields["currency"]
    names = there.c.member_id.label("member_id"), currency.label("currency")
    books = union_all(
        own(space, entries, *names, entries.fields["amount"].label("amount")).where(
            there.c.member_id.between(*piece)
        ),
        _rest(space, lot, program_id, piece, -lot.c.rest),
        _rest(space, debt, program_id, piece, debt.c.rest),
    ).subquery()
    total = func.sum(books.c.amount)
    found = (
        select(books.c.member_id, books.c.currency, total)
        .group_by(books.c.member_id, books.c.currency)
        .having(total != 0)
        .order_by(books.c.member_id, books.c.currency)
        .limit(limit)
    )
    return _read(space, found)


def _rest(space: Space, table: Any, program_id: int, piece: Piece, rest: ColumnElement[Any]) -> Any:
    here = table.c
    return space.select(table, here.member_id, here.currency, rest).where(
        here.program_id == program_id, here.member_id.between(*piece)
    )


def misshapen(space: Space, program_id: int, piece: Piece, *, limit: int) -> list[Off]:
    """Find who has a lot of which something else is left than was not taken from it."""
    taken = func.coalesce(func.sum(allocation.c.amount), 0)
    here = lot.c
    left = here.amount - taken - here.rest
    lots = (
        space.select(lot, here.member_id, here.currency, left.label("left"))
        .outerjoin(
            allocation,
            (allocation.c.member_id == here.member_id) & (allocation.c.lot_id == here.id),
        )
        .where(here.program_id == program_id, here.member_id.between(*piece))
        .group_by(here.member_id, here.id, here.currency, here.amount, here.rest)
        .having(or_(left != 0, here.rest < 0, here.rest > here.amount))
        .order_by(here.member_id, here.id)
        .limit(limit)
    )
    return _read(space, lots)


def _read(space: Space, asked: Any) -> list[Off]:
    rows: Any = space.execute(asked)
    return [Off(member_id=row[0], currency=row[1], difference=int(row[2])) for row in rows]
