"""What records earn and give back, on its way into the ledger, and charged to budgets."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from app.runtime.batches import Batch, Status
from app.runtime.booking import Booking
from app.runtime.earning_price import Spending
from app.runtime.postings import EARNED, REVERSED, Asked, Posting, Reversal
from app.storage import audit
from app.storage import budgets as kept_budgets
from app.storage import earning as kept_earning
from app.storage.earning import Given

FOUR_FIFTHS = Fraction(4, 5)
"""The share of a budget at which it is written down that it runs low."""


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

    def give(self, row: Given, note: str | None) -> None:
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
        kept_earning.add(self.batch.space, self.batch.live.catalogue.program_id, booked)
        back = []
        for n, (row, amount) in self.taken.items():
            if books.outcomes[n].status is Status.CREATED:
                back.append(row)
            else:
                row.taken -= amount
                self.spending.charge(row.budget, row.stretch, amount, 0)
        rows = {each.id: each for each in (*back, *self.corrected)}
        kept_earning.correct(self.batch.space, list(rows.values()))

    def _close_budgets(self) -> None:
        """Write down what was charged, and say once that a budget runs low or is used up."""
        now = self.batch.moment.now
        for use in self.spending.uses.values():
            budget = self.spending.budgets.get(use.budget)
            if budget is None:
                continue
            if use.used >= budget.limit and use.ended_at is None:
                use.ended_at = now
                self._tell("budget.used_up", use, budget.limit)
            if use.used >= budget.limit * FOUR_FIFTHS and use.warned_at is None:
                use.warned_at = now
                self._tell("budget.low", use, budget.limit)
        kept_budgets.save(
            self.batch.space, self.batch.live.catalogue.program_id, self.spending.uses.values()
        )

    def _tell(self, action: str, use: kept_budgets.Use, limit: int) -> None:
        detail = {"used": use.used, "limit": limit, "stretch": use.stretch}
        audit.note(
            self.batch.space,
            at=self.batch.moment.now,
            actor=None,
            action=action,
            subject=f"budget:{use.budget}",
            detail=detail,
        )


def cause_of(row: Given) -> str:
    """Name the entry of an earning: the same record earns by the same rule once."""
    cause = f"{EARNED}{row.rule}:{row.object}:{row.record_id}"
    return f"{cause}:{row.number}" if row.number else cause
