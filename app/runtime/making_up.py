"""Make-up promotions are confirmed once they are paid, and taken back with the payment."""

from dataclasses import dataclass
from typing import Any

from app.errors import Conflict, Invalid, NotFound
from app.program.objects import EntryKind
from app.runtime import ledger
from app.runtime.booking import entries_of, originals
from app.runtime.make_up import NoQuote, Quote, quote
from app.runtime.postings import LONGEST_CAUSE, MADE_UP, REVERSED, Posting, Reversal
from app.runtime.records import Outcome, Status
from app.runtime.releases import Live
from app.storage import ledger as kept_ledger
from app.storage import records
from app.storage.space import Space
from app.words import Words

LONGEST_REFERENCE = LONGEST_CAUSE - len(MADE_UP) - len(REVERSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What a member paid for, as they were told it."""

    ladder: str
    points: int
    reference: str
    """The payment's own number; it is confirmed once."""


def confirm(
    space: Space, live: Live, member_id: int, paid: Payment, *, now: int, cause: str
) -> Outcome:
    """Enter what was bought and place the member, unless this payment has been confirmed before.

    Raises `Conflict` where the quote no longer holds, or the payment was for something else.
    """
    _refuse_reference(paid.reference)
    records.lock(space, live.catalogue.members, [member_id])
    known = _known(space, live, member_id, paid)
    if known is not None:
        return known
    found = quote(space, live, member_id, paid.ladder, now=now)
    if isinstance(found, NoQuote):
        raise Conflict(found.reason.zh, found.reason.en)
    if found.points != paid.points:
        raise Conflict(
            f"报价已经变了：现在差 {found.points:,}，而不是 {paid.points:,}。请重新报价。",
            f"The quote no longer holds: {found.points:,} is missing now, not {paid.points:,}."
            " Ask for a new one.",
        )
    asked = Posting(
        member_id=member_id,
        cause=f"{MADE_UP}{paid.reference}",
        currency=found.currency.key,
        amount=found.points,
        kind=EntryKind.MAKE_UP,
        note=_note(found),
    )
    (outcome,) = ledger.post(space, live, [asked], now=now, cause=cause)
    _raise(outcome)
    return outcome


def _refuse_reference(reference: str) -> None:
    if not reference.strip() or len(reference) > LONGEST_REFERENCE:
        raise Invalid(
            f"付款编号应有 1 到 {LONGEST_REFERENCE} 个字符。",
            f"The reference of a payment has 1 to {LONGEST_REFERENCE} characters.",
        )


def _known(space: Space, live: Live, member_id: int, paid: Payment) -> Outcome | None:
    """Find what was confirmed for this payment before, and refuse it for anything else."""
    cause = f"{MADE_UP}{paid.reference}"
    owner = originals(space, live, [cause]).get(cause)
    if owner is None:
        return None
    entries = entries_of(live)
    row = records.find_rows(space, entries, [owner.record_id])[owner.record_id]
    if (owner.member_id, row["amount"]) != (member_id, paid.points):
        raise Conflict(
            "这笔付款已用于另一次补差。", "This payment was confirmed for something else."
        )
    if kept_ledger.reversed_of(space, entries, [owner.record_id]):
        raise Conflict("这笔付款已经退回。", "This payment has been returned.")
    return Outcome(status=Status.KNOWN, record_id=owner.record_id, member_id=member_id)


def _note(found: Quote) -> str:
    price = f"{found.price // 100}.{found.price % 100:02}"
    return f"{found.ladder.key}: {found.held.key} → {found.next.key}, {price}"


def reverse_make_up(space: Space, live: Live, reference: str, *, now: int, cause: str) -> Outcome:
    """Take back what was bought, for the payment was returned.

    The growth value is gone at once; the tier is looked at again at the next evaluation (E-10).
    Raises `NotFound`.
    """
    _refuse_reference(reference)
    made_up = f"{MADE_UP}{reference}"
    if not originals(space, live, [made_up]):
        raise NotFound("没有这笔补差。", "Nothing was made up by this payment.")
    asked = Reversal(cause=f"{REVERSED}{made_up}", of=made_up)
    (outcome,) = ledger.post(space, live, [asked], now=now, cause=cause)
    _raise(outcome)
    return outcome


def _raise(outcome: Outcome) -> None:
    """Refuse the whole of a request that could not be entered."""
    if outcome.status is Status.REFUSED:
        said: Any = outcome.findings[0].message if outcome.findings else Words("", "")
        raise Invalid(said.zh, said.en, outcome.findings)
