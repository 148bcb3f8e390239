"""Messages as people look at them: which there are, what became of each, trying again, ending."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, or_

from app.storage.flow_tables import outbox
from app.storage.outgoing import CANCELLED, DEAD, READY, RETRY, kept
from app.storage.space import Space
from app.words import Words

COUNTED = 10_000
"""So many are tried again, or ended, at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """A message and how far it has come."""

    member_id: int
    id: int
    channel: str
    purpose: str
    body: dict[str, Any]
    rendered: dict[str, Any] | None
    flow: str | None
    step: str | None
    state: str
    due_at: int
    attempts: int
    created_at: int
    sent_at: int | None
    read_at: int | None
    last_error: str | None

    @property
    def key(self) -> str:
        return f"{self.member_id}-{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which messages are looked at."""

    state: str | None = None
    channel: str | None = None
    member_id: int | None = None
    before: tuple[int, int] | None = None
    """Moment and id of the last one of the page before."""


def latest(space: Space, program_id: int, asked: Asked, *, limit: int) -> list[MessageRow]:
    """Give messages, the last one first."""
    here = outbox.c
    found = _asked(space, program_id, asked)
    if asked.before is not None:
        at, last = asked.before
        found = found.where(or_(here.created_at < at, and_(here.created_at == at, here.id < last)))
    rows: Sequence[Any] = space.execute(
        found.order_by(here.created_at.desc(), here.id.desc()).limit(limit)
    ).all()
    return [_row(each) for each in rows]


def find(space: Space, program_id: int, member_id: int, message_id: int) -> MessageRow | None:
    here = outbox.c
    row = space.execute(
        space.select(outbox).where(
            here.program_id == program_id, here.member_id == member_id, here.id == message_id
        )
    ).first()
    return None if row is None else _row(row)


def _asked(space: Space, program_id: int, asked: Asked) -> Select[Any]:
    here = outbox.c
    found = space.select(outbox).where(here.program_id == program_id)
    if asked.state is not None:
        found = found.where(here.state == asked.state)
    if asked.channel is not None:
        found = found.where(here.channel == asked.channel)
    if asked.member_id is not None:
        found = found.where(here.member_id == asked.member_id)
    return found


def retry(space: Space, rows: Sequence[MessageRow], *, now: int) -> int:
    """Have messages that were given up tried again from the beginning, under the same key."""
    return _change(space, rows, (DEAD,), state=READY, due_at=now, attempts=0, last_error=None)


def cancel(space: Space, rows: Sequence[MessageRow], *, why: Words) -> int:
    """End messages that have not left; what is being sent right now is let go."""
    states = (READY, RETRY, DEAD)
    return _change(space, rows, states, state=CANCELLED, last_error=kept(why))


def _change(
    space: Space, rows: Sequence[MessageRow], states: tuple[str, ...], **values: Any
) -> int:
    here = outbox.c
    changed = 0
    for each in rows:
        done = space.execute(
            space.update(outbox)
            .where(here.member_id == each.member_id, here.id == each.id, here.state.in_(states))
            .values(**values)
        )
        changed += done.rowcount
    return changed


def _row(row: Any) -> MessageRow:
    return MessageRow(**{name: getattr(row, name) for name in MessageRow.__slots__})
