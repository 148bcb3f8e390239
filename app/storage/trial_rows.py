"""What a trial has written of a member so far: rows under numbers that only trials give out."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Table, select, update

from app.storage.catalogue import Catalogue
from app.storage.flow_batch import BATCH
from app.storage.flow_runs import FAILED, READY
from app.storage.metadata import metadata
from app.storage.records import by_field
from app.storage.space import Space

Row = Mapping[str, Any]
OWN = {"workspace_id", "member_id", "id"}
RECORD = "record:"
"""Before the key of an object, where a record of it was written."""


def written(
    space: Space, catalogue: Catalogue, member_id: int, *, since: int
) -> dict[str, list[Row]]:
    """Give the rows of a member with numbers from `since` on, by table or object."""
    found: dict[str, list[Row]] = {}
    for table in metadata.tables.values():
        if set(table.c.keys()) >= OWN:
            rows = _rows(space, table, member_id, since)
            if rows:
                found[table.name] = [dict(each._mapping) for each in rows]  # noqa: SLF001  # So named by SQLAlchemy.
    for key, kept in catalogue.records.items():
        if "member_id" in kept.table.c:
            rows = _rows(space, kept.table, member_id, since)
            if rows:
                found[f"{RECORD}{key}"] = [by_field(kept, each) for each in rows]
    return found


def _rows(space: Space, table: Table, member_id: int, since: int) -> list[Any]:
    asked: list[ColumnElement[bool]] = [
        table.c.workspace_id == space.workspace_id,
        table.c.member_id == member_id,
        table.c.id >= since,
    ]
    return list(space.execute(select(table).where(*asked).order_by(table.c.id)))


def overlook(space: Space, step: str) -> None:
    """Let those whose run failed at a step go on from it."""
    here = BATCH.c
    space.execute(
        update(BATCH).where(here.step == step, here.state == FAILED).values(state=READY, error=None)
    )


def why_failed(space: Space, step: str) -> str | None:
    """Give why a run failed at a step."""
    here = BATCH.c
    found = select(here.error).where(here.step == step, here.state == FAILED).limit(1)
    error: str | None = space.execute(found).scalar()
    return error
