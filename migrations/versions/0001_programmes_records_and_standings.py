"""programmes records and standings."""

import sqlalchemy as sa
from alembic import op

from app.storage.types import BIG, CONTENT, DOCUMENT, TEXT, WORD

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "heartbeat",
        sa.Column("name", WORD, nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("detail", DOCUMENT, server_default=sa.text("'{}'"), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "id_block",
        sa.Column("name", WORD, nullable=False),
        sa.Column("next", BIG, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_id_block")),
        comment="Blocks of identifiers: the next one not yet leased.",
    )
    op.create_table(
        "workspace",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("key", WORD, nullable=False),
        sa.Column("label", WORD, nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
        sa.UniqueConstraint("key", name=op.f("uq_workspace_key")),
    )
    op.create_table(
        "audit",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("actor", WORD, nullable=True),
        sa.Column("action", WORD, nullable=False),
        sa.Column("subject", WORD, nullable=False),
        sa.Column("detail", DOCUMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_audit_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_at", "audit", ["workspace_id", "at"], unique=False)
    op.create_table(
        "bucket",
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("source_id", BIG, nullable=False),
        sa.Column(
            "member_id", BIG, nullable=False, comment="Or the record of an object with rollups."
        ),
        sa.Column("day", BIG, nullable=False),
        sa.Column("rows", BIG, nullable=False),
        sa.Column("total", BIG, nullable=True),
        sa.Column("least", BIG, nullable=True),
        sa.Column("most", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_bucket_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("source_id", "member_id", "day", name=op.f("pk_bucket")),
        comment="What happened on one day, for one source; a day without rows has none.",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_bucket_day", "bucket", ["source_id", "day", "member_id"], unique=False)
    op.create_table(
        "history",
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("object_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("record_id", BIG, nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("field", WORD, nullable=False),
        sa.Column("old", DOCUMENT, nullable=True),
        sa.Column("at", BIG, nullable=False),
        sa.Column("cause", WORD, nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_history_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("member_id", "id", name=op.f("pk_history")),
        comment="What a field held before it changed.",
    )
    op.create_index("ix_history_record", "history", ["object_id", "record_id", "at"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("key", WORD, nullable=False, comment="What the caller sent as Idempotency-Key."),
        sa.Column("fingerprint", WORD, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", CONTENT, nullable=True),
        sa.Column("at", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_inbox_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "key", name=op.f("pk_inbox")),
    )
    op.create_table(
        "program",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("key", WORD, nullable=False),
        sa.Column(
            "live_release_id",
            BIG,
            nullable=True,
            comment="What the runtime executes; null before a release.",
        ),
        sa.Column("created_at", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_program_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_program_workspace_id_key")),
    )
    op.create_table(
        "api_key",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("program_id", BIG, nullable=False),
        sa.Column("label", WORD, nullable=False),
        sa.Column("digest", WORD, nullable=False),
        sa.Column("scopes", DOCUMENT, nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sa.Column("revoked_at", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_api_key_program_id_program")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_api_key_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_key_digest")),
    )
    op.create_table(
        "cut",
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("program_id", BIG, nullable=False),
        sa.Column(
            "form", TEXT, nullable=False, comment="Normal form of the comparison with a rank."
        ),
        sa.Column(
            "value",
            sa.Double(),
            nullable=True,
            comment="The least value that still meets it; null: nobody does.",
        ),
        sa.Column("ranked", BIG, nullable=False, comment="How many members were ranked."),
        sa.Column("at", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_cut_program_id_program")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_cut_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("program_id", "form", name=op.f("pk_cut")),
    )
    op.create_table(
        "draft",
        sa.Column("program_id", BIG, autoincrement=False, nullable=False),
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("content", CONTENT, nullable=False),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="Counts saves; a save names the one it saw.",
        ),
        sa.Column("saved_at", BIG, nullable=False),
        sa.Column("saved_by", WORD, nullable=True),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_draft_program_id_program")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_draft_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("program_id", name=op.f("pk_draft")),
    )
    op.create_table(
        "evaluation",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("program_id", BIG, nullable=False),
        sa.Column("release_id", BIG, nullable=False),
        sa.Column("occurrence", WORD, nullable=False, comment="2026-03-01 when scheduled; unique."),
        sa.Column("started_at", BIG, nullable=False),
        sa.Column("finished_at", BIG, nullable=True),
        sa.Column("up_to", BIG, nullable=False, comment="Members up to this id are done."),
        sa.Column("placed", BIG, nullable=False),
        sa.Column("changed", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_evaluation_program_id_program")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_evaluation_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
        sa.UniqueConstraint(
            "program_id", "occurrence", name=op.f("uq_evaluation_program_id_occurrence")
        ),
    )
    op.create_table(
        "identity",
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("program_id", BIG, nullable=False),
        sa.Column("kind", WORD, nullable=False, comment="object.field"),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("record_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_identity_program_id_program")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_identity_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("program_id", "kind", "value", name=op.f("pk_identity")),
        comment="The only place where something must be unique across members.",
    )
    op.create_index(
        "ix_identity_record", "identity", ["program_id", "record_id", "kind"], unique=False
    )
    op.create_table(
        "import_run",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("program_id", BIG, nullable=False),
        sa.Column("object", WORD, nullable=False),
        sa.Column(
            "fingerprint", WORD, nullable=False, comment="Hash of the file and of its mapping."
        ),
        sa.Column("rows_done", BIG, nullable=False),
        sa.Column("rows_kept", BIG, nullable=False),
        sa.Column("rows_refused", BIG, nullable=False),
        sa.Column("started_at", BIG, nullable=False),
        sa.Column("finished_at", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_import_run_program_id_program")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_import_run_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
        sa.UniqueConstraint(
            "program_id", "fingerprint", name=op.f("uq_import_run_program_id_fingerprint")
        ),
    )
    op.create_table(
        "ladder",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("program_id", BIG, nullable=False),
        sa.Column("key", WORD, nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_ladder_program_id_program")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_ladder_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder")),
        sa.UniqueConstraint("program_id", "key", name=op.f("uq_ladder_program_id_key")),
        comment="Each row stands for the columns earned_<id>, tier_<id>, since_<id>, since_<id>__day.",
    )
    op.create_table(
        "object",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("program_id", BIG, nullable=False),
        sa.Column("key", WORD, nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_object_program_id_program")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_object_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_object")),
        sa.UniqueConstraint("program_id", "key", name=op.f("uq_object_program_id_key")),
        comment="Each row stands for a table r_<id> made at publish.",
    )
    op.create_table(
        "release",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("program_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", CONTENT, nullable=False),
        sa.Column(
            "columns", DOCUMENT, nullable=False, comment="object → field → id of its column."
        ),
        sa.Column("note", TEXT, nullable=False),
        sa.Column(
            "restores",
            sa.Integer(),
            nullable=True,
            comment="The number of the release this one brings back.",
        ),
        sa.Column("published_at", BIG, nullable=False),
        sa.Column("published_by", WORD, nullable=True),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_release_program_id_program")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_release_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("program_id", "number", name=op.f("uq_release_program_id_number")),
    )
    op.create_table(
        "tier_change",
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("program_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("ladder_id", BIG, nullable=False),
        sa.Column("old_tier_id", BIG, nullable=True),
        sa.Column("new_tier_id", BIG, nullable=True),
        sa.Column("at", BIG, nullable=False),
        sa.Column("reason", WORD, nullable=False, comment="event, evaluation, publish, joined."),
        sa.Column("release_id", BIG, nullable=False),
        sa.Column(
            "cause", WORD, nullable=True, comment="The record or the run that brought it about."
        ),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_tier_change_program_id_program")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_tier_change_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("member_id", "id", name=op.f("pk_tier_change")),
    )
    op.create_index("ix_tier_change_recent", "tier_change", ["program_id", "at"], unique=False)
    op.create_table(
        "field",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("object_id", BIG, nullable=False),
        sa.Column("key", WORD, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("stored", WORD, nullable=False),
        sa.Column("dated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["object_id"], ["object.id"], name=op.f("fk_field_object_id_object")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_field_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field")),
        sa.UniqueConstraint("object_id", "key", "kind", name=op.f("uq_field_object_id_key_kind")),
        comment="Each row stands for a column c_<id>; a changed kind is a further row.",
    )
    op.create_table(
        "source",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("object_id", BIG, nullable=False, comment="Whose metrics."),
        sa.Column("form", TEXT, nullable=False, comment="Normal form of object, value and filter."),
        sa.Column("ready", sa.Boolean(), nullable=False, comment="Its buckets are complete."),
        sa.ForeignKeyConstraint(
            ["object_id"], ["object.id"], name=op.f("fk_source_object_id_object")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_source_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("object_id", "form", name=op.f("uq_source_object_id_form")),
    )
    op.create_table(
        "tier",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("ladder_id", BIG, nullable=False),
        sa.Column("key", WORD, nullable=False),
        sa.ForeignKeyConstraint(
            ["ladder_id"], ["ladder.id"], name=op.f("fk_tier_ladder_id_ladder")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_tier_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier")),
        sa.UniqueConstraint("ladder_id", "key", name=op.f("uq_tier_ladder_id_key")),
    )
    op.create_table(
        "metric",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("object_id", BIG, nullable=False),
        sa.Column("source_id", BIG, nullable=False),
        sa.Column("form", TEXT, nullable=False, comment="Normal form of the rollup."),
        sa.Column("stored", WORD, nullable=False),
        sa.Column(
            "streak",
            sa.Boolean(),
            nullable=False,
            comment="A current streak: a length and its end.",
        ),
        sa.Column(
            "day",
            BIG,
            nullable=True,
            comment="The local day its column is right for; null: not yet filled.",
        ),
        sa.ForeignKeyConstraint(
            ["object_id"], ["object.id"], name=op.f("fk_metric_object_id_object")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_metric_source_id_source")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_metric_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric")),
        sa.UniqueConstraint("object_id", "form", name=op.f("uq_metric_object_id_form")),
        comment="Each row stands for a column m_<id> of its object's table (a streak also e_<id>).",
    )
