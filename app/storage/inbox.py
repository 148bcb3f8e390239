"""What was asked under an idempotency key, and what was answered."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from app.storage.space import Space
from app.storage.tables import inbox

PENDING = 0
"""The status of a request whose answer is not written yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A request that was here before."""

    fingerprint: str
    status: int
    answer: Any


def receive(space: Space, key: str, fingerprint: str, *, at: int) -> Received | None:
    """Take a key for a request; give what was received under it before, if anything was.

    Of several requests that come at once, one takes the key; the others wait here until its
    transaction ends.
    """
    insert = sqlite.insert if space.is_sqlite else postgresql.insert
    taken = space.execute(
        insert(inbox)
        .values(
            workspace_id=space.workspace_id,
            key=key,
            fingerprint=fingerprint,
            status=PENDING,
            at=at,
        )
        .on_conflict_do_nothing()
        .returning(inbox.c.key)
    ).one_or_none()
    if taken is not None:
        return None
    row = space.execute(space.select(inbox).where(inbox.c.key == key)).one()
    return Received(fingerprint=row.fingerprint, status=row.status, answer=row.answer)


def answered(space: Space, key: str, status: int, answer: Any) -> None:
    """Keep the answer beside the request, in the transaction of its effects."""
    space.execute(
        space.update(inbox).where(inbox.c.key == key).values(status=status, answer=answer)
    )


def old_keys(space: Space, *, before: int, limit: int) -> list[str]:
    """Give keys that came before a moment."""
    found = space.select(inbox, inbox.c.key).where(inbox.c.at < before).limit(limit)
    return list(space.execute(found).scalars())


def forget(space: Space, keys: list[str], *, before: int) -> None:
    """Forget these keys, unless they came again meanwhile."""
    space.execute(space.delete(inbox).where(inbox.c.key.in_(keys), inbox.c.at < before))
