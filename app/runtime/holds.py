"""Holding part of a balance for something, and then spending or releasing it (冻结).

What is held cannot be spent otherwise. It still expires: a hold keeps points from being spent, not
from growing old.
"""

from dataclasses import replace

from app.errors import Conflict, Finding, Invalid, NotFound
from app.program.objects import MEMBER, EntryKind
from app.runtime import ledger
from app.runtime.ledger import Posting
from app.runtime.postings import wrong_cause
from app.runtime.records import Outcome
from app.runtime.releases import Live
from app.storage import holds, records
from app.storage.holds import RELEASED, SPENT, Hold
from app.storage.space import Space


class NoSuchHold(NotFound):
    def __init__(self) -> None:
        super().__init__("没有这笔冻结。", "There is no such hold.")


def hold(space: Space, live: Live, asked: Hold, *, now: int) -> Hold:
    """Keep part of a balance for a cause, once. Raises `Invalid`."""
    records.lock(space, live.catalogue.records[MEMBER], [asked.member_id])
    program_id = live.catalogue.program_id
    known = holds.find(space, program_id, asked.member_id, asked.cause)
    if known is not None:
        return known
    findings = list(wrong_cause(asked.cause, own=False))
    currency = live.checked.program.find_currency(asked.currency)
    if currency is None or not currency.spendable:
        message = "没有这种可以使用的积分。", "There is no such currency that can be spent."
        findings.append(Finding.of("/currency", *message))
    if asked.amount <= 0:
        findings.append(Finding.of("/amount", "冻结多少要大于 0。", "It is more than nothing."))
    if asked.ends_at is not None and asked.ends_at <= now:
        findings.append(Finding.of("/ends_at", "结束时间已经过去。", "The end is past already."))
    if not findings and (left := _spendable(space, live, asked, now)) < asked.amount:
        zh, en = f"余额不足：可用 {left:,}。", f"This is more than there is to spend, {left:,}."
        findings.append(Finding.of("/amount", zh, en))
    if findings:
        raise Invalid("没有冻结。", "Nothing is held.", tuple(findings))
    made = replace(asked, id=space.new_id(), held_at=now)
    holds.add(space, program_id, [made])
    return made


def _spendable(space: Space, live: Live, asked: Hold, now: int) -> int:
    for each in ledger.holdings(space, live, asked.member_id, now=now):
        if each.currency.key == asked.currency:
            return each.total.spendable
    return 0


def release(space: Space, live: Live, member_id: int, cause: str, *, now: int) -> Hold:
    """Let what was held be spent again; done twice it changes nothing. Raises `NoSuchHold`."""
    return _close(space, live, member_id, cause, now=now, why=RELEASED)


def spend(
    space: Space, live: Live, member_id: int, cause: str, *, now: int, note: str | None = None
) -> Outcome:
    """Spend what was held, under the cause of the hold. Raises `NoSuchHold`, `Conflict`."""
    found = _close(space, live, member_id, cause, now=now, why=SPENT)
    posting = Posting(
        member_id=member_id,
        cause=cause,
        currency=found.currency,
        amount=-found.amount,
        kind=EntryKind.SPEND,
        note=note or found.note,
    )
    (outcome,) = ledger.post(space, live, [posting], now=now, cause=cause)
    return outcome


def _close(space: Space, live: Live, member_id: int, cause: str, *, now: int, why: str) -> Hold:
    records.lock(space, live.catalogue.records[MEMBER], [member_id])
    found = holds.find(space, live.catalogue.program_id, member_id, cause)
    if found is None:
        raise NoSuchHold
    if found.closed_why == why:
        return found
    if not found.is_open(now):
        raise Conflict("这笔冻结已经结束。", "This hold is over already.")
    holds.close(space, found, at=now, why=why)
    return replace(found, closed_at=now, closed_why=why)
