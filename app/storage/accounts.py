"""People who work in the product, and the workspaces they may open.

These rows stand above workspaces: who somebody is decides which workspace may be opened.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    Table,
    delete,
    insert,
    select,
    update,
)

from app.access import Role
from app.errors import Conflict
from app.storage.ids import Ids
from app.storage.metadata import metadata
from app.storage.sessions import end_sessions_of
from app.storage.tables import workspace
from app.storage.types import BIG, TEXT, WORD

user = Table(
    "user",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=False),
    Column("email", WORD, nullable=False, unique=True, comment="In lower case."),
    Column("name", WORD, nullable=False),
    Column("password", TEXT, comment="argon2id; null: signs in by link only."),
    Column("language", WORD),
    Column("theme", WORD),
    Column("created_at", BIG, nullable=False),
    Column("disabled_at", BIG),
)

membership = Table(
    "membership",
    metadata,
    Column("workspace_id", BIG, ForeignKey("workspace.id"), nullable=False),
    Column("user_id", BIG, ForeignKey("user.id"), nullable=False),
    Column("role", WORD, nullable=False),
    PrimaryKeyConstraint("workspace_id", "user_id"),
    Index("ix_membership_user", "user_id"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    id: int
    email: str
    name: str
    password: str | None
    language: str | None
    theme: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A workspace somebody may open, and what they are there."""

    workspace_id: int
    label: str
    role: Role


def add_user(connection: Connection, ids: Ids, *, email: str, name: str, at: int) -> int:
    if find_user(connection, email) is not None:
        raise Conflict(f"“{email}”已有账户。", f"There is an account for {email!r} already.")
    user_id = ids.one(connection)
    connection.execute(
        insert(user).values(id=user_id, email=email.lower(), name=name, created_at=at)
    )
    return user_id


def find_user(connection: Connection, email: str) -> User | None:
    """Find somebody who may sign in."""
    return _one_user(connection, user.c.email == email.lower())


def find_user_by_id(connection: Connection, user_id: int) -> User | None:
    return _one_user(connection, user.c.id == user_id)


def _one_user(connection: Connection, condition: Any) -> User | None:
    row = connection.execute(
        select(user).where(condition).where(user.c.disabled_at.is_(None))
    ).one_or_none()
    if row is None:
        return None
    return User(
        id=row.id,
        email=row.email,
        name=row.name,
        password=row.password,
        language=row.language,
        theme=row.theme,
    )


def first_owner(connection: Connection) -> User | None:
    """Give the owner who was there first: whom a link is for when nobody is named."""
    user_id = connection.execute(
        select(user.c.id)
        .join(membership, membership.c.user_id == user.c.id)
        .where(membership.c.role == Role.OWNER.value)
        .where(user.c.disabled_at.is_(None))
        .order_by(user.c.created_at, user.c.id)
        .limit(1)
    ).scalar()
    return None if user_id is None else find_user_by_id(connection, user_id)


def set_password(connection: Connection, user_id: int, password: str) -> None:
    """Keep the hash of a new password, and end every session that the old one began."""
    connection.execute(update(user).where(user.c.id == user_id).values(password=password))
    end_sessions_of(connection, user_id)


def disable_user(connection: Connection, user_id: int, *, at: int) -> None:
    connection.execute(update(user).where(user.c.id == user_id).values(disabled_at=at))
    end_sessions_of(connection, user_id)


def prefer(connection: Connection, user_id: int, **choices: str) -> None:
    """Keep somebody's `language` or `theme`."""
    connection.execute(update(user).where(user.c.id == user_id).values(**choices))


def join(connection: Connection, user_id: int, workspace_id: int, role: Role) -> None:
    """Make somebody a member of a workspace, or change what they are there."""
    connection.execute(
        delete(membership)
        .where(membership.c.workspace_id == workspace_id)
        .where(membership.c.user_id == user_id)
    )
    connection.execute(
        insert(membership).values(workspace_id=workspace_id, user_id=user_id, role=role.value)
    )


def memberships(connection: Connection, user_id: int) -> tuple[Membership, ...]:
    rows = connection.execute(
        select(membership.c.workspace_id, membership.c.role, workspace.c.label)
        .join(workspace, workspace.c.id == membership.c.workspace_id)
        .where(membership.c.user_id == user_id)
        .order_by(workspace.c.label, workspace.c.id)
    )
    return tuple(
        Membership(workspace_id=row.workspace_id, label=row.label, role=Role(row.role))
        for row in rows
    )


def workspaces_without_owner(connection: Connection) -> list[int]:
    owned = select(membership.c.workspace_id).where(membership.c.role == Role.OWNER.value)
    return list(
        connection.execute(select(workspace.c.id).where(workspace.c.id.not_in(owned))).scalars()
    )
