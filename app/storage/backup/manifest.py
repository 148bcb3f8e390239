"""What a backup says of itself: where it comes from, and the shape of each table in it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from app.clock import from_instant
from app.errors import Invalid

FORMAT = 1


class Broken(Invalid):
    """The file is no backup, or no longer the one that was written."""


class Kind(StrEnum):
    """What the values of a column are, in both databases."""

    WHOLE = "whole"
    NUMBER = "number"
    BOOLEAN = "boolean"
    TEXT = "text"
    CONTENT = "content"
    """JSON as it was written, to the byte."""
    DOCUMENT = "document"
    """JSON of which PostgreSQL keeps the meaning alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    name: str
    kind: Kind
    nullable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; `indexes` are those that publishing made: by name, the columns."""

    name: str
    columns: tuple[Column, ...]
    indexes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    rows: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.columns)

    @property
    def is_operators(self) -> bool:
        """Whether it was made when a programme was published."""
        return self.name.startswith("r_")

    def holding(self, rows: int) -> "Table":
        return replace(self, rows=rows)

    def to_json(self) -> dict[str, Any]:
        columns = [[each.name, each.kind.value, each.nullable] for each in self.columns]
        found: dict[str, Any] = {"name": self.name, "rows": self.rows, "columns": columns}
        if self.indexes:
            found["indexes"] = {name: list(columns) for name, columns in self.indexes}
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Nothing in it is secret: neither keys nor the address of the database."""

    version: str
    revision: str
    database: str
    """`sqlite` or `postgresql`."""
    taken_at: int
    """The moment as of which everything in it was true."""
    tables: tuple[Table, ...]

    @property
    def rows(self) -> int:
        return sum(each.rows for each in self.tables)

    def to_json(self) -> dict[str, Any]:
        return {
            "rungs_backup": FORMAT,
            "version": self.version,
            "revision": self.revision,
            "database": self.database,
            "taken_at": from_instant(self.taken_at).isoformat(),
            "taken_at_microseconds": self.taken_at,
            "rows": self.rows,
            "tables": [each.to_json() for each in self.tables],
        }


def read(content: Any) -> Manifest:
    """Read what `to_json` wrote. Raises `Broken`."""
    if not isinstance(content, Mapping) or "rungs_backup" not in content:
        raise Broken("这不是登阶的备份。", "This is not a backup of Rungs.")
    if content["rungs_backup"] != FORMAT:
        raise Broken(
            f"备份的格式是 {content['rungs_backup']}，这个版本只认识 {FORMAT}；请用更新的版本。",
            f"The backup has format {content['rungs_backup']}; this version knows {FORMAT}. "
            "Restore it with a newer version.",
        )
    try:
        return Manifest(
            version=str(content["version"]),
            revision=str(content["revision"]),
            database=str(content["database"]),
            taken_at=int(content["taken_at_microseconds"]),
            tables=tuple(_table(each) for each in content["tables"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Broken("备份的目录读不懂。", "The list of contents cannot be understood.") from error


def _table(content: Any) -> Table:
    return Table(
        name=str(content["name"]),
        rows=int(content["rows"]),
        columns=tuple(
            Column(name=str(name), kind=Kind(kind), nullable=bool(nullable))
            for name, kind, nullable in content["columns"]
        ),
        indexes=tuple(
            (str(name), tuple(map(str, columns)))
            for name, columns in content.get("indexes", {}).items()
        ),
    )
