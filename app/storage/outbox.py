"""What is to be told outside: written with what it tells of, sent at least once under one key."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Insert, and_, bindparam, cast, func, insert, literal, select

from app.storage.flow_batch import BATCH, at
from app.storage.flow_tables import outbox
from app.storage.space import Space
from app.storage.types import BIG, DOCUMENT, TEXT, WORD

INBOX = "inbox"
"""The channel that ends in our own database."""
SENT, NEW, CANCELLED = "sent", "ready", "cancelled"
WAITING = (NEW, "retry")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is said to everybody who comes to a step."""

    channel: str
    purpose: str
    body: dict[str, Any]
    flow: str
    step: str
    release_id: int
    as_it_is: bool = True
    """Whether everybody gets it in these very words, and nothing may hold it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message that is about to be sent for the first time."""

    member_id: int
    id: int
    idem: str
    channel: str
    purpose: str
    body: dict[str, Any]
    """`{"title", "text"}` in both languages, or `{"template": "<key>"}`."""
    flow: str | None
    step: str | None
    run_id: int | None
    release_id: int | None
    created_at: int
    attempts: int
    """Attempts begun so far, this one among them."""


def write(space: Space, program_id: int, message: Message, way: str, *, now: int) -> None:
    """Write a message to all who leave a step by a way.

    One in the inbox has arrived with that, unless it is still to be put in words or allowed.
    """
    leaving = {"at_step": message.step, "left_by": way}
    count = space.execute(_COUNTING, leaving).scalar_one()
    if not count:
        return
    arrives = message.channel == INBOX and message.as_it_is
    told = {
        "workspace": space.workspace_id,
        "program": program_id,
        # Each has an id of its own: the sender speaks of messages by it.
        "first": space.take_ids(count)[0],
        "channel": message.channel,
        "purpose": message.purpose,
        "body": message.body,
        "flow": message.flow,
        "release": message.release_id,
        "state": SENT if arrives else NEW,
        "now": now,
        "sent_at": now if arrives else None,
    }
    space.execute(_WRITING, leaving | told)


# Whoever has been told no way leaves by the usual one, which is this.
_BY = bindparam("left_by", type_=WORD)
_LEAVING = and_(at(bindparam("at_step", type_=WORD)), func.coalesce(BATCH.c.way, _BY) == _BY)
_COUNTING = select(func.count()).select_from(BATCH).where(_LEAVING)


def _writing() -> Insert:
    here = BATCH.c
    step, now = bindparam("at_step", type_=WORD), bindparam("now", type_=BIG)
    place = func.row_number().over(order_by=here.member_id) - 1
    values = {
        "workspace_id": bindparam("workspace", type_=BIG),
        "program_id": bindparam("program", type_=BIG),
        "member_id": here.member_id,
        "id": bindparam("first", type_=BIG) + place,
        # Run, step and round: however often the transaction is tried, the key is the same.
        "idem": cast(here.run_id, TEXT) + ":" + step + ":" + cast(here.visits, TEXT),
        "channel": bindparam("channel", type_=WORD),
        "purpose": bindparam("purpose", type_=WORD),
        "body": bindparam("body", type_=DOCUMENT),
        "flow": bindparam("flow", type_=WORD),
        "step": step,
        "run_id": here.run_id,
        "release_id": bindparam("release", type_=BIG),
        "state": bindparam("state", type_=WORD),
        "due_at": now,
        "attempts": literal(0, BIG),
        "fence": literal(0, BIG),
        "created_at": now,
        "sent_at": bindparam("sent_at", type_=BIG),
    }
    found = select(*values.values()).where(_LEAVING)
    return insert(outbox).from_select(list(values), found)


_WRITING = _writing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message of a member."""

    member_id: int
    id: int
    idem: str
    channel: str
    state: str
    body: dict[str, Any]
    created_at: int
    read_at: int | None


def of_member(
    space: Space, program_id: int, member_id: int, *, channel: str | None = None, limit: int = 100
) -> list[Sent]:
    """Give a member's messages, the last one first."""
    here = outbox.c
    found = space.select(outbox).where(here.program_id == program_id, here.member_id == member_id)
    if channel is not None:
        found = found.where(here.channel == channel)
    rows: Sequence[Any] = space.execute(
        found.order_by(here.created_at.desc(), here.id.desc()).limit(limit)
    ).all()
    return [Sent(**{name: getattr(row, name) for name in Sent.__slots__}) for row in rows]


def forget(space: Space, member_id: int) -> None:
    """Blank what a member was told, and send them nothing more; that something was sent stays."""
    own = space.update(outbox).where(outbox.c.member_id == member_id)
    space.execute(own.where(outbox.c.state.in_(WAITING)).values(state=CANCELLED))
    space.execute(own.values(body={}, rendered=None, last_error=None))


def counts(space: Space, program_id: int) -> dict[tuple[str, str], int]:
    """Count messages by channel and state."""
    here = outbox.c
    rows: Any = space.execute(
        space.select(outbox, here.channel, here.state, func.count())
        .where(here.program_id == program_id)
        .group_by(here.channel, here.state)
    )
    return {(row[0], row[1]): row[2] for row in rows}
