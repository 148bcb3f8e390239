"""How full budgets are in the stretch that runs now, and which have passed their mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.days import Moment
from app.errors import NotFound
from app.program.budget import Budget
from app.program.program import Program
from app.runtime.budget_books import FOUR_FIFTHS, stretch_of
from app.storage import audit, budgets
from app.storage.budgets import ALWAYS, Use
from app.storage.space import Space
from app.words import Words


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
    def is_news(self) -> bool:
        """Whether it has passed a mark that nobody has said to have seen."""
        if self.mark is None or self.use.seen_limit != self.budget.limit:
            return self.mark is not None
        return self.use.seen_mark not in {self.mark.value, Mark.USED_UP.value}

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


def marked(space: Space, program_id: int, live: Program | None, *, now: int) -> list[Filling]:
    """Give the budgets of what is live that have passed their mark, the fullest first."""
    if live is None or not live.budgets:
        return []
    moment = Moment.of(now, live.settings.calendar)
    found = fillings(space, program_id, live.budgets, moment)
    return sorted((each for each in found if each.mark), key=lambda each: -each.share)


def see(
    space: Space, program_id: int, live: Program | None, key: str, *, now: int, by: str
) -> Words:
    """Take it that a person knows of a budget's mark; say what it is called.

    They are told again when it comes to the next mark, or when it is another limit that is near.
    Raises `NotFound`.
    """
    for each in marked(space, program_id, live, now=now):
        if each.budget.key == key and each.mark is not None:
            name, limit = (key, each.stretch), each.budget.limit
            budgets.see(space, program_id, name, mark=each.mark.value, limit=limit, at=now)
            detail = {"mark": each.mark.value, "limit": limit, "stretch": each.stretch}
            subject = f"budget:{key}"
            audit.note(
                space, at=now, actor=by, action="budget.seen", subject=subject, detail=detail
            )
            return each.budget.label
    raise NotFound("这个预算没有告急。", "This budget has passed no mark.")
