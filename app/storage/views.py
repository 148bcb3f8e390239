"""One readable SQL view per object, for BI tools: the operators' own names, dates as dates."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    MetaData,
    cast,
    column,
    func,
    literal_column,
    select,
    table,
)
from sqlalchemy import Table as SQLTable
from sqlalchemy.schema import CreateView, DropView

from app.program.objects import MEMBER, Object
from app.program.program import Program
from app.storage.catalogue import Layout, column_name
from app.storage.space import Space
from app.storage.standing_tables import ladder, tier
from app.storage.tables import object_table

SCALE = 100
"""Smallest units in a main unit of money."""
SECONDS_A_DAY = 86_400
MICROSECONDS = 1_000_000


def name_of(program_id: int, object_key: str) -> str:
    """Name the view of an object; keys are lower-case letters, digits and underscores."""
    return f"v_{program_id}_{object_key}"


def make(space: Space, program_id: int, program: Program, layout: Layout) -> None:
    """Make the views of a programme anew."""
    tables = {
        row.key: row.id
        for row in space.execute(
            space.select(object_table).where(object_table.c.program_id == program_id)
        )
    }
    for designed in program.objects:
        columns = [column("id"), *_owner(designed), *_fields(space, designed, layout)]
        if designed.key == MEMBER:
            columns += _tiers(space, program_id)
        name = name_of(program_id, designed.key)
        rows = select(*columns).select_from(table(f"r_{tables[designed.key]}"))
        space.execute(DropView(SQLTable(name, MetaData()), if_exists=True))
        space.execute(CreateView(rows, name))


def _owner(designed: Object) -> list[ColumnElement[Any]]:
    return [column("member_id")] if designed.of_member and designed.key != MEMBER else []


def _fields(space: Space, designed: Object, layout: Layout) -> Iterator[ColumnElement[Any]]:
    kept = layout.columns[designed.key]
    for each in designed.fields:
        if each.key in kept and each.key not in {"id", "member_id"}:
            yield _readable(space, column(column_name(kept[each.key])), each.kind).label(each.key)


def _readable(space: Space, stored: ColumnElement[Any], kind: str) -> ColumnElement[Any]:
    """Write a stored value as BI tools expect it."""
    if kind == "money":
        return stored / literal_column(f"{SCALE}.0")
    if kind == "date":
        seconds = stored * literal_column(str(SECONDS_A_DAY))
        if space.is_sqlite:
            return func.date(seconds, "unixepoch")
        return cast(func.timezone("UTC", func.to_timestamp(seconds)), Date)
    if kind == "datetime":
        if space.is_sqlite:
            return func.datetime(stored / literal_column(str(MICROSECONDS)), "unixepoch")
        return func.to_timestamp(stored / literal_column(f"{MICROSECONDS}.0"))
    return stored


def _tiers(space: Space, program_id: int) -> list[ColumnElement[Any]]:
    rows = space.execute(space.select(ladder).where(ladder.c.program_id == program_id)).all()
    return [
        select(tier.c.key)
        .where(tier.c.id == column(f"tier_{row.id}"))
        .scalar_subquery()
        .label(f"tier_{row.key}")
        for row in rows
    ]
