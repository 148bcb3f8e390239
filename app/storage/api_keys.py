"""Keys of the API: whose requests they let in, and for what. The secret itself is not kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.access import Scope
from app.errors import NotFound
from app.storage.space import Space
from app.storage.tables import api_key


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key belongs to one programme of one workspace."""

    id: int
    workspace_id: int
    program_id: int
    label: str
    scopes: frozenset[Scope]
    created_at: int
    revoked_at: int | None

    @property
    def actor(self) -> str:
        """What the audit and drafts call whoever uses the key."""
        return f"api:{self.label}"


def create(
    space: Space, program_id: int, digest: str, *, label: str, scopes: Iterable[Scope], at: int
) -> int:
    key_id = space.new_id()
    space.execute(
        space.insert(api_key).values(
            id=key_id,
            program_id=program_id,
            label=label,
            digest=digest,
            scopes=sorted(each.value for each in scopes),
            created_at=at,
        )
    )
    return key_id


def find(connection: Connection, digest: str) -> ApiKey | None:
    """Look up a key that is in force; which workspace is asked for follows from it."""
    row = connection.execute(
        select(api_key).where(api_key.c.digest == digest).where(api_key.c.revoked_at.is_(None))
    ).one_or_none()
    return None if row is None else _key(row)


def keys(space: Space) -> Sequence[ApiKey]:
    """Give the keys of a workspace, also those that are revoked."""
    rows = space.execute(space.select(api_key).order_by(api_key.c.created_at, api_key.c.id))
    return [_key(row) for row in rows]


def revoke(space: Space, key_id: int, *, at: int) -> None:
    """Take a key out of force from the next request on. Raises `NotFound`."""
    changed = space.execute(
        space.update(api_key)
        .where(api_key.c.id == key_id)
        .where(api_key.c.revoked_at.is_(None))
        .values(revoked_at=at)
    )
    if changed.rowcount == 0:
        raise NotFound(f"没有有效的密钥 {key_id}。", f"There is no key {key_id} in force.")


def _key(row: Any) -> ApiKey:
    # A scope that a later version knew and this one does not opens nothing.
    known = {each.value for each in Scope}
    return ApiKey(
        id=row.id,
        workspace_id=row.workspace_id,
        program_id=row.program_id,
        label=row.label,
        scopes=frozenset(Scope(each) for each in row.scopes if each in known),
        created_at=row.created_at,
        revoked_at=row.revoked_at,
    )
