"""Our own tables. Nothing outside this room imports them: others get rows of one workspace."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    text,
)

from app.storage.metadata import metadata, of_program, of_workspace, own_id
from app.storage.types import BIG, CONTENT, DOCUMENT, TEXT, WORD

id_block = Table(
    "id_block",
    metadata,
    Column("name", WORD, primary_key=True),
    Column("next", BIG, nullable=False),
    comment="Blocks of identifiers: the next one not yet leased.",
)

workspace = Table(
    "workspace",
    metadata,
    own_id(),
    Column("key", WORD, nullable=False, unique=True),
    Column("label", WORD, nullable=False),
    Column("created_at", BIG, nullable=False),
)

program = Table(
    "program",
    metadata,
    own_id(),
    of_workspace(),
    Column("key", WORD, nullable=False),
    Column("live_release_id", BIG, comment="What the runtime executes; null before a release."),
    Column("created_at", BIG, nullable=False),
    UniqueConstraint("workspace_id", "key"),
)

draft = Table(
    "draft",
    metadata,
    Column("program_id", BIG, ForeignKey("program.id"), primary_key=True, autoincrement=False),
    of_workspace(),
    Column("content", CONTENT, nullable=False),
    Column(
        "version", Integer, nullable=False, comment="Counts saves; a save names the one it saw."
    ),
    Column("saved_at", BIG, nullable=False),
    Column("saved_by", WORD),
)

release = Table(
    "release",
    metadata,
    own_id(),
    of_workspace(),
    of_program(),
    Column("number", Integer, nullable=False),
    Column("content", CONTENT, nullable=False),
    Column("columns", DOCUMENT, nullable=False, comment="object → field → id of its column."),
    Column("note", TEXT, nullable=False),
    Column("restores", Integer, comment="The number of the release this one brings back."),
    Column("elder_release_id", BIG, comment="The rules of those who were members before it."),
    Column("published_at", BIG, nullable=False),
    Column("published_by", WORD),
    UniqueConstraint("program_id", "number"),
)

object_table = Table(
    "object",
    metadata,
    own_id(),
    of_workspace(),
    of_program(),
    Column("key", WORD, nullable=False),
    UniqueConstraint("program_id", "key"),
    comment="Each row stands for a table r_<id> made at publish.",
)

field_column = Table(
    "field",
    metadata,
    own_id(),
    of_workspace(),
    Column("object_id", BIG, ForeignKey("object.id"), nullable=False),
    Column("key", WORD, nullable=False),
    Column("kind", WORD, nullable=False),
    Column("stored", WORD, nullable=False),
    Column("dated", Boolean, nullable=False),
    UniqueConstraint("object_id", "key", "kind"),
    comment="Each row stands for a column c_<id>; a changed kind is a further row.",
)

source = Table(
    "source",
    metadata,
    own_id(),
    of_workspace(),
    Column("object_id", BIG, ForeignKey("object.id"), nullable=False, comment="Whose metrics."),
    Column("form", TEXT, nullable=False, comment="Normal form of object, value and filter."),
    Column("ready", Boolean, nullable=False, comment="Its buckets are complete."),
    UniqueConstraint("object_id", "form"),
)

metric = Table(
    "metric",
    metadata,
    own_id(),
    of_workspace(),
    Column("object_id", BIG, ForeignKey("object.id"), nullable=False),
    Column("source_id", BIG, ForeignKey("source.id"), nullable=False),
    Column("form", TEXT, nullable=False, comment="Normal form of the rollup."),
    Column("stored", WORD, nullable=False),
    Column("streak", Boolean, nullable=False, comment="A current streak: a length and its end."),
    Column("day", BIG, comment="The local day its column is right for; null: not yet filled."),
    UniqueConstraint("object_id", "form"),
    comment="Each row stands for a column m_<id> of its object's table (a streak also e_<id>).",
)

bucket = Table(
    "bucket",
    metadata,
    of_workspace(),
    Column("source_id", BIG, nullable=False),
    Column("member_id", BIG, nullable=False, comment="Or the record of an object with rollups."),
    Column("day", BIG, nullable=False),
    Column("rows", BIG, nullable=False),
    Column("total", BIG),
    Column("least", BIG),
    Column("most", BIG),
    PrimaryKeyConstraint("source_id", "member_id", "day"),
    Index("ix_bucket_day", "source_id", "day", "member_id"),
    sqlite_with_rowid=False,
    comment="What happened on one day, for one source; a day without rows has none.",
)

history = Table(
    "history",
    metadata,
    of_workspace(),
    Column("object_id", BIG, nullable=False),
    Column("member_id", BIG, nullable=False),
    Column("record_id", BIG, nullable=False),
    Column("id", BIG, nullable=False),
    Column("field", WORD, nullable=False),
    Column("old", DOCUMENT),
    Column("at", BIG, nullable=False),
    Column("cause", WORD),
    PrimaryKeyConstraint("member_id", "id"),
    Index("ix_history_record", "object_id", "record_id", "at"),
    comment="What a field held before it changed.",
)

identity = Table(
    "identity",
    metadata,
    of_workspace(),
    of_program(),
    Column("kind", WORD, nullable=False, comment="object.field"),
    Column("value", TEXT, nullable=False),
    Column("member_id", BIG, nullable=False),
    Column("record_id", BIG, nullable=False),
    PrimaryKeyConstraint("program_id", "kind", "value"),
    Index("ix_identity_record", "program_id", "record_id", "kind"),
    comment="The only place where something must be unique across members.",
)

inbox = Table(
    "inbox",
    metadata,
    of_workspace(),
    Column("key", WORD, nullable=False, comment="What the caller sent as Idempotency-Key."),
    Column("fingerprint", WORD, nullable=False),
    Column("status", Integer, nullable=False),
    Column("answer", CONTENT),
    Column("at", BIG, nullable=False),
    PrimaryKeyConstraint("workspace_id", "key"),
)

audit = Table(
    "audit",
    metadata,
    own_id(),
    of_workspace(),
    Column("at", BIG, nullable=False),
    Column("actor", WORD),
    Column("action", WORD, nullable=False),
    Column("subject", WORD, nullable=False),
    Column("detail", DOCUMENT),
    Index("ix_audit_at", "workspace_id", "at"),
)

import_run = Table(
    "import_run",
    metadata,
    own_id(),
    of_workspace(),
    of_program(),
    Column("object", WORD, nullable=False),
    Column("fingerprint", WORD, nullable=False, comment="Hash of the file and of its mapping."),
    Column("rows_done", BIG, nullable=False),
    Column("rows_kept", BIG, nullable=False),
    Column("rows_refused", BIG, nullable=False),
    Column("started_at", BIG, nullable=False),
    Column("finished_at", BIG),
    UniqueConstraint("program_id", "fingerprint"),
)

api_key = Table(
    "api_key",
    metadata,
    own_id(),
    of_workspace(),
    of_program(),
    Column("label", WORD, nullable=False),
    Column("digest", WORD, nullable=False, unique=True),
    Column("scopes", DOCUMENT, nullable=False),
    Column("created_at", BIG, nullable=False),
    Column("revoked_at", BIG),
)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("name", WORD, primary_key=True),
    Column("at", BIG, nullable=False),
    Column("detail", DOCUMENT, server_default=text("'{}'")),
)
