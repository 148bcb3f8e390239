"""Benefits that members have besides those of their tiers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import Row, or_

from app.storage.benefit_tables import benefit_grant
from app.storage.bulk import insert_all
from app.storage.coupons import merged_cause
from app.storage.sets import bound, numbers, texts
from app.storage.space import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A benefit for a time; moments are microseconds UTC."""

    member_id: int
    id: int
    benefit: str
    options: Mapping[str, Any] = field(default_factory=dict)
    starts_at: int
    ends_at: int | None = None
    cause: str
    reason: str
    granted_at: int
    granted_by: str | None = None
    ended_at: int | None = None
    ended_by: str | None = None
    ended_why: str | None = None

    def holds_at(self, instant: int) -> bool:
        ends = [each for each in (self.ends_at, self.ended_at) if each is not None]
        return self.starts_at <= instant and all(instant < each for each in ends)


NAMES = tuple(each.name for each in fields(Grant))


def _grant(row: Row[Any]) -> Grant:
    values = {name: getattr(row, name) for name in NAMES}
    return Grant(**values | {"options": row.options or {}})


def add(space: Space, program_id: int, grants: Sequence[Grant]) -> None:
    own = {"workspace_id": space.workspace_id, "program_id": program_id}
    rows = [own | {name: getattr(each, name) for name in NAMES} for each in grants]
    insert_all(
        space, benefit_grant, [row | {"options": dict(row["options"]) or None} for row in rows]
    )


def known(space: Space, member_ids: Sequence[int], causes: Sequence[str]) -> set[tuple[int, str]]:
    dialect = space.connection.dialect.name
    rows = space.execute(
        space.select(benefit_grant, benefit_grant.c.member_id, benefit_grant.c.cause)
        .where(benefit_grant.c.member_id.in_(numbers(dialect)))
        .where(benefit_grant.c.cause.in_(texts(dialect))),
        {"ids": bound(dialect, list(member_ids)), "values": bound(dialect, list(causes))},
    )
    return {(row.member_id, row.cause) for row in rows}


def in_force(space: Space, program_id: int, member_ids: Sequence[int], *, at: int) -> list[Grant]:
    """Give what these members have at a moment, the oldest first."""
    dialect, table = space.connection.dialect.name, benefit_grant.c
    rows = space.execute(
        space.select(benefit_grant)
        .where(table.program_id == program_id)
        .where(table.member_id.in_(numbers(dialect)))
        .where(table.starts_at <= at)
        .where(or_(table.ends_at.is_(None), table.ends_at > at))
        .where(or_(table.ended_at.is_(None), table.ended_at > at))
        .order_by(table.starts_at, table.id),
        {"ids": bound(dialect, list(member_ids))},
    )
    return [_grant(row) for row in rows]


def around(
    space: Space, program_id: int, member_ids: Sequence[int], *, since: int, until: int
) -> list[Grant]:
    """Give what these members had at any time from one moment to another."""
    dialect, table = space.connection.dialect.name, benefit_grant.c
    rows = space.execute(
        space.select(benefit_grant)
        .where(table.program_id == program_id)
        .where(table.member_id.in_(numbers(dialect)))
        .where(table.starts_at <= until)
        .where(or_(table.ends_at.is_(None), table.ends_at > since))
        .where(or_(table.ended_at.is_(None), table.ended_at > since))
        .order_by(table.starts_at, table.id),
        {"ids": bound(dialect, list(member_ids))},
    )
    return [_grant(row) for row in rows]


def find(space: Space, program_id: int, member_id: int, grant_id: int) -> Grant | None:
    row = space.execute(
        space.select(benefit_grant)
        .where(benefit_grant.c.program_id == program_id)
        .where(benefit_grant.c.member_id == member_id, benefit_grant.c.id == grant_id)
    ).first()
    return None if row is None else _grant(row)


def end(space: Space, found: Grant, *, at: int, by: str | None, why: str) -> None:
    space.execute(
        space.update(benefit_grant)
        .where(benefit_grant.c.member_id == found.member_id, benefit_grant.c.id == found.id)
        .values(ended_at=at, ended_by=by, ended_why=why)
    )


def hand_over(space: Space, old: int, new: int) -> None:
    """Enter a member's grants under another one."""
    rows = space.execute(space.select(benefit_grant).where(benefit_grant.c.member_id == old)).all()
    space.execute(space.delete(benefit_grant).where(benefit_grant.c.member_id == old))
    insert_all(
        space,
        benefit_grant,
        [row._asdict() | {"member_id": new, "cause": merged_cause(old, row.cause)} for row in rows],
    )
