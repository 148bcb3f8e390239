"""Automations at work: runs, their traces, claims, occurrences, and what is to be sent."""

import sqlalchemy as sa
from alembic import op

from app.storage.schema import row_level_security
from app.storage.types import BIG, DOCUMENT, TEXT, WORD

revision = "0013"
down_revision = "0012"
TABLES = ("flow_state", "flow_run", "flow_trace", "step_claim", "occurrence", "outbox")


def _head() -> list[sa.Column[int]]:
    return [
        sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("program_id", BIG, sa.ForeignKey("program.id"), nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "flow_state",
        *_head(),
        sa.Column("flow", WORD, nullable=False),
        sa.Column("since", BIG, comment="From when it enrols; null: it rests."),
        sa.Column("paused_at", BIG),
        sa.Column("paused_by", WORD),
        sa.Column("paused_why", TEXT),
        sa.PrimaryKeyConstraint("program_id", "flow"),
        comment="Since when an automation works, and whether somebody paused it.",
    )
    op.create_table(
        "flow_run",
        *_head(),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("id", BIG, nullable=False, comment="Members who went in together share it."),
        sa.Column("flow", WORD, nullable=False),
        sa.Column(
            "release_id",
            BIG,
            nullable=False,
            comment="The release it began under and finishes under.",
        ),
        sa.Column(
            "cause", WORD, nullable=False, comment="What set it in motion; once for each member."
        ),
        sa.Column("object", WORD, comment="Of the record that set it in motion."),
        sa.Column("record_id", BIG),
        sa.Column(
            "chain", TEXT, nullable=False, comment="The automations that led to it, joined by >."
        ),
        sa.Column(
            "state",
            WORD,
            nullable=False,
            comment="ready, waiting, done, goal, failed, cancelled or looped.",
        ),
        sa.Column("step", WORD, comment="Where the member is, or was when it ended."),
        sa.Column("visits", BIG, nullable=False, comment="How many steps were taken."),
        sa.Column("due_at", BIG, comment="When it goes on; null: it is over."),
        sa.Column("awaiting", WORD, comment="The event that ends the wait before its time."),
        sa.Column("attempts", BIG, nullable=False),
        sa.Column("started_at", BIG, nullable=False),
        sa.Column("ended_at", BIG),
        sa.Column("error", TEXT),
        sa.PrimaryKeyConstraint("member_id", "id"),
        sa.UniqueConstraint("member_id", "program_id", "flow", "cause"),
        comment="One member's way through an automation, and where it has come.",
    )
    op.create_index(
        "ix_flow_run_due",
        "flow_run",
        ["program_id", "due_at", "member_id", "id"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_flow_run_awaiting",
        "flow_run",
        ["program_id", "member_id"],
        sqlite_where=sa.text("awaiting IS NOT NULL"),
        postgresql_where=sa.text("awaiting IS NOT NULL"),
    )
    op.create_index("ix_flow_run_started", "flow_run", ["program_id", "flow", "started_at"])
    op.create_table(
        "flow_trace",
        *_head(),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("run_id", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False, comment="Counted within the run, from 0."),
        sa.Column("step", WORD, nullable=False),
        sa.Column("way", WORD, nullable=False, comment="By which way out it was left."),
        sa.Column("at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("member_id", "run_id", "number"),
        comment="A step that a run has taken.",
    )
    op.create_table(
        "step_claim",
        *_head(),
        sa.Column("release_id", BIG, nullable=False),
        sa.Column("flow", WORD, nullable=False),
        sa.Column("step", WORD, nullable=False),
        sa.Column("worker", WORD, nullable=False),
        sa.Column("until", BIG, nullable=False, comment="Nobody else takes it before."),
        sa.Column(
            "fence",
            BIG,
            nullable=False,
            comment="Counts the claims: whoever holds an older one may not write.",
        ),
        sa.Column("size", BIG, nullable=False, comment="How many members are taken at once."),
        sa.Column("attempts", BIG, nullable=False, comment="Claims since one went well."),
        sa.Column("error", TEXT),
        sa.PrimaryKeyConstraint("program_id", "release_id", "flow", "step"),
        comment="Who advances the members that stand at a step, and how it went last.",
    )
    op.create_table(
        "occurrence",
        *_head(),
        sa.Column("flow", WORD, nullable=False),
        sa.Column(
            "key", WORD, nullable=False, comment="The local day and time, whatever the clock says."
        ),
        sa.Column("release_id", BIG, nullable=False),
        sa.Column("due_at", BIG, nullable=False),
        sa.Column("state", WORD, nullable=False, comment="open, done or skipped."),
        sa.Column("up_to", BIG, nullable=False, comment="Members up to this id have gone in."),
        sa.Column("entered", BIG, nullable=False),
        sa.Column("finished_at", BIG),
        sa.PrimaryKeyConstraint("program_id", "flow", "key"),
        comment="One time at which an automation was due.",
    )
    op.create_table(
        "outbox",
        *_head(),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column(
            "idem",
            WORD,
            nullable=False,
            comment="Run, step and round: the same message has the same.",
        ),
        sa.Column("channel", WORD, nullable=False),
        sa.Column("purpose", WORD, nullable=False),
        sa.Column("body", DOCUMENT, nullable=False),
        sa.Column("flow", WORD),
        sa.Column("step", WORD),
        sa.Column("run_id", BIG),
        sa.Column("release_id", BIG),
        sa.Column(
            "state", WORD, nullable=False, comment="ready, sending, sent, retry, dead or cancelled."
        ),
        sa.Column("due_at", BIG, nullable=False),
        sa.Column("attempts", BIG, nullable=False),
        sa.Column("worker", WORD),
        sa.Column("lease_until", BIG),
        sa.Column("fence", BIG, nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sa.Column("sent_at", BIG),
        sa.Column("read_at", BIG),
        sa.Column("last_error", TEXT),
        sa.PrimaryKeyConstraint("member_id", "id"),
        sa.UniqueConstraint("member_id", "idem"),
        comment="What is to be told outside, written with what it tells of.",
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["program_id", "due_at"],
        sqlite_where=sa.text("state IN ('ready', 'retry', 'sending')"),
        postgresql_where=sa.text("state IN ('ready', 'retry', 'sending')"),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            for line in row_level_security(table):
                op.execute(line)
