"""What records held before: whole rows that went, and fields that changed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson
from sqlalchemy import (
    Column,
    ColumnElement,
    Double,
    MetaData,
    Table,
    and_,
    delete,
    select,
    type_coerce,
    update,
)

from app.storage.catalogue import Records, column_name, day_name, table_of, value_column
from app.storage.records import remember
from app.storage.sets import bound, numbers
from app.storage.space import Space
from app.storage.tables import field_column, history
from app.storage.types import BIG, TEXT

WHOLE = "*"
"""Stands for the field where a whole record went: `old` is its row, by the names of columns."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What a field of a record, or the whole of it, was until a moment."""

    object_id: int
    record_id: int
    field: str
    old: Any
    at: int


def after(space: Space, member_id: int, instant: int) -> list[Before]:
    """Give what changed of a member and of their records after a moment, oldest first."""
    return _read(space, history.c.member_id == member_id, instant)


def after_of_members(
    space: Space, kept: Records, member_ids: Collection[int], instant: int
) -> list[Before]:
    """Give what changed of members themselves after a moment, oldest first."""
    theirs = and_(history.c.object_id == kept.id, history.c.member_id.in_(sorted(member_ids)))
    return _read(space, theirs, instant)


def after_of_record(space: Space, kept: Records, record_id: int, instant: int) -> list[Before]:
    """Give what changed of one record after a moment, whoever it belonged to, oldest first."""
    its = and_(history.c.object_id == kept.id, history.c.record_id == record_id)
    return _read(space, its, instant)


def _read(space: Space, which: ColumnElement[bool], instant: int) -> list[Before]:
    # To SQLite a column of JSON is one of numbers: it turns the text 30000 into the number.
    old = type_coerce(history.c.old, TEXT) if space.is_sqlite else history.c.old
    names = ("object_id", "record_id", "field", "at")
    rows = space.execute(
        space.select(history, *(history.c[name] for name in names), old.label("old"))
        .where(which, history.c.at > instant)
        .order_by(history.c.at, history.c.id)
    )
    return [
        Before(
            object_id=row.object_id,
            record_id=row.record_id,
            field=row.field,
            old=_parsed(row.old) if space.is_sqlite else row.old,
            at=row.at,
        )
        for row in rows
    ]


def _parsed(old: str | float | None) -> Any:
    return orjson.loads(old) if isinstance(old, str) else old


class Place(NamedTuple):
    """A field by its key and kind, and the column it is or was kept in."""

    field: str
    kind: str
    column: str


def places(space: Space, kept: Records) -> list[Place]:
    """Give every field that an object has or ever had."""
    rows = space.execute(space.select(field_column).where(field_column.c.object_id == kept.id))
    return [Place(row.key, row.kind, column_name(row.id)) for row in rows]


def whole_table(space: Space, kept: Records) -> Table:
    """Describe the table of an object with the columns of every field it has ever had."""
    rows = space.execute(space.select(field_column).where(field_column.c.object_id == kept.id))
    columns: list[Column[Any]] = []
    for row in rows:
        columns.append(value_column(row.id, row.stored))
        if row.dated:
            columns.append(Column(day_name(row.id), BIG))
    return table_of(kept.id, kept.object, columns, MetaData())


def take_away(space: Space, kept: Records, ids: Sequence[int], *, at: int, cause: str) -> list[Row]:
    """Remove records, keep what they were in the history, and give it, by names of columns."""
    rows = whole_rows(space, kept, ids)
    write_whole(space, kept, rows, at=at, cause=cause)
    drop(space, kept, ids)
    return rows


def whole_rows(space: Space, kept: Records, ids: Sequence[int]) -> list[Row]:
    """Read records with whatever they ever held, by names of columns."""
    table = whole_table(space, kept)
    dialect = space.connection.dialect.name
    found = space.execute(
        select(table)
        .where(table.c.workspace_id == space.workspace_id)
        .where(table.c.id.in_(numbers(dialect)))
        .order_by(table.c.id),
        {"ids": bound(dialect, list(ids))},
    )
    rows = [row._asdict() for row in found]
    return [{str(key): each for key, each in row.items() if key != "workspace_id"} for row in rows]


def drop(space: Space, kept: Records, ids: Sequence[int]) -> None:
    dialect = space.connection.dialect.name
    space.execute(
        delete(kept.table)
        .where(kept.table.c.workspace_id == space.workspace_id)
        .where(kept.table.c.id.in_(numbers(dialect))),
        {"ids": bound(dialect, list(ids))},
    )


def write_whole(space: Space, kept: Records, rows: Iterable[Row], *, at: int, cause: str) -> None:
    """Write down what whole records were."""
    remember(
        space,
        kept,
        [
            {
                "member_id": row.get("member_id", row["id"]),
                "record_id": row["id"],
                "field": WHOLE,
                "old": row,
            }
            for row in rows
        ],
        at=at,
        cause=cause,
    )


def read_whole(kept: Records, old: Mapping[str, Any]) -> Row:
    """Give a row that went by the fields of a release; it may have had others."""
    values: Row = {key: typed(column, old.get(column.name)) for key, column in kept.fields.items()}
    values |= {f"{key}.day": old.get(column.name) for key, column in kept.days.items()}
    head = ("id", "member_id", "created_at")
    return values | {name: old[name] for name in head if name in old}


def typed(column: Column[Any], value: Any) -> Any:
    """Give a value from JSON as its column has it: PostgreSQL reads 1e20 as a whole number."""
    return float(value) if isinstance(column.type, Double) and value is not None else value


def blank(space: Space, kept: Records, member_id: int, held: Collection[Place]) -> None:
    """Forget what these fields of a member's records ever held; that they changed stays known."""
    keys, columns = {each.field for each in held}, {each.column for each in held}
    its = and_(history.c.member_id == member_id, history.c.object_id == kept.id)
    space.execute(space.update(history).where(its, history.c.field.in_(keys)).values(old=None))
    gone = space.execute(space.select(history).where(its, history.c.field == WHOLE)).all()
    for row in gone:
        left = row.old | dict.fromkeys(columns & row.old.keys())
        space.execute(space.update(history).where(its, history.c.id == row.id).values(old=left))


def blank_rows(
    space: Space, kept: Records, member_id: int, held: Collection[Place]
) -> Sequence[int]:
    """Blank fields of a member's records of one object, and give the records."""
    table = whole_table(space, kept)
    own = and_(table.c.workspace_id == space.workspace_id, table.c.member_id == member_id)
    ids = space.execute(select(table.c.id).where(own)).scalars().all()
    columns = {each.column for each in held}
    days = {each.replace("c_", "d_", 1) for each in columns} & set(table.c.keys())
    space.execute(update(table).where(own).values(dict.fromkeys(columns | days)))
    return ids
