"""What coupons, grants and boosts took out of budgets, and what budgets did not let through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, literal
from sqlalchemy.dialects import postgresql, sqlite

from app.storage.bulk import insert_all
from app.storage.earning_tables import budget_charge, budget_refusal
from app.storage.sets import bound, numbers
from app.storage.space import Space
from app.storage.types import TEXT

COUPON, GRANT, BOOST = "coupon", "grant", "boost"
"""What is charged to a budget."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What one thing took out of a budget."""

    member_id: int
    sort: str
    id: int
    budget: str
    stretch: int
    amount: int
    taken: int = 0

    @property
    def rest(self) -> int:
        return self.amount - self.taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What a member was not given, because of a budget."""

    member_id: int
    cause: str
    what: str
    budget: str
    many: int
    at: int


def add(space: Space, program_id: int, charges: Sequence[Charge]) -> None:
    own = {"workspace_id": space.workspace_id, "program_id": program_id}
    rows = [own | {name: getattr(each, name) for name in Charge.__slots__} for each in charges]
    insert_all(space, budget_charge, rows)


def of_things(
    space: Space, program_id: int, sort: str, member_ids: Sequence[int], ids: Sequence[int]
) -> list[Charge]:
    """Give what these coupons, grants or entries took out of budgets."""
    dialect, here = space.connection.dialect.name, budget_charge.c
    rows = space.execute(
        space.select(budget_charge, *(here[name] for name in Charge.__slots__))
        .where(here.program_id == program_id, here.sort == sort)
        .where(here.member_id.in_(numbers(dialect)), here.id.in_(numbers(dialect, "things")))
        .order_by(here.budget, here.stretch, here.member_id, here.id),
        {
            "ids": bound(dialect, sorted(set(member_ids))),
            "things": bound(dialect, sorted(set(ids))),
        },
    )
    return [Charge(**row._asdict()) for row in rows]


def set_taken(space: Space, changed: Sequence[Charge]) -> None:
    """Write down how much of charges went back."""
    if not changed:
        return
    here = budget_charge.c
    space.execute(
        space.update(budget_charge)
        .where(here.member_id == bindparam("owner"), here.sort == bindparam("of"))
        .where(here.id == bindparam("thing"), here.budget == bindparam("from_budget"))
        .values(taken=bindparam("back")),
        [
            {
                "owner": each.member_id,
                "of": each.sort,
                "thing": each.id,
                "from_budget": each.budget,
                "back": each.taken,
            }
            for each in changed
        ],
    )


def refuse(space: Space, program_id: int, refused: Sequence[Refusal]) -> None:
    """Write down what was not given, unless it is written down."""
    if not refused:
        return
    insert = sqlite.insert if space.is_sqlite else postgresql.insert
    own = {"workspace_id": space.workspace_id, "program_id": program_id}
    rows = [own | {name: getattr(each, name) for name in Refusal.__slots__} for each in refused]
    space.execute(insert(budget_refusal).on_conflict_do_nothing(), rows)


def refused_under(
    space: Space, program_id: int, member_id: int, beginnings: Sequence[str]
) -> list[Refusal]:
    """Give what a member was not given, by how its cause begins."""
    here, found = budget_refusal.c, []
    for each in beginnings:
        rows = space.execute(
            space.select(budget_refusal, *(here[name] for name in Refusal.__slots__))
            .where(here.program_id == program_id, here.member_id == member_id)
            .where(func.substr(here.cause, 1, len(each)) == literal(each, TEXT))
            .order_by(here.at, here.cause)
        )
        found += [Refusal(**row._asdict()) for row in rows]
    return found


def hand_over(space: Space, program_id: int, old: int, new: int, runs: Mapping[int, int]) -> None:
    """Have what one member took out of budgets, and was not given, be another's.

    `runs` names for each run that went over the one that goes on.
    """
    charge, refusal = budget_charge.c, budget_refusal.c
    gone = space.select(budget_charge).where(charge.program_id == program_id)
    rows = [row._asdict() for row in space.execute(gone.where(charge.member_id == old))]
    own = space.delete(budget_charge).where(charge.program_id == program_id)
    space.execute(own.where(charge.member_id == old))
    insert_all(space, budget_charge, [row | {"member_id": new} for row in rows])
    not_given = space.select(budget_refusal, *(refusal[name] for name in Refusal.__slots__))
    not_given = not_given.where(refusal.program_id == program_id, refusal.member_id == old)
    refused = [Refusal(**row._asdict()) for row in space.execute(not_given)]
    theirs = space.delete(budget_refusal).where(refusal.program_id == program_id)
    space.execute(theirs.where(refusal.member_id == old))
    refuse(space, program_id, [_moved(each, new, runs) for each in refused])


def _moved(refused: Refusal, new: int, runs: Mapping[int, int]) -> Refusal:
    parts = refused.cause.split(":")
    head = parts[1].split(".") if len(parts) > 1 else []
    if parts[0] == "flow" and head[-1:] and head[-1].isdigit() and int(head[-1]) in runs:
        run = str(runs[int(head[-1])])
        parts[1] = run if len(head) == 1 else f"{new}.{run}"
    return Refusal(
        member_id=new,
        cause=":".join(parts),
        what=refused.what,
        budget=refused.budget,
        many=refused.many,
        at=refused.at,
    )
