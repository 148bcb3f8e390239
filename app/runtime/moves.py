"""The work table of those who move in one piece of an evaluation, and how pieces are named."""

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    MetaData,
    Table,
    and_,
    bindparam,
    delete,
    select,
)
from sqlalchemy.schema import CreateTable

from app.storage.space import Space
from app.storage.types import BIG

WORK = Table(
    "changed",
    MetaData(),
    Column("id", BIG),
    Column("old_earned", BIG),
    Column("new_earned", BIG),
    Column("old", BIG),
    Column("new", BIG),
    Column("held", BIG),
    Column("position", BIG),
    Column("grace", BIG),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DELETE ROWS",
)
"""Who moves in one piece of an evaluation; the last three are filled by reviews alone."""
MOVES = ["id", "old_earned", "new_earned", "old", "new"]
EARNED_MOVES = WORK.c.new_earned.is_distinct_from(WORK.c.old_earned)
"""Whose earned tier changes; of the others in the table only the tier in force might."""


def begin_work(space: Space) -> None:
    """Have an empty table for those who move."""
    space.execute(CreateTable(WORK, if_not_exists=True))
    space.execute(delete(WORK))


def moved_ids(space: Space) -> list[int]:
    """Give the members of the work table whose earned tier changed."""
    found = select(WORK.c.id).where(EARNED_MOVES).order_by(WORK.c.id)
    return list(space.execute(found).scalars())


def between(table: FromClause) -> ColumnElement[bool]:
    """Say which members are in a piece, whose bounds are bound when the statement runs."""
    after, up_to = (bindparam(name, type_=BIG) for name in ("after", "up_to"))
    return and_(table.c.id > after, table.c.id <= up_to)


def bound_day(day: int) -> ColumnElement[int]:
    return bindparam(None, day, type_=BIG)
