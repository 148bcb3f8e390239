"""A member's tier changes, a page at a time."""

from dataclasses import dataclass

from sqlalchemy import and_, or_

from app.storage.space import Space
from app.storage.standing_tables import tier_change
from app.storage.standings import Change, change_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page of changes ended."""

    at: int
    change_id: int


def page_of_changes(
    space: Space, program_id: int, member_id: int, *, after: Place | None, size: int
) -> tuple[list[Change], Place | None]:
    """Give a page of a member's tier changes, newest first, and where the next one begins."""
    mine = tier_change.c
    found = (
        space.select(tier_change)
        .where(mine.program_id == program_id)
        .where(mine.member_id == member_id)
        .order_by(mine.at.desc(), mine.id.desc())
        .limit(size + 1)
    )
    if after is not None:
        same = and_(mine.at == after.at, mine.id < after.change_id)
        found = found.where(or_(mine.at < after.at, same))
    rows = space.execute(found).all()
    last = rows[size - 1] if len(rows) > size else None
    place = None if last is None else Place(at=last.at, change_id=last.id)
    return [change_in(row) for row in rows[:size]], place
