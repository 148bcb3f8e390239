"""Channels, and who sends."""

import sqlalchemy as sa
from alembic import op

from app.storage.schema import row_level_security
from app.storage.types import BIG, DOCUMENT, TEXT, WORD

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLES = ("channel", "channel_event")


def _head() -> list[sa.Column[int]]:
    return [
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("program_id", BIG, sa.ForeignKey("program.id"), nullable=False),
    ]


def upgrade() -> None:
    op.add_column(
        "outbox",
        sa.Column("rendered", DOCUMENT, comment="What was said the first time, for every retry."),
    )
    op.add_column("outbox", sa.Column("channel_id", BIG, comment="The account it leaves by."))
    op.create_index("ix_outbox_latest", "outbox", ["program_id", "created_at"])
    op.drop_index("ix_outbox_due", "outbox")
    _due("program_id", "channel", "due_at")
    op.create_table(
        "channel",
        *_head(),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("name", WORD, nullable=False),
        sa.Column("settings", DOCUMENT, nullable=False),
        sa.Column("secrets", TEXT, comment="Encrypted; never shown, exported or logged."),
        sa.Column("off_at", BIG, comment="Somebody switched it off."),
        sa.Column("failures", BIG, nullable=False, comment="In a row."),
        sa.Column("failing_since", BIG),
        sa.Column("open_until", BIG, comment="The circuit is open: nothing is sent before."),
        sa.Column("disabled_at", BIG, comment="It failed for days and is left alone."),
        sa.Column("last_error", TEXT),
        sa.Column("last_error_at", BIG),
        sa.Column("last_sent_at", BIG),
        sa.Column("tokens", BIG, nullable=False, comment="Millionths of a message it may send."),
        sa.Column("tokens_at", BIG, nullable=False),
        sa.Column("access", TEXT, comment="What the provider lets us in with; encrypted."),
        sa.Column("access_until", BIG),
        sa.Column("created_at", BIG, nullable=False),
        sa.Column("changed_at", BIG, nullable=False),
        sa.UniqueConstraint("program_id", "name"),
        comment="An account by which messages leave, and how it is doing.",
    )
    op.create_table(
        "channel_event",
        *_head(),
        sa.Column("channel_id", BIG, sa.ForeignKey("channel.id"), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("what", WORD, nullable=False, comment="opened, closed or disabled."),
        sa.Column("detail", TEXT),
        comment="When a channel began to fail, recovered, or was left alone.",
    )
    op.create_index("ix_channel_event_channel", "channel_event", ["channel_id", "at"])
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            for line in row_level_security(table):
                op.execute(line)


def downgrade() -> None:
    op.drop_table("channel_event")
    op.drop_table("channel")
    op.drop_index("ix_outbox_latest", "outbox")
    op.drop_index("ix_outbox_due", "outbox")
    _due("program_id", "due_at")
    op.drop_column("outbox", "channel_id")
    op.drop_column("outbox", "rendered")


def _due(*columns: str) -> None:
    waiting = sa.text("state IN ('ready', 'retry', 'sending')")
    op.create_index(
        "ix_outbox_due",
        "outbox",
        list(columns),
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
