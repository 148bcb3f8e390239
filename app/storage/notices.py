"""Notices that a tier will not be kept: one for each member, ladder and day of review."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Insert, Select, exists, insert

from app.storage.sets import bound, numbers
from app.storage.space import Space
from app.storage.standing_tables import tier_notice

COLUMNS = ["workspace_id", "program_id", "member_id", "ladder_id", "due", "tier_id", "at"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A member is told that a tier will be lost on a local day unless more is done."""

    member_id: int
    ladder_id: int
    due: int
    tier_id: int
    at: int


def told(
    ladder_id: int, member: ColumnElement[Any], due: ColumnElement[Any]
) -> ColumnElement[bool]:
    """Say whether there is a notice of that review already."""
    return exists().where(
        tier_notice.c.member_id == member,
        tier_notice.c.ladder_id == ladder_id,
        tier_notice.c.due == due,
    )


def from_select(rows: Select[Any]) -> Insert:
    """Write the notices that a SELECT of `COLUMNS` gives."""
    return insert(tier_notice).from_select(COLUMNS, rows)


def of_member(space: Space, program_id: int, member_id: int) -> list[Notice]:
    """Give a member's notices, newest first."""
    rows = space.execute(
        space.select(tier_notice)
        .where(tier_notice.c.program_id == program_id)
        .where(tier_notice.c.member_id == member_id)
        .order_by(tier_notice.c.at.desc(), tier_notice.c.due.desc())
    )
    return [_notice(row) for row in rows]


def of_members(
    space: Space, ladder_id: int, member_ids: Sequence[int]
) -> dict[tuple[int, int], int]:
    """Give when these members were told on a ladder, by member and day of review."""
    dialect = space.connection.dialect.name
    rows = space.execute(
        space.select(tier_notice, tier_notice.c.member_id, tier_notice.c.due, tier_notice.c.at)
        .where(tier_notice.c.ladder_id == ladder_id)
        .where(tier_notice.c.member_id.in_(numbers(dialect))),
        {"ids": bound(dialect, list(member_ids))},
    )
    return {(row.member_id, row.due): row.at for row in rows}


def recent(space: Space, program_id: int, *, limit: int) -> list[Notice]:
    """Give the latest notices of a programme."""
    rows = space.execute(
        space.select(tier_notice)
        .where(tier_notice.c.program_id == program_id)
        .order_by(tier_notice.c.at.desc(), tier_notice.c.member_id)
        .limit(limit)
    )
    return [_notice(row) for row in rows]


def _notice(row: Any) -> Notice:
    return Notice(
        member_id=row.member_id,
        ladder_id=row.ladder_id,
        due=row.due,
        tier_id=row.tier_id,
        at=row.at,
    )
