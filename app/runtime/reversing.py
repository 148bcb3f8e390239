"""How much of an entry can be taken back, and what that does to balance and earnings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from app.errors import Finding
from app.program.objects import EntryKind
from app.runtime.postings import Reversal, wrong_cause
from app.storage.identities import Owner
from app.storage.ledger import Reversed

REVERSIBLE = frozenset({EntryKind.EARN, EntryKind.SPEND, EntryKind.ADJUST, EntryKind.MAKE_UP})
NOTHING = Reversed(amount=0, earned=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """An entry that is to be reversed."""

    id: int
    currency: str
    kind: str
    amount: int
    earned: int
    occurred_at: int
    reversed: Reversed

    @classmethod
    def of(cls, row: Mapping[str, Any], taken: Reversed | None) -> Self:
        names = ("id", "currency", "kind", "amount", "earned", "occurred_at")
        return cls(**{name: row[name] for name in names}, reversed=taken or NOTHING)

    def after(self, taken: Reversed) -> Self:
        """Give the same once more of it has been reversed."""
        total = Reversed(
            amount=self.reversed.amount + taken.amount, earned=self.reversed.earned + taken.earned
        )
        return replace(self, reversed=total)


def wrong_reversal(asked: Reversal, original: Owner | None) -> Iterator[Finding]:
    """Say why a reversal will not do, whatever the entry is."""
    yield from wrong_cause(asked.cause, own=asked.member_id is None)
    if original is None or asked.member_id not in {None, original.member_id}:
        yield Finding.of(
            "/of",
            f"没有缘由编号为“{asked.of}”的账目。",
            f"There is no entry with the cause {asked.of!r}.",
        )
    if asked.amount is not None and asked.amount <= 0:
        yield Finding.of(
            "/amount", "冲正多少要写正数。", "How much is reversed is a positive number."
        )


def worth(asked: Reversal, original: Original, *, lapsed: int) -> Reversed | Finding:
    """Say what the balance and the earnings lose or gain; what has expired is not taken again."""
    if original.kind not in REVERSIBLE:
        return Finding.of(
            "/of",
            "冲正和失效的账目不能再冲正。",
            "Reversals and expiries are not reversed themselves.",
        )
    sign = 1 if original.amount > 0 else -1
    amount = max(sign * (original.amount + original.reversed.amount) - lapsed, 0)
    earned = sign * (original.earned + original.reversed.earned)
    if amount == 0 and earned == 0:
        return Finding.of(
            "/of", "这笔账目已经全部冲正。", "All of this entry has been reversed already."
        )
    if asked.amount is None:
        return Reversed(amount=-sign * amount, earned=-sign * earned)
    if asked.amount > max(amount, earned):
        return Finding.of(
            "/amount",
            f"最多还能冲正 {max(amount, earned):,}。",
            f"At most {max(amount, earned):,} of it can still be reversed.",
        )
    return Reversed(
        amount=-sign * min(asked.amount, amount), earned=-sign * min(asked.amount, earned)
    )
