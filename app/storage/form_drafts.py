"""Answers that somebody saved to go on with later, and how fast submissions come."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from app.storage.form_tables import form_draft, form_pace
from app.storage.space import Space


def keep(
    space: Space,
    program_id: int,
    form: str,
    digest: str,
    content: Mapping[str, Any],
    *,
    at: int,
    until: int,
) -> None:
    """Keep answers under a secret, in the place of what was there; forget what has expired."""
    own = space.delete(form_draft).where(form_draft.c.program_id == program_id)
    space.execute(own.where((form_draft.c.expires_at <= at) | (form_draft.c.digest == digest)))
    space.execute(
        space.insert(form_draft).values(
            program_id=program_id,
            form=form,
            digest=digest,
            content=dict(content),
            saved_at=at,
            expires_at=until,
        )
    )


def find(
    space: Space, program_id: int, form: str, digest: str, *, at: int
) -> Mapping[str, Any] | None:
    found = space.execute(
        space.select(form_draft, form_draft.c.content)
        .where(form_draft.c.program_id == program_id)
        .where(form_draft.c.form == form)
        .where(form_draft.c.digest == digest)
        .where(form_draft.c.expires_at > at)
    ).scalar()
    return None if found is None else dict(found)


def drop(space: Space, program_id: int, digest: str) -> None:
    """Forget answers that were sent meanwhile."""
    own = space.delete(form_draft).where(form_draft.c.program_id == program_id)
    space.execute(own.where(form_draft.c.digest == digest))


def is_any_expired(connection: Connection, *, at: int) -> bool:
    drafts = select(form_draft.c.digest).where(form_draft.c.expires_at <= at).limit(1)
    paces = select(form_pace.c.name).where(form_pace.c.due <= at).limit(1)
    return any(connection.execute(each).first() is not None for each in (drafts, paces))


def drop_expired(connection: Connection, *, at: int) -> int:
    """Forget every draft that has expired and every pace that has come to rest."""
    connection.execute(delete(form_pace).where(form_pace.c.due <= at))
    return connection.execute(delete(form_draft).where(form_draft.c.expires_at <= at)).rowcount


def advance(connection: Connection, name: str, *, at: int, step: int) -> int:
    """Count one more under a name, and say when it would be due at an even pace."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    from_now = case((form_pace.c.due > at, form_pace.c.due), else_=at)
    counted = insert(form_pace).values(name=name, due=at + step)
    moved = connection.execute(
        counted.on_conflict_do_update(
            index_elements=["name"], set_={"due": from_now + step}
        ).returning(form_pace.c.due)
    )
    return int(moved.scalar_one())
