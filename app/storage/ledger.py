"""Lots, allocations and debts of the ledger, read and written for sets of members."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, or_

from app.storage.bulk import insert_all
from app.storage.catalogue import Records
from app.storage.ledger_tables import allocation, debt, lot
from app.storage.records import own
from app.storage.sets import bound, numbers
from app.storage.space import Space


@dataclass(slots=True, kw_only=True, eq=False)
class Lot:
    """Part of a balance that came together; `id` is 0 until it is written."""

    id: int = 0
    member_id: int
    currency: str
    entry_id: int
    amount: int
    rest: int
    lapsed: int = 0
    expires_on: int | None = None
    usable_on: int | None = None
    """The first local day on which it can be spent; None is at once."""


@dataclass(slots=True, kw_only=True, eq=False)
class Debt:
    """What was taken back and had been spent; `id` is 0 until it is written."""

    id: int = 0
    member_id: int
    currency: str
    entry_id: int
    amount: int
    rest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a debit took from a lot, or was given back to it (negative)."""

    entry_id: int
    lot: Lot
    amount: int
    cause_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is known of some members before anything is booked."""

    lots: Sequence[Lot]
    """Those that are not used up, and those that the named entries brought or took from."""
    debts: Sequence[Debt]
    parts: Sequence[tuple[int, int, int]]
    """What the named entries have taken: entry, lot, amount."""


def open_of(
    space: Space, program_id: int, member_ids: Sequence[int], entry_ids: Sequence[int]
) -> Found:
    """Read open lots and debts of members, and all that is behind some of their entries."""
    dialect = space.connection.dialect.name
    wanted = {
        "members": bound(dialect, list(member_ids)),
        "entries": bound(dialect, list(entry_ids)),
    }
    members, entries = numbers(dialect, "members"), numbers(dialect, "entries")

    def mine(table: Any) -> Select[Any]:
        found = space.select(table).where(table.c.program_id == program_id)
        return found.where(table.c.member_id.in_(members))

    parts: Sequence[Row[Any]] = ()
    if entry_ids:
        taken = mine(allocation).where(allocation.c.entry_id.in_(entries))
        amount = func.sum(allocation.c.amount).label("amount")
        parts = space.execute(
            taken.with_only_columns(allocation.c.entry_id, allocation.c.lot_id, amount).group_by(
                allocation.c.entry_id, allocation.c.lot_id
            ),
            wanted,
        ).all()
    wanted["lots"] = bound(dialect, [each.lot_id for each in parts])
    named = or_(lot.c.entry_id.in_(entries), lot.c.id.in_(numbers(dialect, "lots")))
    lots = space.execute(mine(lot).where(or_(lot.c.rest > 0, named)), wanted)
    debts = space.execute(mine(debt).where(debt.c.rest > 0), wanted)
    return Found(
        lots=[_lot(row) for row in lots],
        debts=[_debt(row) for row in debts],
        parts=[(row.entry_id, row.lot_id, int(row.amount)) for row in parts],
    )


def _lot(row: Any) -> Lot:
    return Lot(
        id=row.id,
        member_id=row.member_id,
        currency=row.currency,
        entry_id=row.entry_id,
        amount=row.amount,
        rest=row.rest,
        lapsed=row.lapsed,
        expires_on=row.expires_on,
        usable_on=row.usable_on,
    )


def _debt(row: Any) -> Debt:
    return Debt(
        id=row.id,
        member_id=row.member_id,
        currency=row.currency,
        entry_id=row.entry_id,
        amount=row.amount,
        rest=row.rest,
    )


def lapsing(space: Space, program_id: int, day: int, *, limit: int) -> list[Lot]:
    """Give lots that may not be spent any more on a local day, and are not used up."""
    rows = space.execute(
        space.select(lot)
        .where(lot.c.program_id == program_id, lot.c.expires_on <= day, lot.c.rest > 0)
        .order_by(lot.c.expires_on, lot.c.id)
        .limit(limit)
    )
    return [_lot(row) for row in rows]


def write(
    space: Space,
    program_id: int,
    lots: Sequence[Lot],
    debts: Sequence[Debt],
    taken: Sequence[Taken],
) -> None:
    """Keep lots and debts as they are now, and add what was taken."""
    head = {"workspace_id": space.workspace_id, "program_id": program_id}
    everything: list[Lot | Debt] = [*lots, *debts]
    new = [each for each in everything if each.id == 0]
    _change(space, lot, [each for each in lots if each.id], ("rest", "lapsed"))
    _change(space, debt, [each for each in debts if each.id], ("rest",))
    for row, new_id in zip(new, space.take_ids(len(new)), strict=True):
        row.id = new_id
    names = ("member_id", "id", "currency", "entry_id", "amount", "rest")
    of_lot = (*names, "lapsed", "expires_on", "usable_on")
    added = [each for each in new if isinstance(each, Lot)]
    insert_all(space, lot, [head | _values(each, of_lot) for each in added])
    owed = [each for each in new if isinstance(each, Debt)]
    insert_all(space, debt, [head | _values(each, names) for each in owed])
    rows = [
        head
        | {
            "member_id": each.lot.member_id,
            "id": row_id,
            "entry_id": each.entry_id,
            "lot_id": each.lot.id,
            "amount": each.amount,
            "cause_id": each.cause_id,
        }
        for row_id, each in zip(space.take_ids(len(taken)), taken, strict=True)
    ]
    insert_all(space, allocation, rows)


def _values(of: Lot | Debt, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(of, name) for name in names}


def _change(
    space: Space, table: Any, changed: Sequence[Lot | Debt], names: tuple[str, ...]
) -> None:
    if not changed:
        return
    statement = (
        space.update(table)
        .where(table.c.member_id == bindparam("owner"), table.c.id == bindparam("row"))
        .values({name: bindparam(f"new_{name}") for name in names})
    )
    space.execute(
        statement,
        [
            {"owner": each.member_id, "row": each.id}
            | {f"new_{name}": getattr(each, name) for name in names}
            for each in changed
        ],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversed:
    """How much of an entry other entries have taken back."""

    amount: int
    earned: int


def reversed_of(space: Space, entries: Records, ids: Sequence[int]) -> dict[int, Reversed]:
    """Add up what reverses some entries."""
    if not ids:
        return {}
    dialect = space.connection.dialect.name
    reverses = entries.fields["reverses"]
    amount, earned = (func.sum(entries.fields[key]) for key in ("amount", "earned"))
    rows = space.execute(
        own(space, entries, reverses.label("of"), amount.label("amount"), earned.label("earned"))
        .where(reverses.in_(numbers(dialect)))
        .group_by(reverses),
        {"ids": bound(dialect, list(ids))},
    )
    return {row.of: Reversed(amount=int(row.amount), earned=int(row.earned)) for row in rows}
