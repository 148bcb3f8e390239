"""Which fields have columns, and what is in them."""

from collections.abc import Mapping
from typing import Any

from app.storage.catalogue import Records
from app.storage.records import own
from app.storage.space import Space
from app.storage.tables import field_column, object_table


def kept_fields(space: Space, program_id: int) -> Mapping[str, Mapping[str, str]]:
    """Give the kind that each field of a programme had last, by object and key."""
    rows: Any = space.execute(
        space.select(field_column, object_table.c.key, field_column.c.key, field_column.c.kind)
        .join(object_table, object_table.c.id == field_column.c.object_id)
        .where(object_table.c.program_id == program_id)
        .order_by(field_column.c.id)
    )
    found: dict[str, dict[str, str]] = {}
    for owner, key, kind in rows:
        found.setdefault(owner, {})[key] = kind
    return found


def some_values(space: Space, records: Records, field: str, *, most: int) -> list[Any]:
    """Give values of a field as its column holds them, those of the first records."""
    column = records.fields[field]
    statement = own(space, records, column).where(column.is_not(None))
    return list(space.execute(statement.order_by(records.identity).limit(most)).scalars())
