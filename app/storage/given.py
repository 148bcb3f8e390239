"""What members were given when they become one with another member, or leave."""

from collections.abc import Mapping

from app.storage import budget_charges, coupons, grants, packs
from app.storage.coupons import State
from app.storage.space import Space

LEFT = "deleted"


def hand_over(space: Space, program_id: int, old: int, new: int, runs: Mapping[int, int]) -> None:
    """Give coupons, packs and granted benefits to another member; a pack had by either was had.

    `runs` names for each run that went over the one that goes on, and knows of its coupons.
    """
    coupons.hand_over(space, program_id, old, new, runs)
    budget_charges.hand_over(space, program_id, old, new, runs)
    packs.share(space, old, new)
    grants.hand_over(space, old, new)


def take_away(
    space: Space, program_id: int, member_id: int, *, at: int, by: str | None
) -> list[int]:
    """Make void what a member who leaves has not used, and owe them nothing; give these coupons."""
    unused = coupons.unused_of(space, program_id, member_id)
    coupons.close(space, program_id, unused, State.VOID, at=at, by=by, why=LEFT)
    packs.forget(space, member_id)
    for each in grants.in_force(space, program_id, [member_id], at=at):
        grants.end(space, each, at=at, by=by, why=LEFT)
    return [each.id for each in unused]
