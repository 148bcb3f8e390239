"""Writing many rows of one table in the way that is quickest on each database."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, Insert, Table, bindparam, func, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import JSON

from app.storage.space import Space

FEW = 3
"""Up to so many rows, PostgreSQL takes them one by one as quickly."""


def insert_all(space: Space, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows; each names the same columns.

    PostgreSQL takes a row at a time over the wire and plans each; a list for each column is one
    row to it. Documents have no such lists.
    """
    if not rows:
        return
    names = tuple(rows[0])
    if len(rows) <= FEW or _has_documents(table, names):
        space.execute(_one_by_one(table), rows)
        return
    if space.is_sqlite:
        in_order(space, _named(table, names), rows)
        return
    space.execute(
        _by_columns(table, names), {f"new_{name}": [row[name] for row in rows] for name in names}
    )


def in_order(space: Space, statement: Insert, rows: Sequence[Mapping[str, Any]]) -> int:
    """Execute a statement of SQLite for each row, and give how many rows it wrote.

    The driver is handed plain rows: going through each value of each takes longer than writing it.
    """
    plain, names = _plain(statement)
    ordered = [tuple(row[name] for name in names) for row in rows]
    return space.connection.exec_driver_sql(plain, ordered).rowcount


@lru_cache(maxsize=256)
def _plain(statement: Insert) -> tuple[str, tuple[str, ...]]:
    """Give a statement as SQLite reads it, with the names of its places in their order."""
    compiled: Any = statement.compile(dialect=sqlite.dialect())
    return str(compiled), tuple(compiled.positiontup)


@lru_cache(maxsize=256)
def _named(table: Table, names: tuple[str, ...]) -> Insert:
    return insert(table).values({name: bindparam(name) for name in names})


@lru_cache(maxsize=256)
def _one_by_one(table: Table) -> Insert:
    return insert(table)


@lru_cache(maxsize=256)
def _has_documents(table: Table, names: tuple[str, ...]) -> bool:
    return any(isinstance(table.c[name].type, JSON) for name in names)


@lru_cache(maxsize=256)
def _by_columns(table: Table, names: tuple[str, ...]) -> Insert:
    lists = [bindparam(f"new_{name}", type_=ARRAY(table.c[name].type)) for name in names]
    rows = func.unnest(*lists).table_valued(*names).render_derived()
    return insert(table).from_select(names, select(*(rows.c[name] for name in names)))
