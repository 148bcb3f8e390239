"""Which tables there are in a database, and what is in their columns."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from sqlalchemy import JSON, Boolean, Connection, Float, Integer, MetaData, String, inspect
from sqlalchemy.dialects.postgresql import JSONB

from app import storage
from app.storage.backup.manifest import Column, Kind, Table
from app.storage.metadata import metadata
from app.storage.revision import VERSIONS

PASSING = frozenset({"heartbeat", "session", "sign_in_link", "throttle", "form_pace"})
"""Who is signed in, who is alive and who is in a hurry: true of the moment, and not kept."""
_KINDS = (
    (JSONB, Kind.DOCUMENT),
    (JSON, Kind.CONTENT),
    (Boolean, Kind.BOOLEAN),
    (Float, Kind.NUMBER),
    (Integer, Kind.WHOLE),
    (String, Kind.TEXT),
)


def our_tables() -> MetaData:
    """Give all tables of ours; they add themselves where they are described."""
    for module in iter_modules(storage.__path__, f"{storage.__name__}."):
        import_module(module.name)
    return metadata


def all_shapes(connection: Connection) -> list[Table]:
    """Describe every table that a backup holds, those first that others refer to."""
    inspector = inspect(connection)
    there = set(inspector.get_table_names()) & set(our_tables().tables)
    there |= {name for name in inspector.get_table_names() if is_operators(name)}
    there -= {*PASSING, VERSIONS.name}
    columns = {name: found for (_, name), found in inspector.get_multi_columns().items()}
    indexes = {name: found for (_, name), found in inspector.get_multi_indexes().items()}
    return [
        Table(
            name=name,
            columns=tuple(_column(each) for each in columns[name]),
            indexes=tuple(_indexes(name, indexes.get(name, []))),
        )
        for name, _ in inspector.get_sorted_table_and_fkc_names()
        if name is not None and name in there
    ]


def is_operators(name: str) -> bool:
    """Whether it is the name of a table that publishing made."""
    return name.startswith("r_") and name.removeprefix("r_").isdecimal() and name.isascii()


def _column(found: Any) -> Column:
    kind = next((kind for sort, kind in _KINDS if isinstance(found["type"], sort)), None)
    if kind is None:
        raise TypeError(f"A column of type {found['type']!r} cannot be kept.")
    return Column(name=found["name"], kind=kind, nullable=bool(found["nullable"]))


def _indexes(table: str, found: list[Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name the indexes of an operators' table; the rest comes with the table."""
    if is_operators(table):
        for each in sorted(found, key=lambda each: str(each["name"])):
            if each["name"] != f"ix_{table}_id":
                yield each["name"], tuple(each["column_names"])
