"""How full budgets are in the stretch that runs now, and which have passed their mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.days import Moment
from app.program.budget import Budget
from app.runtime.budget_books import FOUR_FIFTHS, stretch_of
from app.runtime.releases import Live
from app.storage import budgets
from app.storage.budgets import ALWAYS, Use
from app.storage.space import Space


class Mark(StrEnum):
    """What a budget has come to."""

    LOW = "low"
    """Four fifths of it are used."""
    USED_UP = "used_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """How much of a budget is used in its stretch now."""

    budget: Budget
    stretch: int
    use: Use

    @property
    def share(self) -> float:
        return self.use.used / self.budget.limit if self.budget.limit else 1.0

    @property
    def mark(self) -> Mark | None:
        if self.use.used >= self.budget.limit:
            return Mark.USED_UP
        return Mark.LOW if self.use.used >= self.budget.limit * FOUR_FIFTHS else None

    @property
    def since(self) -> int | None:
        """The first day of the stretch; None where it is once and for all."""
        return None if self.stretch == ALWAYS else self.stretch


def fillings(
    space: Space, program_id: int, designed: Sequence[Budget], moment: Moment
) -> list[Filling]:
    """Say how full these budgets are, in one statement; in none where there are no budgets."""
    if not designed:
        return []
    names = [(each.key, stretch_of(each, moment)) for each in designed]
    found = budgets.uses(space, program_id, names)
    return [
        Filling(
            budget=each,
            stretch=stretch,
            use=found.get((each.key, stretch), Use(budget=each.key, stretch=stretch)),
        )
        for each, (_, stretch) in zip(designed, names, strict=True)
    ]


def marked(space: Space, live: Live, *, now: int) -> list[Filling]:
    """Give the budgets of what is live that have passed their mark, the fullest first."""
    designed, program_id = live.checked.program.budgets, live.catalogue.program_id
    found = fillings(space, program_id, designed, live.moment(now))
    return sorted((each for each in found if each.mark), key=lambda each: -each.share)
