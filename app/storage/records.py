"""Rows of operators' tables, written by field and read back by field."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, Table, bindparam, func, insert, select, update

from app.storage.bulk import insert_all
from app.storage.catalogue import Records
from app.storage.sets import bound, numbers
from app.storage.space import Space
from app.storage.tables import history

Row = Mapping[str, Any]


def own(space: Space, records: Records, *columns: Any) -> Select[Any]:
    """Select from an object's table, of this workspace."""
    table = records.table
    return select(*(columns or (table,))).where(table.c.workspace_id == space.workspace_id)


def insert_rows(space: Space, records: Records, rows: Sequence[Row]) -> None:
    """Write new records.

    A row has `id`, `created_at`, `member_id` where it belongs to one, its values by field and the
    local days of its moments under `<field>.day`.
    """
    if rows:
        head = {"workspace_id": space.workspace_id}
        insert_all(space, records.table, [head | each for each in physical(records, rows)])


def update_rows(space: Space, records: Records, rows: Sequence[Row]) -> None:
    """Write the named fields of existing records; every row names the same ones."""
    if not rows:
        return
    values = physical(records, rows)
    names = [each for each in values[0] if each not in {"id", "member_id"}]
    table = records.table
    statement = (
        update(table)
        .where(table.c.workspace_id == space.workspace_id)
        .where(table.c.id == bindparam("record"))
        .values({name: bindparam(f"new_{name}") for name in names})
    )
    if "member_id" in table.c:
        statement = statement.where(table.c.member_id == bindparam("owner"))
    space.execute(
        statement,
        [
            {"record": row["id"], "owner": row.get("member_id")}
            | {f"new_{name}": row[name] for name in names}
            for row in values
        ],
    )


def physical(records: Records, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Turn names of fields into names of columns."""
    names: dict[str, str] = {key: column.name for key, column in records.fields.items()}
    names |= {f"{key}.day": column.name for key, column in records.days.items()}
    return [{names.get(key, key): value for key, value in row.items()} for row in rows]


def by_field(records: Records, row: Any) -> dict[str, Any]:
    """Turn a row of the table into values by field, with `id` and `member_id`."""
    found = row._asdict()
    values: dict[str, Any] = {key: found[c.name] for key, c in records.fields.items()}
    values |= {f"{key}.day": found[c.name] for key, c in records.days.items()}
    for name in ("id", "member_id", "created_at"):
        if name in found:
            values[name] = found[name]
    return values


def find_rows(space: Space, records: Records, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Read records by id; those that are not there are left out."""
    if not ids:
        return {}
    dialect, table = space.connection.dialect.name, records.readable
    rows = space.execute(
        select(table)
        .where(table.c.workspace_id == space.workspace_id)
        .where(table.c.id.in_(numbers(dialect))),
        {"ids": bound(dialect, list(ids))},
    )
    return {row.id: by_field(records, row) for row in rows}


def latest(
    space: Space, records: Records, member_ids: Sequence[int] | None, *, limit: int
) -> list[dict[str, Any]]:
    """Give the records that came last, of these members or of all, the last one first."""
    dialect, table = space.connection.dialect.name, records.readable
    owner = table.c.member_id if "member_id" in table.c else table.c.id
    found = select(table).where(table.c.workspace_id == space.workspace_id)
    values = {}
    if member_ids is not None:
        found = found.where(owner.in_(numbers(dialect)))
        values = {"ids": bound(dialect, list(member_ids))}
    rows = space.execute(found.order_by(table.c.id.desc()).limit(limit), values)
    return [by_field(records, row) for row in rows]


def numbered(space: Space, members: Records, number: str) -> int | None:
    """Find a member by the number people know; there is no index on it."""
    column = members.fields.get("number")
    if column is None:
        return None
    found = own(space, members, members.identity).where(column == number).limit(1)
    member_id: int | None = space.execute(found).scalar()
    return member_id


def next_piece(space: Space, kept: Records, after: int, size: int) -> tuple[int, int]:
    """Give the last id of the next piece and how many records it has."""
    ahead = own(space, kept, kept.identity).where(kept.identity > after)
    last = space.execute(ahead.order_by(kept.identity).offset(size - 1).limit(1)).scalar()
    if last is not None:
        return last, size
    rest = ahead.with_only_columns(func.max(kept.identity), func.count())
    row: Any = space.execute(rest).one()
    return row[0] or after, row[1]


def lock(space: Space, records: Records, ids: Sequence[int]) -> set[int]:
    """Keep others from placing these members until the end of the transaction; give who is there.

    SQLite has one writer at a time and needs no locks: whoever was there still is.
    """
    if space.is_sqlite:
        return set(ids)
    wanted = {"workspace": space.workspace_id, "ids": bound("postgresql", list(ids))}
    return set(space.execute(_locking(records.table), wanted).scalars())


@lru_cache(maxsize=256)
def _locking(table: Table) -> Select[Any]:
    return (
        select(table.c.id)
        .where(table.c.workspace_id == bindparam("workspace"))
        .where(table.c.id.in_(numbers("postgresql")))
        .order_by(table.c.id)
        .with_for_update()
    )


def remember(
    space: Space, records: Records, changes: Iterable[Mapping[str, Any]], *, at: int, cause: str
) -> None:
    """Write down what fields held before: each change names member, record, field and old."""
    kept = list(changes)
    if not kept:
        return
    ids = space.take_ids(len(kept))
    space.execute(
        insert(history),
        [
            {
                "workspace_id": space.workspace_id,
                "object_id": records.id,
                "id": change_id,
                "at": at,
                "cause": cause,
                **each,
            }
            for change_id, each in zip(ids, kept, strict=True)
        ],
    )
