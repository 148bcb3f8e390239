"""How many members stand where, and how many moved."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func

from app.storage.catalogue import LadderColumns, Records
from app.storage.records import own
from app.storage.space import Space
from app.storage.standing_tables import tier_change
from app.storage.standings import Change, change_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    ups: int
    downs: int


def members_by_tier(space: Space, members: Records, ladder: LadderColumns) -> dict[str | None, int]:
    """Count members by the key of their tier; None are those who have none yet."""
    tier = members.table.c[ladder.tier.name]
    rows = space.execute(
        own(space, members, tier.label("tier"), func.count().label("members")).group_by(tier)
    )
    counted: dict[str | None, int] = {}
    for row in rows:
        key = ladder.key_of(row.tier)
        counted[key] = counted.get(key, 0) + row.members
    return counted


def moves_since(
    space: Space, program_id: int, positions: Mapping[int, int], *, since: int
) -> Moves:
    """Count promotions and demotions; a member's first placing is neither.

    `positions` says how high each tier stands, by its id.
    """
    old, new = (_height(tier_change.c[name], positions) for name in ("old_tier_id", "new_tier_id"))
    row = space.execute(
        space.select(
            tier_change,
            func.coalesce(func.sum(case((new > old, 1), else_=0)), 0).label("ups"),
            func.coalesce(func.sum(case((new < old, 1), else_=0)), 0).label("downs"),
        ).where(
            and_(
                tier_change.c.program_id == program_id,
                tier_change.c.at >= since,
                tier_change.c.old_tier_id.is_not(None),
            )
        )
    ).one()
    return Moves(ups=int(row.ups), downs=int(row.downs))


def recent_promotions(
    space: Space, program_id: int, positions: Mapping[int, int], *, limit: int
) -> list[Change]:
    """Give the latest changes by which somebody rose in force, however many fell since."""
    old, new = (_height(tier_change.c[name], positions) for name in ("old_tier_id", "new_tier_id"))
    rows = space.execute(
        space.select(tier_change)
        .where(tier_change.c.program_id == program_id)
        .where(tier_change.c.old_tier_id.is_not(None), new > old)
        .order_by(tier_change.c.at.desc(), tier_change.c.id.desc())
        .limit(limit)
    )
    return [change_in(row) for row in rows]


def _height(tier: ColumnElement[int | None], positions: Mapping[int, int]) -> ColumnElement[int]:
    return case(dict(positions), value=tier, else_=-1) if positions else func.coalesce(tier, -1)
