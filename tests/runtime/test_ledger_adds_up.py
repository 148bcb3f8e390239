"""Whatever happens, entries and lots tell the same: Σ entries = Σ open lots − debts."""

import random
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from app.clock import to_instant
from app.program.objects import EntryKind
from app.runtime.ledger import Posting, Reversal
from app.runtime.records import Status
from app.storage.ledger_tables import allocation, debt, lot
from tests.runtime.clubs import Club
from tests.runtime.ledgers import GOLD_BY_GROWTH, Books

Clubs = Callable[..., Club]
MEMBERS = 5
BATCH = 10
CURRENCIES = ("points", "growth")
KINDS = (EntryKind.EARN, EntryKind.EARN, EntryKind.SPEND, EntryKind.ADJUST)


class Life:
    """Members who earn, spend, return and let expire, at random and yet always the same."""

    def __init__(self, books: Books, seed: int) -> None:
        self.books = books
        self.chance = random.Random(seed)
        self.causes: list[str] = []
        self.kept = 0

    def batch(self) -> None:
        asked = [self.one() for _ in range(BATCH)]
        for each in self.books.send(*asked):
            self.kept += each.status is Status.CREATED
        if self.chance.random() < 0.3:
            self.books.club.wait(days=self.chance.randint(1, 10))
            self.books.expire()

    def one(self) -> Posting | Reversal:
        if self.causes and self.chance.random() < 0.3:
            return self.reversal()
        cause = f"c{len(self.causes)}"
        if self.causes and self.chance.random() < 0.1:
            cause = self.chance.choice(self.causes)
        self.causes.append(cause)
        return self.posting(cause)

    def posting(self, cause: str) -> Posting:
        kind, amount = self.chance.choice(KINDS), self.chance.randint(1, 100)
        if kind is EntryKind.SPEND or (kind is EntryKind.ADJUST and self.chance.random() < 0.6):
            amount = -amount
        today = self.books.club.live.moment(to_instant(self.books.club.now)).today
        expires = today + self.chance.randint(1, 30) if self.chance.random() < 0.6 else None
        return Posting(
            member_id=self.books.member(f"m{self.chance.randrange(MEMBERS)}"),
            cause=cause,
            currency=self.chance.choice(CURRENCIES),
            amount=amount,
            kind=kind,
            expires_on=expires if amount > 0 else None,
        )

    def reversal(self) -> Reversal:
        today = self.books.club.live.moment(to_instant(self.books.club.now)).today
        whole, longer = self.chance.random() < 0.5, self.chance.random() < 0.3
        return Reversal(
            cause=f"r{self.chance.randrange(10**9)}",
            of=self.chance.choice(self.causes),
            amount=None if whole else self.chance.randint(1, 60),
            extend_to=today + self.chance.randint(5, 60) if longer else None,
        )


def test_entries_are_what_lots_and_debts_add_up_to(
    club: Clubs, request: pytest.FixtureRequest
) -> None:
    wanted = int(request.config.getoption("--ledger-operations"))
    books = Books(club(GOLD_BY_GROWTH))
    life = Life(books, seed=1)
    for _ in range(wanted // BATCH):
        life.batch()
        assert books.unbalanced() == []
    assert life.kept > wanted // 2
    _lots_are_what_was_not_taken(books)
    _nobody_has_points_and_debts(books)


def _lots_are_what_was_not_taken(books: Books) -> None:
    taken = func.coalesce(func.sum(allocation.c.amount), 0)
    wrong = (
        select(lot.c.id, lot.c.amount, lot.c.rest, taken)
        .outerjoin(allocation, allocation.c.lot_id == lot.c.id)
        .group_by(lot.c.member_id, lot.c.id, lot.c.amount, lot.c.rest)
        .having(lot.c.amount - taken != lot.c.rest)
    )
    with books.club.spaces.engine.connect() as connection:
        assert connection.execute(wrong).all() == []
        outside = select(lot.c.id).where((lot.c.rest < 0) | (lot.c.rest > lot.c.amount))
        assert connection.execute(outside).all() == []
        assert connection.execute(select(debt.c.id).where(debt.c.rest < 0)).all() == []


def _nobody_has_points_and_debts(books: Books) -> None:
    for name in books.members:
        for currency in CURRENCIES:
            total = books.total(name, currency)
            assert total.open == 0 or total.owed == 0
            assert total.amount == total.open - total.owed


def test_an_entry_that_was_tampered_with_is_found(club: Clubs) -> None:
    books = Books(club(GOLD_BY_GROWTH))
    books.post("ann", 100)
    with books.club.spaces.engine.begin() as connection:
        connection.execute(lot.update().values(rest=99))
    (found,) = books.unbalanced()
    assert (found.member_id, found.currency, found.difference) == (books.member("ann"), "points", 1)
