"""What records earn and give back, on its way into the ledger, and charged to budgets."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.runtime.batches import Batch, Status
from app.runtime.booking import Booking
from app.runtime.budget_books import Spending, close
from app.runtime.earning_boosts import Boosted, Extra
from app.runtime.postings import EARNED, REVERSED, Asked, Posting, Reversal
from app.storage import earning as kept_earning
from app.storage.earning import Given


@dataclass(slots=True, kw_only=True)
class EarningBooks:
    """Requests to the ledger, and why they are made."""

    batch: Batch
    spending: Spending = field(default_factory=Spending)
    asked: list[Asked] = field(default_factory=list)
    given: dict[int, Given] = field(default_factory=dict)
    """By number of the request that books it."""
    taken: dict[int, tuple[Given, int]] = field(default_factory=dict)
    corrected: list[Given] = field(default_factory=list)
    extras: dict[int, tuple[Extra, ...]] = field(default_factory=dict)
    """What boosts add to what is given, by number of the request."""
    boosted: Boosted = field(default_factory=Boosted)

    def give(self, row: Given, note: str | None, extras: tuple[Extra, ...] = ()) -> None:
        for each in extras:
            self.spending.charge(each.budget, each.stretch, each.amount, each.refused)
        self.extras[len(self.asked)] = extras
        self.given[len(self.asked)] = row
        self.asked.append(
            Posting(
                member_id=row.member_id,
                cause=cause_of(row),
                currency=row.currency,
                amount=row.amount,
                occurred_at=min(row.at, self.batch.moment.now),
                expires_on=row.why.get("expires_on"),
                usable_on=row.why.get("usable_on"),
                note=note,
                own=True,
            )
        )

    def adjust(self, group: Sequence[Given], due: int) -> None:
        """Give or take back what is missing from what a record should have earned."""
        missing = due - sum(each.rest for each in group)
        last = group[-1]
        if missing > 0:
            row = Given(
                member_id=last.member_id,
                id=0,
                rule=last.rule,
                object=last.object,
                record_id=last.record_id,
                number=last.number + 1,
                currency=last.currency,
                at=last.at,
                day=last.day,
                whole=last.whole,
                amount=missing,
                budget=last.budget,
                stretch=last.stretch,
                why={**last.why, "again": True},
            )
            self.spending.charge(row.budget, row.stretch, missing, 0)
            self.give(row, None)
        for each in reversed(group):
            part = min(each.rest, -missing)
            if part > 0:
                missing += part
                self._reverse(each, part)

    def _reverse(self, row: Given, amount: int) -> None:
        self.taken[len(self.asked)] = (row, amount)
        cause = f"{REVERSED}{EARNED}{row.id}:{row.taken}"
        self.asked.append(Reversal(cause=cause, of=cause_of(row), amount=amount))
        row.taken += amount
        self.spending.charge(row.budget, row.stretch, -amount, 0)
        self.boosted.follow(row, self.spending)

    def book(self) -> None:
        """Book it all; what was booked before, or cannot be, is charged to no budget."""
        if self.asked:
            books = Batch(
                space=self.batch.space,
                live=self.batch.live,
                moment=self.batch.moment,
                cause=self.batch.cause,
                touched=self.batch.touched,
                chain=self.batch.chain,
            )
            Booking(batch=books, asked=self.asked).book()
            self._keep(books)
        self._close_budgets()

    def _keep(self, books: Batch) -> None:
        booked = []
        for n, row in self.given.items():
            outcome = books.outcomes[n]
            if outcome.status is Status.CREATED and outcome.record_id is not None:
                row.id = outcome.record_id
                booked.append(row)
            else:
                self.spending.charge(row.budget, row.stretch, -row.amount, 0)
                for extra in self.extras.pop(n):
                    self.spending.charge(extra.budget, extra.stretch, -extra.amount, 0)
        kept_earning.add(self.batch.space, self.batch.live.catalogue.program_id, booked)
        back = []
        for n, (row, amount) in self.taken.items():
            if books.outcomes[n].status is Status.CREATED:
                back.append(row)
            else:
                row.taken -= amount
                self.spending.charge(row.budget, row.stretch, amount, 0)
                self.boosted.follow(row, self.spending)
        rows = {each.id: each for each in (*back, *self.corrected)}
        kept_earning.correct(self.batch.space, list(rows.values()))
        made = [(self.given[n], extras) for n, extras in self.extras.items()]
        self.boosted.save(self.batch.space, self.batch.live.catalogue.program_id, made)

    def _close_budgets(self) -> None:
        spending, program_id = self.spending, self.batch.live.catalogue.program_id
        now = self.batch.moment.now
        close(self.batch.space, program_id, spending.budgets, spending.uses.values(), now=now)


def cause_of(row: Given) -> str:
    """Name the entry of an earning: the same record earns by the same rule once."""
    cause = f"{EARNED}{row.rule}:{row.object}:{row.record_id}"
    return f"{cause}:{row.number}" if row.number else cause
