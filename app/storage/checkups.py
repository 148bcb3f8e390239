"""What was found when programmes were examined, one row a night."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from app.storage.checkup_tables import checkup
from app.storage.space import Space

KEPT_DAYS = 90
PATIENCE = 3_600_000_000
"""Whoever has been at it for longer is taken for dead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckupRow:
    """One look at a programme, as it is kept."""

    day: int
    begun_at: int
    finished_at: int | None
    members: int
    wrong: int
    found: Mapping[str, Any]


def latest(space: Space, program_id: int, *, finished: bool = True) -> CheckupRow | None:
    """Give the last look at a programme; by default the last that came to its end."""
    here = checkup.c
    asked = space.select(checkup).where(here.program_id == program_id)
    if finished:
        asked = asked.where(here.finished_at.is_not(None))
    row: Any = space.execute(asked.order_by(here.day.desc()).limit(1)).first()
    if row is None:
        return None
    return CheckupRow(**{name: getattr(row, name) for name in CheckupRow.__slots__})


def begin(space: Space, program_id: int, day: int, *, now: int, again: bool = False) -> bool:
    """Take the look of a day; say no where another has taken it and is at it, or is done.

    `again` takes it whatever there is.
    """
    here = checkup.c
    fresh: dict[str, Any] = {
        "begun_at": now,
        "finished_at": None,
        "members": 0,
        "wrong": 0,
        "found": {},
    }
    head = {"workspace_id": space.workspace_id, "program_id": program_id, "day": day}
    insert = sqlite.insert if space.is_sqlite else postgresql.insert
    free = (here.finished_at.is_(None)) & (here.begun_at <= now - PATIENCE)
    taken = (
        insert(checkup)
        .values(head | fresh)
        .on_conflict_do_update(
            index_elements=["program_id", "day"],
            set_=fresh,
            where=or_(free, here.day == day) if again else free,
        )
        .returning(here.day)
    )
    return space.execute(taken).first() is not None


def finish(
    space: Space, program_id: int, day: int, found: Mapping[str, Any], *, members: int, now: int
) -> None:
    """Keep what was found, and forget what is long past."""
    here = checkup.c
    values = {
        "finished_at": now,
        "members": members,
        "wrong": sum(1 for each in found.values() if each["count"]),
        "found": dict(found),
    }
    mine = here.program_id == program_id
    space.execute(space.update(checkup).where(mine, here.day == day).values(values))
    space.execute(space.delete(checkup).where(mine, here.day < day - KEPT_DAYS))


def wrong_now(space: Space, program_id: int) -> ScalarSelect[Any]:
    """Count the invariants that did not hold at the last look, as part of another statement."""
    here = checkup.c
    last = (
        select(here.wrong)
        .where(here.workspace_id == space.workspace_id, here.program_id == program_id)
        .where(here.finished_at.is_not(None))
        .order_by(here.day.desc())
        .limit(1)
    )
    return select(func.coalesce(last.scalar_subquery(), 0)).scalar_subquery()
