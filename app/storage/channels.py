"""Accounts by which messages leave: what they were told, and how each is doing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import NotFound
from app.storage.channel_tables import channel, channel_event
from app.storage.space import Space

OPENED, CLOSED, DISABLED = "opened", "closed", "disabled"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    """One account."""

    id: int
    program_id: int
    kind: str
    name: str
    settings: Mapping[str, Any]
    secrets: str | None
    """Sealed."""
    off_at: int | None
    failures: int
    failing_since: int | None
    open_until: int | None
    """The circuit is open, and one message is tried at this moment; None: it is closed."""
    disabled_at: int | None
    last_error: str | None
    last_error_at: int | None
    last_sent_at: int | None
    tokens: int
    tokens_at: int
    access: str | None
    access_until: int | None
    created_at: int
    changed_at: int

    @property
    def works(self) -> bool:
        return self.off_at is None and self.disabled_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelEvent:
    """Something that happened to an account."""

    at: int
    what: str
    detail: str | None


class NoSuchChannel(NotFound):
    def __init__(self) -> None:
        super().__init__("没有这个渠道。", "There is no such channel.")


def of_program(space: Space, program_id: int) -> list[ChannelRow]:
    """Give the accounts of a programme; the first of those that work is the one used."""
    rows = space.execute(
        space.select(channel)
        .where(channel.c.program_id == program_id)
        .order_by(channel.c.created_at, channel.c.id)
    )
    return [_row(each) for each in rows]


def get(space: Space, program_id: int, channel_id: int) -> ChannelRow:
    return _one(space, program_id, channel_id, locked=False)


def get_locked(space: Space, program_id: int, channel_id: int) -> ChannelRow:
    """Read an account, and keep others from changing it until the end of the transaction."""
    return _one(space, program_id, channel_id, locked=True)


def _one(space: Space, program_id: int, channel_id: int, *, locked: bool) -> ChannelRow:
    asked = space.select(channel).where(
        channel.c.program_id == program_id, channel.c.id == channel_id
    )
    row = space.execute(asked.with_for_update() if locked else asked).first()
    if row is None:
        raise NoSuchChannel
    return _row(row)


def add(
    space: Space,
    program_id: int,
    *,
    kind: str,
    name: str,
    settings: Mapping[str, Any],
    secrets: str | None,
    now: int,
) -> int:
    channel_id = space.new_id()
    space.execute(
        space.insert(channel).values(
            id=channel_id,
            program_id=program_id,
            kind=kind,
            name=name,
            settings=dict(settings),
            secrets=secrets,
            failures=0,
            tokens=0,
            tokens_at=0,
            created_at=now,
            changed_at=now,
        )
    )
    return channel_id


def change(space: Space, channel_id: int, **values: Any) -> None:
    """Write some columns of an account."""
    space.execute(space.update(channel).where(channel.c.id == channel_id).values(**values))


def is_named(space: Space, program_id: int, name: str, *, besides: int | None) -> bool:
    """Say whether another account has that name."""
    found = space.select(channel, channel.c.id).where(
        channel.c.program_id == program_id, channel.c.name == name
    )
    if besides is not None:
        found = found.where(channel.c.id != besides)
    return space.execute(found).first() is not None


def note(
    space: Space, program_id: int, channel_id: int, what: str, *, now: int, detail: str | None
) -> None:
    space.execute(
        space.insert(channel_event).values(
            id=space.new_id(),
            program_id=program_id,
            channel_id=channel_id,
            at=now,
            what=what,
            detail=detail,
        )
    )


def events(space: Space, channel_id: int, *, limit: int) -> list[ChannelEvent]:
    """Give what happened to an account, the last first."""
    here = channel_event.c
    rows: Any = space.execute(
        space.select(channel_event)
        .where(here.channel_id == channel_id)
        .order_by(here.at.desc(), here.id.desc())
        .limit(limit)
    )
    return [ChannelEvent(at=row.at, what=row.what, detail=row.detail) for row in rows]


def _row(row: Any) -> ChannelRow:
    return ChannelRow(**{name: getattr(row, name) for name in ChannelRow.__slots__})
