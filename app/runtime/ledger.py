"""The ledger of growth value and points: entries are added, never changed (C-7).

An entry, what it does to lots and debts, the metrics that read it and the tier that follows are one
transaction. The same cause is posted once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.program.currencies import Currency
from app.runtime.booking import Booking, NoLedger, entries_of
from app.runtime.postings import Asked, Expiry, Posting, Reversal
from app.runtime.records import LIMIT, Batch, Outcome, settle
from app.runtime.releases import Live
from app.storage import balances, holds, ledger, records
from app.storage.balances import Total
from app.storage.catalogue import Records
from app.storage.space import Space

__all__ = [
    "Holding",
    "NoLedger",
    "Posting",
    "Reversal",
    "balance",
    "entries_of",
    "expire",
    "holdings",
    "latest",
    "post",
]


def post(
    space: Space, live: Live, asked: Sequence[Asked], *, now: int, cause: str
) -> list[Outcome]:
    """Post entries and reversals in their order; a request that will not do is refused alone.

    `cause` says who asks, for the history of tiers; what each entry is for stands in its own cause.
    Raises `NoLedger`.
    """
    batch = Batch(space=space, live=live, moment=live.moment(now), cause=cause)
    Booking(batch=batch, asked=asked).book()
    moved = settle(batch)
    outcomes = [batch.outcomes[n] for n in range(len(asked))]
    return [replace(each, moved=moved.get(each.member_id or 0, ())) for each in outcomes]


def expire(space: Space, live: Live, *, now: int, cause: str, limit: int = LIMIT) -> int:
    """Let lots lapse that cannot be spent any more today; give how many there were.

    Call it again, in a transaction of its own, until it gives less than `limit`.
    """
    today, program_id = live.moment(now).today, live.catalogue.program_id
    lots = ledger.lapsing(space, program_id, today, limit=limit)
    if lots:
        post(space, live, [Expiry(lot=each) for each in lots], now=now, cause=cause)
    return len(lots)


def balance(
    space: Space, live: Live, member_id: int, currency: str, *, at: int | None = None
) -> int:
    """Add up a member's entries; `at` a moment of the past, those that were known then."""
    return balances.balance(space, entries_of(live), member_id, currency, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What a member has of one currency."""

    currency: Currency
    total: Total


def holdings(space: Space, live: Live, member_id: int, *, now: int) -> tuple[Holding, ...]:
    """Give what a member has of every currency, also of those nothing was ever earned of."""
    entries, program_id = entries_of(live), live.catalogue.program_id
    today = live.moment(now).today
    kept = holds.held(space, program_id, [member_id], at=now)
    found: Mapping[str, Total] = balances.totals(
        space,
        entries,
        program_id,
        member_id,
        today=today,
        held={currency: amount for (_, currency), amount in kept.items()},
    )
    return tuple(
        Holding(currency=each, total=found.get(each.key, Total()))
        for each in live.checked.program.currencies
    )


def latest(
    space: Space,
    live: Live,
    member_id: int,
    currency: str | None = None,
    *,
    limit: int,
    before: int | None = None,
) -> list[dict[str, Any]]:
    """Give a member's entries by field, the last one kept first; those kept before an entry."""
    entries: Records = entries_of(live)
    rows = balances.entries_of(space, entries, member_id, currency, limit=limit, before=before)
    return [records.by_field(entries, row) for row in rows]
