"""Who did what, and when: entries are added and never changed."""

from typing import Any

from app.storage.space import Space
from app.storage.tables import audit


def note(
    space: Space, *, at: int, actor: str | None, action: str, subject: str, detail: Any = None
) -> None:
    space.execute(
        space.insert(audit).values(
            id=space.new_id(), at=at, actor=actor, action=action, subject=subject, detail=detail
        )
    )


def entries(space: Space, *, limit: int) -> list[dict[str, Any]]:
    """Give the latest entries, newest first."""
    rows = space.execute(
        space.select(audit).order_by(audit.c.at.desc(), audit.c.id.desc()).limit(limit)
    )
    return [dict(row._asdict()) for row in rows]
