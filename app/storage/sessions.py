"""Sign-ins: sessions, one-time links, and how often somebody guessed wrong."""

from dataclasses import dataclass

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Table,
    delete,
    insert,
    or_,
    select,
    update,
)

from app.storage.metadata import metadata
from app.storage.types import BIG, WORD

session = Table(
    "session",
    metadata,
    Column("digest", WORD, primary_key=True, comment="SHA-256 of what the cookie holds."),
    Column("user_id", BIG, ForeignKey("user.id"), nullable=False),
    Column("workspace_id", BIG, ForeignKey("workspace.id"), comment="The one that is open."),
    Column("started_at", BIG, nullable=False),
    Column("seen_at", BIG, nullable=False),
    Index("ix_session_user", "user_id"),
)

sign_in_link = Table(
    "sign_in_link",
    metadata,
    Column("digest", WORD, primary_key=True, comment="SHA-256 of the secret in the address."),
    Column("user_id", BIG, ForeignKey("user.id"), nullable=False),
    Column("expires_at", BIG, nullable=False),
    Column("used_at", BIG),
)

throttle = Table(
    "throttle",
    metadata,
    Column("name", WORD, primary_key=True, comment="account:… or address:…, hashed."),
    Column("failures", BIG, nullable=False),
    Column("failed_at", BIG, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody's sign-in on one device."""

    digest: str
    user_id: int
    workspace_id: int | None
    started_at: int
    seen_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    count: int
    last_at: int


def start_session(
    connection: Connection, digest: str, *, user_id: int, workspace_id: int | None, at: int
) -> None:
    connection.execute(
        insert(session).values(
            digest=digest,
            user_id=user_id,
            workspace_id=workspace_id,
            started_at=at,
            seen_at=at,
        )
    )


def find_session(
    connection: Connection, digest: str, *, started_after: int, seen_after: int
) -> Session | None:
    """Find a session that is neither too old nor idle for too long."""
    row = connection.execute(
        select(session)
        .where(session.c.digest == digest)
        .where(session.c.started_at > started_after)
        .where(session.c.seen_at > seen_after)
    ).one_or_none()
    if row is None:
        return None
    return Session(
        digest=row.digest,
        user_id=row.user_id,
        workspace_id=row.workspace_id,
        started_at=row.started_at,
        seen_at=row.seen_at,
    )


def touch_session(connection: Connection, digest: str, *, at: int) -> None:
    connection.execute(update(session).where(session.c.digest == digest).values(seen_at=at))


def end_session(connection: Connection, digest: str) -> None:
    connection.execute(delete(session).where(session.c.digest == digest))


def end_sessions_of(connection: Connection, user_id: int) -> None:
    connection.execute(delete(session).where(session.c.user_id == user_id))


def forget_old_sessions(connection: Connection, *, started_before: int, seen_before: int) -> None:
    connection.execute(
        delete(session).where(
            or_(session.c.started_at <= started_before, session.c.seen_at <= seen_before)
        )
    )


def add_link(connection: Connection, digest: str, *, user_id: int, expires_at: int) -> None:
    connection.execute(
        insert(sign_in_link).values(digest=digest, user_id=user_id, expires_at=expires_at)
    )


def use_link(connection: Connection, digest: str, *, at: int) -> int | None:
    """Use a link up and say whose it was; None when it is unknown, used or too old."""
    user_id = connection.execute(
        update(sign_in_link)
        .where(sign_in_link.c.digest == digest)
        .where(sign_in_link.c.used_at.is_(None))
        .where(sign_in_link.c.expires_at > at)
        .values(used_at=at)
        .returning(sign_in_link.c.user_id)
    ).scalar()
    return None if user_id is None else int(user_id)


def failures(connection: Connection, names: tuple[str, ...]) -> dict[str, Failures]:
    rows = connection.execute(select(throttle).where(throttle.c.name.in_(names)))
    return {row.name: Failures(count=row.failures, last_at=row.failed_at) for row in rows}


def add_failure(connection: Connection, name: str, *, at: int, forget_before: int) -> None:
    """Count a failed attempt; a name that was quiet for long begins again."""
    connection.execute(
        delete(throttle).where(throttle.c.name == name).where(throttle.c.failed_at < forget_before)
    )
    counted = connection.execute(
        update(throttle)
        .where(throttle.c.name == name)
        .values(failures=throttle.c.failures + 1, failed_at=at)
    )
    if counted.rowcount == 0:
        connection.execute(insert(throttle).values(name=name, failures=1, failed_at=at))


def forget_failures(connection: Connection, name: str) -> None:
    connection.execute(delete(throttle).where(throttle.c.name == name))
