"""Budgets while something comes out of them: locked, charged, and closed with word of their end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from app.days import Moment
from app.program.budget import Budget
from app.program.spans import first_day
from app.storage import audit, budget_charges, budgets
from app.storage.budget_charges import Charge, Refusal
from app.storage.budgets import ALWAYS, Name, Use
from app.storage.space import Space

FOUR_FIFTHS = Fraction(4, 5)
"""The share of a budget at which it is written down that it runs low."""


def stretch_of(budget: Budget, moment: Moment) -> int:
    """Give the first day of the stretch of a budget in which something happened."""
    if budget.every is None:
        return ALWAYS
    return first_day(budget.every, moment.today, moment.calendar)


def close(
    space: Space, program_id: int, known: Mapping[str, Budget], uses: Iterable[Use], *, now: int
) -> None:
    """Write down what was charged, and say once that a budget runs low or is used up."""
    held = list(uses)
    for use in held:
        budget = known.get(use.budget)
        if budget is None:
            continue
        if use.used >= budget.limit and use.ended_at is None:
            use.ended_at = now
            _tell(space, "budget.used_up", use, budget.limit, now=now)
        if use.used >= budget.limit * FOUR_FIFTHS and use.warned_at is None:
            use.warned_at = now
            _tell(space, "budget.low", use, budget.limit, now=now)
    budgets.save(space, program_id, held)


def _tell(space: Space, action: str, use: Use, limit: int, *, now: int) -> None:
    detail = {"used": use.used, "limit": limit, "stretch": use.stretch}
    audit.note(
        space, at=now, actor=None, action=action, subject=f"budget:{use.budget}", detail=detail
    )


@dataclass(slots=True, kw_only=True)
class Spending:
    """Budgets while they are charged."""

    budgets: Mapping[str, Budget] = field(default_factory=dict)
    uses: dict[Name, Use] = field(default_factory=dict)

    @classmethod
    def lock(
        cls, space: Space, program_id: int, known: Mapping[str, Budget], names: Iterable[Name]
    ) -> "Spending":
        return cls(budgets=known, uses=budgets.lock(space, program_id, names))

    def left(self, named: str | None, moment: Moment) -> tuple[int | None, int | None]:
        """Give what a budget still has and the stretch it is charged in; None: no end to it."""
        budget = None if named is None else self.budgets.get(named)
        if budget is None:
            return None, None
        stretch = stretch_of(budget, moment)
        use = self.uses.get((budget.key, stretch))
        used = 0 if use is None else use.used
        return (max(budget.limit - used, 0) if budget.stops else None), stretch

    def charge(self, budget: str | None, stretch: int | None, amount: int, refused: int) -> None:
        use = None if budget is None or stretch is None else self.uses.get((budget, stretch))
        if use is not None:
            use.used += amount
            use.refused += refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one thing takes out of a budget."""

    budget: Budget
    amount: int


@dataclass(slots=True, kw_only=True)
class Till:
    """Budgets that coupons or grants come out of, locked until the end of the transaction."""

    space: Space
    program_id: int
    moment: Moment
    known: Mapping[str, Budget]
    uses: dict[Name, Use]
    charges: list[Charge] = field(default_factory=list)
    refused: dict[tuple[int, str, str], Refusal] = field(default_factory=dict)

    @classmethod
    def opened(
        cls, space: Space, program_id: int, wanted: Iterable[Budget], moment: Moment
    ) -> "Till":
        """Lock these budgets, as everybody does: after the members, and in one order."""
        known = {each.key: each for each in wanted}
        names = [(each.key, stretch_of(each, moment)) for each in known.values()]
        return cls(
            space=space,
            program_id=program_id,
            moment=moment,
            known=known,
            uses=budgets.lock(space, program_id, names),
        )

    def takes(self, prices: Sequence[Price], *, member_id: int, cause: str, what: str) -> bool:
        """Take one thing out of all its budgets; where one has too little, out of none."""
        short = next((each for each in prices if not self._has(each)), None)
        if short is not None:
            self._use(short.budget).refused += short.amount
            self._refuse(short.budget, member_id, cause, what)
            return False
        for each in prices:
            self._use(each.budget).used += each.amount
        return True

    def _use(self, budget: Budget) -> Use:
        return self.uses[budget.key, stretch_of(budget, self.moment)]

    def _has(self, price: Price) -> bool:
        left = price.budget.limit - self._use(price.budget).used
        return not price.budget.stops or price.amount <= left

    def _refuse(self, budget: Budget, member_id: int, cause: str, what: str) -> None:
        name = (member_id, cause, what)
        before = self.refused.get(name)
        self.refused[name] = (
            replace(before, many=before.many + 1)
            if before
            else Refusal(
                member_id=member_id,
                cause=cause,
                what=what,
                budget=budget.key,
                many=1,
                at=self.moment.now,
            )
        )

    def note(self, sort: str, member_id: int, thing_id: int, prices: Sequence[Price]) -> None:
        """Write down what was charged for one thing."""
        self.charges += [
            Charge(
                member_id=member_id,
                sort=sort,
                id=thing_id,
                budget=each.budget.key,
                stretch=stretch_of(each.budget, self.moment),
                amount=each.amount,
            )
            for each in prices
        ]

    def close(self) -> None:
        if not self.uses:
            return
        budget_charges.add(self.space, self.program_id, self.charges)
        budget_charges.refuse(self.space, self.program_id, list(self.refused.values()))
        close(self.space, self.program_id, self.known, self.uses.values(), now=self.moment.now)


def give_back(space: Space, program_id: int, sort: str, things: Iterable[tuple[int, int]]) -> None:
    """Put back what things took out of budgets that are made void, by member and id."""
    named = set(things)
    if not named:
        return
    members, ids = [each[0] for each in named], [each[1] for each in named]
    found = [
        each
        for each in budget_charges.of_things(space, program_id, sort, members, ids)
        if (each.member_id, each.id) in named and each.rest
    ]
    put_back(space, program_id, [(each, each.rest) for each in found])


def put_back(space: Space, program_id: int, parts: Sequence[tuple[Charge, int]]) -> None:
    """Put back so much of each charge."""
    uses = budgets.lock(space, program_id, [(each.budget, each.stretch) for each, _ in parts])
    for each, amount in parts:
        uses[each.budget, each.stretch].used -= amount
    budgets.save(space, program_id, uses.values())
    changed = [replace(each, taken=each.taken + amount) for each, amount in parts]
    budget_charges.set_taken(space, changed)
