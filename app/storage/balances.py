"""What members have of each currency, by the entries and by the lots; and whether both agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Row,
    Select,
    String,
    Table,
    and_,
    column,
    func,
    literal,
    or_,
    select,
    table,
    union_all,
)

from app.program.objects import ENTRY
from app.storage.catalogue import Records, column_name
from app.storage.ledger_tables import debt, lot
from app.storage.records import own
from app.storage.space import Space
from app.storage.tables import field_column, object_table

NOTHING: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What one member has of one currency, by each of the books."""

    amount: int = 0
    """The sum of all entries."""
    earned: int = 0
    open: int = 0
    """What is left of lots."""
    usable: int = 0
    """What is left of lots that have not expired and can be spent."""
    pending: int = 0
    """What is left of lots that can be spent on a later day."""
    held: int = 0
    """What is kept for something."""
    owed: int = 0

    @property
    def spendable(self) -> int:
        """What can be spent: what has not expired, less what is owed beyond what has."""
        beyond = max(self.owed - (self.open - self.usable), 0)
        return max(self.usable - beyond - self.held, 0)


def totals(
    space: Space,
    entries: Records,
    program_id: int,
    member_id: int,
    *,
    today: int,
    held: Mapping[str, int] = NOTHING,
) -> Mapping[str, Total]:
    """Add up a member's entries, lots and debts, by currency."""
    sums = _of_entries(space, entries, member_id)
    lots = _of_lots(space, program_id, member_id, today=today)
    debts = _of_debts(space, program_id, member_id)
    return {
        key: Total(
            amount=sums.get(key, (0, 0))[0],
            earned=sums.get(key, (0, 0))[1],
            open=lots.get(key, (0, 0, 0))[0],
            usable=lots.get(key, (0, 0, 0))[1],
            pending=lots.get(key, (0, 0, 0))[2],
            held=held.get(key, 0),
            owed=debts.get(key, (0,))[0],
        )
        for key in sums.keys() | lots.keys() | debts.keys()
    }


Sums = Mapping[str, tuple[int, ...]]
"""By currency."""


def _of_entries(space: Space, entries: Records, member_id: int) -> Sums:
    """Add up the amounts, and what of them was earned."""
    currency, there = entries.fields["currency"], entries.table
    amount, earned = func.sum(entries.fields["amount"]), func.sum(entries.fields["earned"])
    found = own(space, entries, currency, amount, earned)
    return _by_currency(space, found.where(there.c.member_id == member_id).group_by(currency))


def _of_lots(space: Space, program_id: int, member_id: int, *, today: int) -> Sums:
    """Add up what is left of lots: all of it, what is usable, and what will be."""
    fresh = or_(lot.c.expires_on.is_(None), lot.c.expires_on > today)
    usable = and_(fresh, or_(lot.c.usable_on.is_(None), lot.c.usable_on <= today))
    pending = and_(fresh, lot.c.usable_on > today)
    rest = func.sum(lot.c.rest)
    found = space.select(lot, lot.c.currency, rest, rest.filter(usable), rest.filter(pending))
    return _by_currency(
        space,
        found.where(
            lot.c.program_id == program_id, lot.c.member_id == member_id, lot.c.rest > 0
        ).group_by(lot.c.currency),
    )


def _of_debts(space: Space, program_id: int, member_id: int) -> Sums:
    found = space.select(debt, debt.c.currency, func.sum(debt.c.rest)).where(
        debt.c.program_id == program_id, debt.c.member_id == member_id
    )
    return _by_currency(space, found.group_by(debt.c.currency))


def _by_currency(space: Space, statement: Select[Any]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    rows: list[Any] = list(space.execute(statement))
    for row in rows:
        found[row[0]] = tuple(int(each or 0) for each in row[1:])
    return found


def balance(
    space: Space, entries: Records, member_id: int, currency: str, *, at: int | None
) -> int:
    """Add up a member's entries in one currency, as they were known at a moment."""
    there = entries.table
    statement = own(space, entries, func.coalesce(func.sum(entries.fields["amount"]), 0)).where(
        there.c.member_id == member_id, entries.fields["currency"] == currency
    )
    if at is not None:
        statement = statement.where(there.c.created_at <= at)
    return int(space.execute(statement).scalar_one())


def has_entries(space: Space, entries: Records, currency: str) -> bool:
    """Say whether anything was ever written in a currency, for anybody."""
    found = own(space, entries, literal(1)).where(entries.fields["currency"] == currency)
    return space.execute(found.limit(1)).first() is not None


def entries_of(
    space: Space,
    entries: Records,
    member_id: int,
    currency: str | None,
    *,
    limit: int,
    before: int | None = None,
) -> list[Row[Any]]:
    """Read a member's entries, the last one kept first; those that were kept before another."""
    there = entries.table
    statement = own(space, entries).where(there.c.member_id == member_id)
    if currency is not None:
        statement = statement.where(entries.fields["currency"] == currency)
    if before is not None:
        mark = there.alias()
        kept_at = (
            select(mark.c.created_at)
            .where(mark.c.workspace_id == space.workspace_id, mark.c.id == before)
            .scalar_subquery()
        )
        earlier = and_(there.c.created_at == kept_at, there.c.id < before)
        statement = statement.where(or_(there.c.created_at < kept_at, earlier))
    newest = statement.order_by(there.c.created_at.desc(), there.c.id.desc())
    return list(space.execute(newest.limit(limit)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unbalanced:
    """A member whose entries are not what lots and debts add up to."""

    program_id: int
    member_id: int
    currency: str
    difference: int


def unbalanced(connection: Connection, *, most: int = 20) -> list[Unbalanced]:
    """Find members whose entries and lots disagree, in every workspace; for the console alone."""
    found: list[Unbalanced] = []
    for program_id, object_id in _ledgers(connection):
        rows = connection.execute(_differing(connection, program_id, object_id).limit(most))
        found += [
            Unbalanced(
                program_id=program_id,
                member_id=row.member_id,
                currency=row.currency,
                difference=int(row.amount),
            )
            for row in rows
        ]
    return found


def _ledgers(connection: Connection) -> list[tuple[int, int]]:
    """Give programme and object of everything that has entries."""
    rows = connection.execute(
        select(object_table.c.program_id, object_table.c.id).where(object_table.c.key == ENTRY)
    )
    return [(row.program_id, row.id) for row in rows]


def _differing(connection: Connection, program_id: int, object_id: int) -> Select[Any]:
    columns = connection.execute(
        select(field_column.c.key, func.min(field_column.c.id).label("id"))
        .where(field_column.c.object_id == object_id)
        .where(field_column.c.key.in_(("currency", "amount")))
        .group_by(field_column.c.key)
    )
    names = {row.key: column_name(row.id) for row in columns}
    currency, amount = column(names["currency"], String), column(names["amount"], BigInteger)
    entries = table(f"r_{object_id}", column("member_id", BigInteger), currency, amount)
    books = union_all(
        select(entries.c.member_id, currency.label("currency"), amount.label("amount")),
        _kept(lot, program_id, -1),
        _kept(debt, program_id, 1),
    ).subquery()
    total = func.sum(books.c.amount)
    return (
        select(books.c.member_id, books.c.currency, total.label("amount"))
        .group_by(books.c.member_id, books.c.currency)
        .having(total != 0)
    )


def _kept(rows: Table, program_id: int, sign: int) -> Select[Any]:
    found = select(rows.c.member_id, rows.c.currency, rows.c.rest * literal(sign))
    return found.where(rows.c.program_id == program_id)
