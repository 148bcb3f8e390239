"""Who works in a workspace: people who may sign in, and what they are there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from app.access import Role
from app.storage.accounts import membership, user
from app.storage.space import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of a workspace."""

    id: int
    name: str
    email: str
    role: Role


def ids_in_team(space: Space) -> Select[Any]:
    """Give a one-column SELECT over everybody who is in the workspace and may sign in."""
    return (
        select(membership.c.user_id)
        .join(user, user.c.id == membership.c.user_id)
        .where(membership.c.workspace_id == space.workspace_id, user.c.disabled_at.is_(None))
    )


def people(space: Space, emails: Iterable[str] | None = None) -> list[Person]:
    """Give everybody of the workspace, or those with these addresses, by name."""
    found = (
        select(user.c.id, user.c.name, user.c.email, membership.c.role)
        .join(membership, membership.c.user_id == user.c.id)
        .where(membership.c.workspace_id == space.workspace_id, user.c.disabled_at.is_(None))
        .order_by(user.c.name, user.c.id)
    )
    if emails is not None:
        asked = sorted({each.strip().lower() for each in emails})
        found = found.where(user.c.email.in_(asked))
    rows: Any = space.execute(found)
    return [Person(id=row.id, name=row.name, email=row.email, role=Role(row.role)) for row in rows]
