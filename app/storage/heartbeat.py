"""Signs of life that the worker leaves and the health page reads."""

from typing import Any

from sqlalchemy import Connection, select

from app.storage.tables import heartbeat

WORKER, BACKUP = "worker", "backup"
"""Under what names a worker says that it is alive, and a backup when it was taken."""


def beat(connection: Connection, name: str, *, at: int, detail: dict[str, object]) -> None:
    """Say that `name` was alive at an instant."""
    changed = connection.execute(
        heartbeat.update().where(heartbeat.c.name == name).values(at=at, detail=detail)
    )
    if not changed.rowcount:
        connection.execute(heartbeat.insert().values(name=name, at=at, detail=detail))


def last_detail(connection: Connection, name: str) -> dict[str, Any]:
    """Give what `name` said of itself when it was last seen."""
    found = connection.execute(
        select(heartbeat.c.detail).where(heartbeat.c.name == name)
    ).scalar_one_or_none()
    return found or {}


def last_beat(connection: Connection, name: str) -> int | None:
    return connection.execute(
        select(heartbeat.c.at).where(heartbeat.c.name == name)
    ).scalar_one_or_none()
