"""Issues of what tiers bring again and again: one row for each stretch of the calendar."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func
from sqlalchemy.dialects import postgresql, sqlite

from app.storage.benefit_tables import coupon_issue
from app.storage.space import Space
from app.storage.standing_tables import ladder

NOBODY = -1
"""Before the first member."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One issue, under way or done."""

    program_id: int
    ladder_id: int
    tier: str
    key: str
    day: int
    up_to: int = NOBODY
    issued: int = 0
    begun_at: int
    finished_at: int | None = None


def _it(issue: Issue) -> ColumnElement[bool]:
    table = coupon_issue.c
    names = ("program_id", "ladder_id", "tier", "key", "day")
    return and_(*(table[name] == getattr(issue, name) for name in names))


def ladder_ids(space: Space, program_id: int) -> dict[str, int]:
    rows = space.execute(
        space.select(ladder, ladder.c.key, ladder.c.id).where(ladder.c.program_id == program_id)
    )
    return {row.key: row.id for row in rows}


def last_day(space: Space, program_id: int, ladder_id: int, tier: str, key: str) -> int | None:
    """Give the stretch that was issued last, by its first day."""
    table = coupon_issue.c
    found = (
        space.select(coupon_issue, func.max(table.day))
        .where(table.program_id == program_id, table.ladder_id == ladder_id)
        .where(table.tier == tier, table.key == key)
    )
    day: int | None = space.execute(found).scalar()
    return day


def days(space: Space, program_id: int, ladder_id: int, tier: str, key: str) -> list[int]:
    """Give every stretch that was begun, by its first day."""
    table = coupon_issue.c
    found = (
        space.select(coupon_issue, table.day)
        .where(table.program_id == program_id, table.ladder_id == ladder_id)
        .where(table.tier == tier, table.key == key)
        .order_by(table.day)
    )
    return list(space.execute(found).scalars())


def unfinished(space: Space, program_id: int) -> list[Issue]:
    """Give what was begun and is not done, in order."""
    table = coupon_issue.c
    rows = space.execute(
        space.select(coupon_issue)
        .where(table.program_id == program_id, table.finished_at.is_(None))
        .order_by(table.day, table.ladder_id, table.tier, table.key)
    )
    return [_issue(row) for row in rows]


def _issue(row: Any) -> Issue:
    values = row._asdict()
    values.pop("workspace_id")
    return Issue(**values)


def begin(space: Space, issue: Issue) -> None:
    """Write an issue down, unless another worker has."""
    insert = sqlite.insert if space.is_sqlite else postgresql.insert
    values = asdict(issue) | {"workspace_id": space.workspace_id}
    space.execute(insert(coupon_issue).values(values).on_conflict_do_nothing())


def lock(space: Space, issue: Issue) -> Issue:
    """Read an issue as it is now, and keep others from going on with it."""
    found = space.select(coupon_issue).where(_it(issue)).with_for_update()
    return _issue(space.execute(found).one())


def save(space: Space, issue: Issue) -> None:
    space.execute(
        space.update(coupon_issue)
        .where(_it(issue))
        .values(up_to=issue.up_to, issued=issue.issued, finished_at=issue.finished_at)
    )


def recent(space: Space, program_id: int, *, limit: int) -> list[Issue]:
    """Give the latest issues of a programme."""
    table = coupon_issue.c
    rows = space.execute(
        space.select(coupon_issue)
        .where(table.program_id == program_id)
        .order_by(table.day.desc(), table.begun_at.desc(), table.tier, table.key)
        .limit(limit)
    )
    return [_issue(row) for row in rows]
