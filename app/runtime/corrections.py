"""Putting a member's ledger right by hand: an entry with a reason, or the taking back of one."""

from dataclasses import dataclass

from app.program.objects import EntryKind
from app.runtime.ledger import Posting, Reversal, post
from app.runtime.postings import BY_HAND
from app.runtime.records import Outcome, Status
from app.runtime.releases import Live
from app.storage import audit
from app.storage.space import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What somebody wants to be entered; `once` names the form, which counts a single time."""

    member_id: int
    once: str
    currency: str
    amount: int
    """Signed: what the balance gains; it may take more than there is."""
    reason: str
    expires_on: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingBack:
    """An entry that somebody wants to be reversed, all that is left of it."""

    member_id: int
    once: str
    of: str
    """The cause of the entry."""
    reason: str


def correct(
    space: Space, live: Live, wanted: Correction | TakingBack, *, now: int, by: str
) -> Outcome:
    """Enter it, with its reason on the entry and in the audit. Raises `NoLedger`."""
    (outcome,) = post(space, live, [_asked(wanted)], now=now, cause=f"user:{by}")
    if outcome.status is Status.CREATED:
        done = {"reason": wanted.reason, "entry": str(outcome.record_id)}
        if isinstance(wanted, Correction):
            action = "ledger.corrected"
            done |= {"currency": wanted.currency, "amount": str(wanted.amount)}
        else:
            action, done["of"] = "ledger.reversed", wanted.of
        subject = f"member:{wanted.member_id}"
        audit.note(space, at=now, actor=by, action=action, subject=subject, detail=done)
    return outcome


def _asked(wanted: Correction | TakingBack) -> Posting | Reversal:
    cause = f"{BY_HAND}{wanted.member_id}:{wanted.once}"
    if isinstance(wanted, TakingBack):
        return Reversal(cause=cause, of=wanted.of, member_id=wanted.member_id, note=wanted.reason)
    return Posting(
        member_id=wanted.member_id,
        cause=cause,
        currency=wanted.currency,
        amount=wanted.amount,
        kind=EntryKind.ADJUST,
        expires_on=wanted.expires_on,
        note=wanted.reason,
    )
