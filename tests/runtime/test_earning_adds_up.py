"""Whatever happens, also at once: entries, lots, debts and budgets tell the same."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from app.clock import to_instant
from app.errors import AppError
from app.program.objects import EntryKind
from app.runtime import holds, ledger
from app.runtime.checkups import examine
from app.runtime.intake import Entry
from app.runtime.ledger import Posting, Reversal
from app.runtime.merge import merge
from app.runtime.records import Outcome, Status, record_many
from app.runtime.releases import live
from app.runtime.removal import remove_record
from app.storage.holds import Hold
from app.storage.space import Space
from app.storage.trouble import trouble_of
from tests.runtime.clubs import Club
from tests.runtime.earnings import PER_YUAN, Shop, earning_club

Clubs = Callable[..., Club]
MEMBERS = 6
BATCH = 10
CREW = 4
MERGES = 0.2
"""After which share of the batches two members become one."""
RULES = (
    {**PER_YUAN, "valid": "20d", "held": 3, "budget": "campaign"},
    {**PER_YUAN, "key": "growth", "currency": "growth"},
    {"key": "play", "object": "activity", "amount": {"give": 3, "each": 2}, "limits": {"day": 40}},
)
CONTENT = earning_club(
    *RULES,
    earning={"boosts": [{"key": "twice", "times": 2, "when": {"weekdays": ["sat", "sun"]}}]},
    budgets=[{"key": "campaign", "most": 600, "every": "month"}],
)


class Life:
    """Members who buy, return, play, correct, spend, hold and become one, at random."""

    def __init__(self, books: Shop, seed: int, name: str = "") -> None:
        self.books, self.name = books, name
        self.chance = random.Random(seed)
        self.orders: list[Outcome] = []
        self.causes: list[tuple[int, str]] = []
        self.posted: list[str] = []
        self.people = [f"m{n}" for n in range(MEMBERS)]
        self.made = 0
        self.merged = 0
        self.refused = 0

    def batch(self) -> None:
        club = self.books.club
        for _ in range(BATCH):
            try:
                with club.spaces.writing(club.workspace_id) as space:
                    self.one(space)
            except (AppError, OperationalError) as error:
                # Somebody else may have made one of two members meanwhile.
                if isinstance(error, OperationalError) and not self.is_busy(error):
                    raise
                self.refused += 1
        if self.chance.random() < MERGES:
            self.merge()

    def one(self, space: Space) -> None:
        self.made += 1
        act = self.chance.choice(
            (
                self.buy,
                self.buy,
                self.give_back,
                self.play,
                self.take_out,
                self.spend,
                self.gift,
                self.reverse,
                self.hold,
                self.close,
            )
        )
        act(space, self.chance.choice(self.people))

    def merge(self) -> None:
        """Make one of two members; somebody new comes in the place of who is gone."""
        club = self.books.club
        survivor, other = self.chance.sample(self.people, 2)
        ids = self.books.member(survivor), self.books.member(other)
        newcomer = f"{self.name}n{self.made}"
        try:
            with club.spaces.writing(club.workspace_id) as space:
                merge(space, live(space, club.program_id), *ids, now=to_instant(club.now))
                joined = self.send(space, self.joining(newcomer))
        except (AppError, OperationalError) as error:
            if isinstance(error, OperationalError) and not self.is_busy(error):
                raise
            self.refused += 1
            return
        assert joined.member_id is not None
        self.books.members[newcomer] = joined.member_id
        self.people[self.people.index(other)] = newcomer
        self.merged += 1

    def joining(self, name: str) -> Entry:
        values = {"external_id": name, "joined_at": self.books.club.now.isoformat()}
        return Entry(object="member", values=values)

    def is_busy(self, error: OperationalError) -> bool:
        """Say whether SQLite's one writer kept others waiting for too long; nothing was kept then.

        On PostgreSQL everybody locks in the same order, and nobody is ever refused.
        """
        engine = self.books.club.spaces.engine
        return engine.dialect.name == "sqlite" and trouble_of(error) is not None

    def send(self, space: Space, entry: Entry) -> Outcome:
        found = live(space, self.books.club.program_id)
        now = to_instant(self.books.club.now)
        (outcome,) = record_many(space, found, [entry], now=now, cause="life", update=True)
        return outcome

    def when(self) -> str:
        late = timedelta(hours=self.chance.choice((0, 0, 1, 30, 24 * 20)))
        return (self.books.club.now - late).isoformat()

    def entry(self, of: str, who: str, **values: Any) -> Entry:
        return Entry(object=of, member={"external_id": who}, values=values)

    def buy(self, space: Space, who: str) -> None:
        amount = f"{self.chance.randint(1, 9000) / 100:.2f}"
        name = f"{self.name}o{self.made}"
        entry = self.entry("order", who, external_id=name, amount=amount, paid_at=self.when())
        self.orders.append(self.send(space, entry))

    def give_back(self, space: Space, _who: str) -> None:
        if self.orders:
            order = self.chance.choice(self.orders)
            entry = Entry(
                object="refund",
                member={"id": str(order.member_id)},
                values={
                    "order": str(order.record_id),
                    "amount": f"{self.chance.randint(1, 4000) / 100:.2f}",
                    "refunded_at": self.books.club.now.isoformat(),
                },
            )
            self.send(space, entry)

    def play(self, space: Space, who: str) -> None:
        name = f"{self.name}a{self.chance.randrange(20)}-{who}"
        value = self.chance.randint(0, 30)
        self.send(
            space,
            self.entry(
                "activity", who, external_id=name, kind="play", value=value, occurred_at=self.when()
            ),
        )

    def take_out(self, space: Space, _who: str) -> None:
        """Delete an order, which takes its refunds and what it earned along."""
        if self.orders:
            order = self.orders.pop(self.chance.randrange(len(self.orders)))
            assert order.record_id is not None
            found, now = live(space, self.books.club.program_id), to_instant(self.books.club.now)
            remove_record(space, found, "order", order.record_id, now=now, cause="life")

    def spend(self, space: Space, who: str) -> None:
        self.post(
            space,
            Posting(
                member_id=self.books.member(who),
                cause=f"{self.name}s{self.made}",
                currency="points",
                amount=-self.chance.randint(1, 60),
                kind=EntryKind.SPEND,
            ),
        )

    def gift(self, space: Space, who: str) -> None:
        """Give points by hand, some of which expire and some of which cannot be spent yet."""
        today = self.books.today
        self.post(
            space,
            Posting(
                member_id=self.books.member(who),
                cause=f"{self.name}g{self.made}",
                currency=self.chance.choice(("points", "growth")),
                amount=self.chance.randint(1, 80),
                expires_on=today + self.chance.randint(1, 30),
            ),
        )

    def reverse(self, space: Space, _who: str) -> None:
        """Take back some of what was given or spent by hand, or all of it, or more than is left."""
        if self.posted:
            amount = self.chance.choice((None, self.chance.randint(1, 90)))
            of = self.chance.choice(self.posted)
            self.post(space, Reversal(cause=f"{self.name}r{self.made}", of=of, amount=amount))

    def post(self, space: Space, asked: Posting | Reversal) -> None:
        found, now = live(space, self.books.club.program_id), to_instant(self.books.club.now)
        ledger.post(space, found, [asked], now=now, cause="life")
        if isinstance(asked, Posting):
            self.posted.append(asked.cause)

    def hold(self, space: Space, who: str) -> None:
        cause = f"{self.name}h{self.made}"
        member, now = self.books.member(who), to_instant(self.books.club.now)
        asked = Hold(
            member_id=member,
            id=0,
            cause=cause,
            currency="points",
            amount=self.chance.randint(1, 30),
            held_at=now,
        )
        try:
            holds.hold(space, live(space, self.books.club.program_id), asked, now=now)
        except AppError:
            return
        self.causes.append((member, cause))

    def close(self, space: Space, _who: str) -> None:
        if self.causes:
            member, cause = self.causes.pop()
            how = self.chance.choice((holds.release, holds.spend))
            found, now = live(space, self.books.club.program_id), to_instant(self.books.club.now)
            how(space, found, member, cause, now=now)


def is_well(books: Shop) -> bool:
    """Ask the doctor, who looks at lots one by one as well."""
    club = books.club
    return examine(
        club.spaces, club.workspace_id, club.program_id, now=to_instant(club.now)
    ).is_well


def a_shop(club: Clubs) -> Shop:
    books = Shop(club(CONTENT))
    for n in range(MEMBERS):
        books.member(f"m{n}")
    return books


def test_what_is_earned_refunded_corrected_and_held_adds_up(
    club: Clubs, request: pytest.FixtureRequest
) -> None:
    wanted = int(request.config.getoption("--ledger-operations"))
    books = a_shop(club)
    life = Life(books, seed=1)
    for n in range(max(wanted // BATCH, 1)):
        life.batch()
        if n % 3 == 0:
            books.club.wait(days=life.chance.randint(0, 6), hours=5)
            books.expire()
        assert books.is_even()
    assert life.made >= wanted
    assert life.merged > 0
    assert is_well(books)
    for name in life.people:
        total = books.totals(name)
        assert total.amount == total.open - total.owed
        assert total.spendable + total.pending <= max(total.amount, 0) + total.held + total.owed


def test_what_many_do_at_once_adds_up(club: Clubs, request: pytest.FixtureRequest) -> None:
    wanted = int(request.config.getoption("--ledger-operations"))
    books = a_shop(club)
    lives = [Life(books, seed=n, name=f"l{n}-") for n in range(CREW)]

    def run(life: Life) -> None:
        for _ in range(max(wanted // BATCH // CREW, 1)):
            life.batch()

    with ThreadPoolExecutor(CREW) as crew:
        list(crew.map(run, lives))
    assert sum(life.made for life in lives) >= wanted - BATCH * CREW
    assert sum(life.merged for life in lives) > 0
    assert books.is_even()
    assert is_well(books)


def test_a_doubled_entry_of_the_same_record_is_refused(club: Clubs) -> None:
    books = a_shop(club)
    values = {"external_id": "o1", "amount": "10", "paid_at": books.club.now.isoformat()}
    entry = Entry(object="order", member={"external_id": "m0"}, values=values)
    assert [each.status for each in books.club.send(entry, entry)] == [
        Status.CREATED,
        Status.KNOWN,
    ]
    assert books.is_even()
