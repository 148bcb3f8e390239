"""How much of each budget is used: one row a stretch, locked while it is charged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select, tuple_, union_all
from sqlalchemy.dialects import postgresql, sqlite

from app.storage.earning_tables import budget_charge, budget_use, earned
from app.storage.space import Space

ALWAYS = 0
"""The stretch of a budget that never begins anew."""
Name = tuple[str, int]
"""A budget and the first day of a stretch."""


@dataclass(slots=True, kw_only=True)
class Use:
    """How much of a budget is used in a stretch."""

    budget: str
    stretch: int
    used: int = 0
    refused: int = 0
    warned_at: int | None = None
    ended_at: int | None = None
    seen_mark: str | None = None
    """The mark that somebody has seen, and of how much there was then."""
    seen_limit: int | None = None


def lock(space: Space, program_id: int, names: Iterable[Name]) -> dict[Name, Use]:
    """Read budgets and keep others from charging them until the end of the transaction.

    Everybody locks them in the same order, and after the members.
    """
    wanted = sorted(set(names))
    if not wanted:
        return {}
    insert = sqlite.insert if space.is_sqlite else postgresql.insert
    head = {"workspace_id": space.workspace_id, "program_id": program_id, "used": 0, "refused": 0}
    space.execute(
        insert(budget_use).on_conflict_do_nothing(),
        [head | {"budget": budget, "stretch": stretch} for budget, stretch in wanted],
    )
    there = budget_use.c
    rows = space.execute(
        space.select(budget_use)
        .where(there.program_id == program_id)
        .where(tuple_(there.budget, there.stretch).in_(wanted))
        .order_by(there.budget, there.stretch)
        .with_for_update()
    )
    return {(row.budget, row.stretch): _use(row) for row in rows}


def _use(row: Row[Any]) -> Use:
    return Use(
        budget=row.budget,
        stretch=row.stretch,
        used=int(row.used),
        refused=int(row.refused),
        warned_at=row.warned_at,
        ended_at=row.ended_at,
        seen_mark=row.seen_mark,
        seen_limit=row.seen_limit,
    )


def save(space: Space, program_id: int, uses: Iterable[Use]) -> None:
    for each in uses:
        space.execute(
            space.update(budget_use)
            .where(budget_use.c.program_id == program_id)
            .where(budget_use.c.budget == each.budget, budget_use.c.stretch == each.stretch)
            .values(
                used=each.used,
                refused=each.refused,
                warned_at=each.warned_at,
                ended_at=each.ended_at,
            )
        )


def see(space: Space, program_id: int, name: Name, *, mark: str, limit: int, at: int) -> None:
    """Write down that somebody has seen which mark a budget has come to."""
    here = budget_use.c
    space.execute(
        space.update(budget_use)
        .where(here.program_id == program_id)
        .where(here.budget == name[0], here.stretch == name[1])
        .values(seen_at=at, seen_mark=mark, seen_limit=limit)
    )


def uses(space: Space, program_id: int, names: Sequence[Name]) -> dict[Name, Use]:
    """Read how much is used; a stretch in which nothing was given is left out."""
    rows = space.execute(space.select(budget_use).where(budget_use.c.program_id == program_id))
    found = {(row.budget, row.stretch): _use(row) for row in rows}
    return {name: found[name] for name in names if name in found}


@dataclass(frozen=True, slots=True, kw_only=True)
class Miscounted:
    """A budget of which something else is written down than was charged to it."""

    program_id: int
    budget: str
    stretch: int
    difference: int


def miscounted(connection: Connection) -> list[Miscounted]:
    """Find budgets that are not what was charged to them, in every workspace; for the console."""
    there, also = earned.c, budget_charge.c
    each = union_all(
        select(
            there.program_id,
            there.budget,
            there.stretch,
            (there.amount - there.taken).label("amount"),
        ).where(there.budget.is_not(None)),
        select(also.program_id, also.budget, also.stretch, also.amount - also.taken),
    ).subquery()
    charged = (
        select(
            each.c.program_id,
            each.c.budget,
            each.c.stretch,
            func.sum(each.c.amount).label("amount"),
        )
        .group_by(each.c.program_id, each.c.budget, each.c.stretch)
        .subquery()
    )
    there = budget_use.c
    difference = there.used - func.coalesce(charged.c.amount, 0)
    rows = connection.execute(
        select(there.program_id, there.budget, there.stretch, difference.label("difference"))
        .outerjoin(
            charged,
            (charged.c.program_id == there.program_id)
            & (charged.c.budget == there.budget)
            & (charged.c.stretch == there.stretch),
        )
        .where(difference != 0)
    )
    return [
        Miscounted(
            program_id=row.program_id,
            budget=row.budget,
            stretch=row.stretch,
            difference=int(row.difference),
        )
        for row in rows
    ]
