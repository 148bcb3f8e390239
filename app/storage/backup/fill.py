"""Filling tables from a backup, each database in its own quickest way."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column as SQLColumn
from sqlalchemy import Connection, Index, MetaData, PrimaryKeyConstraint, inspect, text
from sqlalchemy import Table as SQLTable
from sqlalchemy.schema import CreateIndex

from app.program.fields.base import Stored
from app.storage.backup.archive import Archive
from app.storage.backup.lines import read
from app.storage.backup.manifest import Broken, Column, Kind, Table
from app.storage.backup.shapes import is_operators
from app.storage.schema import create_table, second_wall
from app.storage.types import COLUMN_TYPES, ROW_ID

STORED = {
    Kind.WHOLE: Stored.INTEGER,
    Kind.NUMBER: Stored.DOUBLE,
    Kind.BOOLEAN: Stored.BOOLEAN,
    Kind.TEXT: Stored.TEXT,
    Kind.CONTENT: Stored.LIST,
    Kind.DOCUMENT: Stored.LIST,
}


@dataclass(frozen=True, slots=True)
class Filler:
    """Puts the rows of a backup into a database that has our tables, and none of the operators'."""

    connection: Connection
    archive: Archive
    columns: Mapping[str, frozenset[str]]
    """Of the tables that are there."""
    walled: frozenset[str]
    """Tables of which PostgreSQL minds whose rows they are."""

    @classmethod
    def of(cls, connection: Connection, archive: Archive) -> "Filler":
        found = inspect(connection).get_multi_columns()
        walled: Iterable[str] = ()
        if connection.dialect.name == "postgresql":
            walled = connection.execute(_WALLED).scalars()
        return cls(
            connection,
            archive,
            {str(name): frozenset(c["name"] for c in each) for (_, name), each in found.items()},
            frozenset(walled),
        )

    def fill(self, table: Table) -> None:
        """Write all rows of a table. Raises `Broken` if this is no table of that schema."""
        if is_operators(table.name):
            self._operators(table)
        elif self.columns.get(table.name) == frozenset(table.names):
            self._ours(table)
        else:
            raise _unknown(table.name)

    def _ours(self, table: Table) -> None:
        if table.name not in self.walled:
            self._write(table)
            return
        # PostgreSQL copies into no table that minds whose rows they are; it minds again below.
        alter = f"ALTER TABLE {self._quoted(table.name)}"
        self.connection.exec_driver_sql(f"{alter} DISABLE ROW LEVEL SECURITY")
        self._write(table)
        self.connection.exec_driver_sql(f"{alter} ENABLE ROW LEVEL SECURITY")

    def _operators(self, table: Table) -> None:
        """Make a table as publishing makes it, and its indexes when it is full."""
        made = _described(table)
        create_table(self.connection, made)
        self._write(table)
        for name, columns in table.indexes:
            self.connection.execute(CreateIndex(Index(name, *(made.c[each] for each in columns))))
        second_wall(self.connection, table.name)

    def _write(self, table: Table) -> None:
        driver: Any = self.connection.connection.driver_connection
        columns = ", ".join(map(self._quoted, table.names))
        into = f"{self._quoted(table.name)} ({columns})"
        if self.connection.dialect.name == "sqlite":
            kinds = [each.kind for each in table.columns]
            places = ", ".join("?" * len(kinds))
            with self.archive.lines(table.name) as lines:
                driver.executemany(f"INSERT INTO {into} VALUES ({places})", read(lines, kinds))  # noqa: S608  # Names that were checked.
            return
        with (
            self.archive.blocks(table.name) as blocks,
            driver.cursor() as cursor,
            cursor.copy(f"COPY {into} FROM STDIN") as copy,
        ):
            for block in blocks:
                copy.write(block)

    def _quoted(self, name: str) -> str:
        return self.connection.dialect.identifier_preparer.quote(name)


_WALLED = text(
    "SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = "
    "(SELECT oid FROM pg_namespace WHERE nspname = current_schema())"
)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


def _described(table: Table) -> SQLTable:
    """Describe an operators' table to either database, however the other one keyed it."""
    names = {*table.names, *(name for name, _ in table.indexes)}
    if not names.issuperset({"workspace_id", "id"}) or not all(map(_NAME.fullmatch, names)):
        raise _unknown(table.name)
    key = ["member_id", "id"] if "member_id" in names else ["id"]
    columns = [_column(each) for each in table.columns]
    primary = PrimaryKeyConstraint(*key, name=f"pk_{table.name}")
    return SQLTable(table.name, MetaData(), *columns, primary)


def _column(column: Column) -> SQLColumn[Any]:
    kept = ROW_ID if column.name == "id" else COLUMN_TYPES[STORED[column.kind]]
    return SQLColumn(column.name, kept, nullable=column.nullable, autoincrement=False)


def _unknown(table: str) -> Broken:
    return Broken(
        f"备份里的表 {table} 不属于它说的数据库结构。什么都没有改动。",
        f"Table {table} of the backup does not belong to the schema it names. Nothing was changed.",
    )
