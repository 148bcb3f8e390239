"""What boosts give besides, out of budgets of their own: taken with an entry, back with a part."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from app.days import Moment
from app.program.checked_earning import CheckedEarning
from app.program.earning import EarningRule, Factor
from app.program.earning_amounts import multiplied, rounded
from app.runtime.budget_books import Spending, stretch_of
from app.storage import budget_charges
from app.storage.budget_charges import BOOST, Charge
from app.storage.budgets import Name
from app.storage.earning import Given
from app.storage.space import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """What one boost adds to an entry."""

    budget: str
    stretch: int
    amount: int
    refused: int

    def share(self, part: int, whole: int) -> "Extra":
        """Give what it adds to a part of the entry."""
        return replace(self, amount=self.amount * part // whole if whole else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What a record is worth with its boosts, as far as their budgets go."""

    amount: int
    plain: int
    """Without the boosts that have a budget."""
    times: Fraction
    extras: tuple[Extra, ...] = ()

    def within(self, given: int) -> tuple[Extra, ...]:
        """Give what is added where limits let through no more than this: boosts give way first."""
        left = max(given - self.plain, 0)
        kept = []
        for each in self.extras:
            amount = min(each.amount, left)
            left -= amount
            kept.append(replace(each, amount=amount))
        return tuple(kept)


def budgets_of(checked: CheckedEarning) -> Mapping[str, str]:
    """Give the budgets of boosts, by boost."""
    return {
        each.boost.key: each.boost.budget
        for each in checked.boosts
        if each.boost.budget is not None and each.boost.budget in checked.budgets
    }


def worth_of(
    checked: CheckedEarning,
    rule: EarningRule,
    base: Fraction,
    factors: Sequence[Factor],
    moment: Moment,
    spending: Spending,
) -> Worth:
    """Multiply, and bring what boosts with a budget add down to what is left of it."""
    budgets = budgets_of(checked)
    whole = multiplied(factors, checked.earning)
    held = [each for each in factors if each.key in budgets and each.kind == "boost"]
    if not held:
        amount = rounded(base * whole, rule.rounding)
        return Worth(amount=amount, plain=amount, times=whole)
    counted = [each for each in factors if each not in held]
    before = plain = rounded(base * multiplied(counted, checked.earning), rule.rounding)
    amount, extras = plain, []
    for each in held:
        counted.append(each)
        after = rounded(base * multiplied(counted, checked.earning), rule.rounding)
        wanted, before = max(after - before, 0), after
        left, stretch = spending.left(budgets[each.key], moment)
        given = wanted if left is None else min(wanted, left)
        amount += given
        if stretch is not None:
            extras.append(
                Extra(
                    budget=budgets[each.key],
                    stretch=stretch,
                    amount=given,
                    refused=wanted - given,
                )
            )
    full = rounded(base * whole, rule.rounding)
    times = whole if amount == full else Fraction(amount) / base
    return Worth(amount=amount, plain=plain, times=times, extras=tuple(extras))


def names_of(checked: CheckedEarning, rule: EarningRule, moment: Moment) -> Iterable[Name]:
    """Name the budgets that boosts of a rule may come out of at a moment."""
    for each in checked.boosts:
        budget = checked.budgets.get(each.boost.budget or "")
        if budget is not None and each.boost.speeds(rule):
            yield budget.key, stretch_of(budget, moment)


@dataclass(slots=True, kw_only=True)
class Boosted:
    """What boosts took out of their budgets for entries, new ones and those known before."""

    known: dict[tuple[int, int], list[Charge]] = field(default_factory=dict)
    """By member and entry."""
    changed: dict[tuple[int, int, str], Charge] = field(default_factory=dict)

    @classmethod
    def read(cls, space: Space, program_id: int, rows: Sequence[Given]) -> "Boosted":
        found = cls()
        if rows:
            members, ids = [each.member_id for each in rows], [each.id for each in rows]
            for each in budget_charges.of_things(space, program_id, BOOST, members, ids):
                found.known.setdefault((each.member_id, each.id), []).append(each)
        return found

    def names(self) -> set[Name]:
        return {(each.budget, each.stretch) for of in self.known.values() for each in of}

    def follow(self, row: Given, spending: Spending) -> None:
        """Bring what was charged for an entry to the share of it that is not taken back."""
        charges = self.known.get((row.member_id, row.id), [])
        for n, each in enumerate(charges):
            taken = each.amount * row.taken // row.amount if row.amount else 0
            if taken != each.taken:
                spending.charge(each.budget, each.stretch, each.taken - taken, 0)
                charges[n] = replace(each, taken=taken)
                self.changed[each.member_id, each.id, each.budget] = charges[n]

    def save(
        self, space: Space, program_id: int, booked: Iterable[tuple[Given, tuple[Extra, ...]]]
    ) -> None:
        """Write down what was charged for entries that are booked."""
        new: dict[tuple[int, int, str], Charge] = {}
        for row, extras in booked:
            for each in extras:
                if each.amount:
                    name = (row.member_id, row.id, each.budget)
                    sum_up = each.amount + (new[name].amount if name in new else 0)
                    new[name] = Charge(
                        member_id=row.member_id,
                        sort=BOOST,
                        id=row.id,
                        budget=each.budget,
                        stretch=each.stretch,
                        amount=sum_up,
                    )
        budget_charges.add(space, program_id, list(new.values()))
        budget_charges.set_taken(space, list(self.changed.values()))
