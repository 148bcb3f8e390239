"""How many coupons budgets would let through: exactly where one thing draws on them, else at most.

Which of several is issued before a common budget ends depends on who comes first, and that is
known once they come.
"""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from app.days import Moment
from app.program.benefit import Every
from app.program.budget import Budget, Of
from app.program.spans import first_day, next_first_day
from app.runtime.budget_books import Price
from app.runtime.budget_marks import fillings
from app.runtime.coupon_prices import prices_of_coupons
from app.runtime.sight import Sight

N = TypeVar("N", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """So many coupons of a design, now or whenever a stretch of the calendar begins."""

    design: str
    count: int
    every: Every | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ration:
    """What becomes of so many coupons."""

    count: int
    """How many are given, or may be at most."""
    refused: int = 0
    """How many are not, or are not at least."""
    at_most: bool = False
    """Whether something else draws on the budget too, so that fewer may be left."""
    budget: Budget | None = None
    """Which one stops the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rations:
    """The budgets of coupons that stop, with what they have left."""

    moment: Moment
    prices: Mapping[str, tuple[Price, ...]] = field(default_factory=dict)
    """What one coupon takes, by design."""
    left: Mapping[str, int] = field(default_factory=dict)
    """By budget."""

    @classmethod
    def of(cls, sight: Sight) -> "Rations":
        """Read what budgets of the draft have left, in one statement; in none without budgets."""
        program = sight.checked.program
        stopping = [each for each in program.budgets if each.of is Of.COUPONS and each.stops]
        used = fillings(sight.space, sight.rules.catalogue.program_id, stopping, sight.moment)
        return cls(
            moment=sight.moment,
            prices=prices_of_coupons(stopping, program.coupons),
            left={each.budget.key: max(each.budget.limit - each.use.used, 0) for each in used},
        )

    def shared(self, wanted: Mapping[N, Wanted]) -> dict[N, Ration]:
        """Say what becomes of everything that is wanted."""
        asked = Counter[str]()
        for each in wanted.values():
            # What its own budgets do not let through takes nothing out of the others.
            rooms = [self._room(each, price) for price in self._prices(each)]
            room = min([each.count, *rooms])
            for price in self._prices(each):
                asked[price.budget.key] += room * price.amount
        return {name: self._ration(each, asked) for name, each in wanted.items()}

    def after(self, wanted: Mapping[N, Wanted], given: Mapping[N, Ration]) -> "Rations":
        """Give what is left once these are issued."""
        left = dict(self.left)
        for name, each in wanted.items():
            for price in self._prices(each):
                rest = left[price.budget.key] - given[name].count * price.amount
                left[price.budget.key] = max(rest, 0)
        return replace(self, left=left)

    def _prices(self, wanted: Wanted) -> tuple[Price, ...]:
        return tuple(each for each in self.prices.get(wanted.design, ()) if each.amount)

    def _ration(self, wanted: Wanted, asked: Counter[str]) -> Ration:
        """Have the budget with the least room decide; one that others want too makes it unsure."""
        prices = self._prices(wanted)
        tight = min(prices, key=lambda each: self._room(wanted, each), default=None)
        room = wanted.count if tight is None else self._room(wanted, tight)
        given = min(wanted.count, room)
        contested = [
            each.budget
            for each in prices
            if asked[each.budget.key] > self._left(each.budget, wanted.every)
        ]
        budget = tight.budget if tight is not None and given < wanted.count else None
        return Ration(
            count=given,
            refused=wanted.count - given,
            # A budget that has nothing left gives none, whoever else draws on it.
            at_most=given > 0 and bool(contested),
            budget=budget or next(iter(contested), None),
        )

    def _room(self, wanted: Wanted, price: Price) -> int:
        return self._left(price.budget, wanted.every) // price.amount

    def _left(self, budget: Budget, every: Every | None) -> int:
        """Give what a budget has now, or when the next stretch begins: it may begin with it."""
        if every is None or budget.every is None:
            return self.left[budget.key]
        today, calendar = self.moment.today, self.moment.calendar
        day = next_first_day(every, first_day(every, today, calendar))
        begun = first_day(budget.every, day, calendar) > first_day(budget.every, today, calendar)
        return budget.limit if begun else self.left[budget.key]
