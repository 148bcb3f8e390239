"""How many records an object has, and what a field of them adds up to."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func

from app.storage.catalogue import Records
from app.storage.records import own
from app.storage.space import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    rows: int
    total: int
    """In smallest units for money; nothing adds up to 0."""


def count(space: Space, records: Records) -> int:
    return int(space.execute(own(space, records, func.count())).scalar_one())


def of_money(space: Space, records: Records, field: str) -> Total:
    """Add up a field that holds whole numbers."""
    row: Any = space.execute(
        own(space, records, func.count(), func.coalesce(func.sum(records.fields[field]), 0))
    ).one()
    return Total(rows=int(row[0]), total=int(row[1]))


def filled(space: Space, records: Records, field: str) -> int:
    """Say how many records hold a value of a field."""
    return int(space.execute(own(space, records, func.count(records.fields[field]))).scalar_one())
