"""Tables of channels: accounts by which messages leave, and what happened to them."""

from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint

from app.storage.metadata import metadata, of_program, of_workspace, own_id
from app.storage.types import BIG, DOCUMENT, TEXT, WORD

channel = Table(
    "channel",
    metadata,
    own_id(),
    of_workspace(),
    of_program(),
    Column("kind", WORD, nullable=False),
    Column("name", WORD, nullable=False),
    Column("settings", DOCUMENT, nullable=False),
    Column("secrets", TEXT, comment="Encrypted; never shown, exported or logged."),
    Column("off_at", BIG, comment="Somebody switched it off."),
    Column("failures", BIG, nullable=False, comment="In a row."),
    Column("failing_since", BIG),
    Column("open_until", BIG, comment="The circuit is open: nothing is sent before."),
    Column("disabled_at", BIG, comment="It failed for days and is left alone."),
    Column("last_error", TEXT),
    Column("last_error_at", BIG),
    Column("last_sent_at", BIG),
    Column("tokens", BIG, nullable=False, comment="Millionths of a message it may send."),
    Column("tokens_at", BIG, nullable=False),
    Column("access", TEXT, comment="What the provider lets us in with; encrypted."),
    Column("access_until", BIG),
    Column("created_at", BIG, nullable=False),
    Column("changed_at", BIG, nullable=False),
    UniqueConstraint("program_id", "name"),
    comment="An account by which messages leave, and how it is doing.",
)

channel_event = Table(
    "channel_event",
    metadata,
    own_id(),
    of_workspace(),
    of_program(),
    Column("channel_id", BIG, ForeignKey("channel.id"), nullable=False),
    Column("at", BIG, nullable=False),
    Column("what", WORD, nullable=False, comment="opened, closed or disabled."),
    Column("detail", TEXT),
    Index("ix_channel_event_channel", "channel_id", "at"),
    comment="When a channel began to fail, recovered, or was left alone.",
)
