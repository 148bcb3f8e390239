"""A club with a ledger, for tests that post to it."""

from typing import Any

from app.clock import to_instant
from app.program.objects import EntryKind
from app.runtime import ledger
from app.runtime.ledger import Posting, Reversal
from app.runtime.records import Outcome, Status
from app.runtime.releases import live
from app.storage.balances import Total, Unbalanced, unbalanced
from tests.runtime.clubs import Club, document


def collected(currency: str, window: str = "lifetime", field: str = "earned") -> dict[str, Any]:
    """The metric of what was earned in a currency, or of what is left of it."""
    mine = {"==": [{"var": "currency"}, currency]}
    return {"sum_of": [f"entry.{field}", window, mine]}


VIP_BY_POINTS = document(("basic", None), ("vip", {">=": [collected("points"), 10_000]}))
GOLD_BY_GROWTH = document(
    ("basic", None),
    ("silver", {">=": [collected("growth"), 500]}),
    ("gold", {">=": [collected("growth"), 1000]}),
)


class Books:
    """What one programme's ledger does, by name of the member and cause of the entry."""

    def __init__(self, club: Club) -> None:
        self.club = club
        self.members: dict[str, int] = {}
        self.posted = 0

    def member(self, name: str) -> int:
        if name not in self.members:
            self.members[name] = self.club.join(name)
        return self.members[name]

    def post(
        self, name: str, amount: int, currency: str = "points", *, cause: str = "", **more: Any
    ) -> Outcome:
        self.posted += 1
        usual = EntryKind.EARN if amount > 0 else EntryKind.SPEND
        more["kind"] = EntryKind(more.get("kind", usual))
        asked = Posting(
            member_id=self.member(name),
            cause=cause or f"test-{self.posted}",
            currency=currency,
            amount=amount,
            **more,
        )
        return self.send(asked)[0]

    def reverse(self, of: str, amount: int | None = None, **more: Any) -> Outcome:
        self.posted += 1
        more.setdefault("cause", f"undo-{self.posted}")
        return self.send(Reversal(of=of, amount=amount, **more))[0]

    def send(self, *asked: Posting | Reversal) -> list[Outcome]:
        with self.club.spaces.writing(self.club.workspace_id) as space:
            return ledger.post(
                space,
                live(space, self.club.program_id),
                asked,
                now=to_instant(self.club.now),
                cause="test",
            )

    def expire(self) -> int:
        with self.club.spaces.writing(self.club.workspace_id) as space:
            found = live(space, self.club.program_id)
            return ledger.expire(space, found, now=to_instant(self.club.now), cause="test")

    def total(self, name: str, currency: str = "points") -> Total:
        with self.club.spaces.reading(self.club.workspace_id) as space:
            found = ledger.holdings(
                space,
                live(space, self.club.program_id),
                self.member(name),
                now=to_instant(self.club.now),
            )
            return next(each.total for each in found if each.currency.key == currency)

    def balance(self, name: str, currency: str = "points", *, at: int | None = None) -> int:
        with self.club.spaces.reading(self.club.workspace_id) as space:
            found = live(space, self.club.program_id)
            return ledger.balance(space, found, self.member(name), currency, at=at)

    def unbalanced(self) -> list[Unbalanced]:
        with self.club.spaces.engine.connect() as connection:
            return unbalanced(connection)


def said(outcome: Outcome) -> str:
    """Give why a request was refused, in English."""
    assert outcome.status is Status.REFUSED
    return " ".join(each.message.en for each in outcome.findings)
