"""Tables of automations at work: runs, traces, claims, occurrences, and what is to be sent."""

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Table, UniqueConstraint, text

from app.storage.metadata import metadata, of_program, of_workspace
from app.storage.types import BIG, DOCUMENT, TEXT, WORD

flow_state = Table(
    "flow_state",
    metadata,
    of_workspace(),
    of_program(),
    Column("flow", WORD, nullable=False),
    Column("since", BIG, comment="From when it enrols; null: it rests."),
    Column("paused_at", BIG),
    Column("paused_by", WORD),
    Column("paused_why", TEXT),
    PrimaryKeyConstraint("program_id", "flow"),
    comment="Since when an automation works, and whether somebody paused it.",
)

flow_run = Table(
    "flow_run",
    metadata,
    of_workspace(),
    of_program(),
    Column("member_id", BIG, nullable=False),
    Column("id", BIG, nullable=False, comment="Members who went in together share it."),
    Column("flow", WORD, nullable=False),
    Column(
        "release_id", BIG, nullable=False, comment="The release it began under and finishes under."
    ),
    Column("cause", WORD, nullable=False, comment="What set it in motion; once for each member."),
    Column("object", WORD, comment="Of the record that set it in motion."),
    Column("record_id", BIG),
    Column("chain", TEXT, nullable=False, comment="The automations that led to it, joined by >."),
    Column(
        "state",
        WORD,
        nullable=False,
        comment="ready, waiting, done, goal, failed, cancelled or looped.",
    ),
    Column("step", WORD, comment="Where the member is, or was when it ended."),
    Column("visits", BIG, nullable=False, comment="How many steps were taken."),
    Column("due_at", BIG, comment="When it goes on; null: it is over."),
    Column("awaiting", WORD, comment="The event that ends the wait before its time."),
    Column("attempts", BIG, nullable=False),
    Column("started_at", BIG, nullable=False),
    Column("ended_at", BIG),
    Column("error", TEXT),
    PrimaryKeyConstraint("member_id", "id"),
    UniqueConstraint("member_id", "program_id", "flow", "cause"),
    Index(
        "ix_flow_run_due",
        "program_id",
        "due_at",
        "member_id",
        "id",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
    Index(
        "ix_flow_run_awaiting",
        "program_id",
        "member_id",
        sqlite_where=text("awaiting IS NOT NULL"),
        postgresql_where=text("awaiting IS NOT NULL"),
    ),
    # The workspace stands in them so that counts are read from the index alone.
    Index(
        "ix_flow_run_state",
        "program_id",
        "flow",
        "state",
        "started_at",
        "member_id",
        "id",
        "workspace_id",
    ),
    Index(
        "ix_flow_run_open",
        "program_id",
        "flow",
        "step",
        "state",
        "workspace_id",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
    comment="One member's way through an automation, and where it has come.",
)

flow_trace = Table(
    "flow_trace",
    metadata,
    of_workspace(),
    of_program(),
    Column("member_id", BIG, nullable=False),
    Column("run_id", BIG, nullable=False),
    Column("number", BIG, nullable=False, comment="Counted within the run, from 0."),
    Column("step", WORD, nullable=False),
    Column("way", WORD, nullable=False, comment="By which way out it was left."),
    Column("at", BIG, nullable=False),
    PrimaryKeyConstraint("member_id", "run_id", "number"),
    comment="A step that a run has taken.",
)

step_claim = Table(
    "step_claim",
    metadata,
    of_workspace(),
    of_program(),
    Column("release_id", BIG, nullable=False),
    Column("flow", WORD, nullable=False),
    Column("step", WORD, nullable=False),
    Column("worker", WORD, nullable=False),
    Column("until", BIG, nullable=False, comment="Nobody else takes it before."),
    Column(
        "fence",
        BIG,
        nullable=False,
        comment="Counts the claims: whoever holds an older one may not write.",
    ),
    Column("size", BIG, nullable=False, comment="How many members are taken at once."),
    Column("attempts", BIG, nullable=False, comment="Claims since one went well."),
    Column("error", TEXT),
    PrimaryKeyConstraint("program_id", "release_id", "flow", "step"),
    comment="Who advances the members that stand at a step, and how it went last.",
)

occurrence = Table(
    "occurrence",
    metadata,
    of_workspace(),
    of_program(),
    Column("flow", WORD, nullable=False),
    Column("key", WORD, nullable=False, comment="The local day and time, whatever the clock says."),
    Column("release_id", BIG, nullable=False),
    Column("due_at", BIG, nullable=False),
    Column("state", WORD, nullable=False, comment="open, done or skipped."),
    Column("up_to", BIG, nullable=False, comment="Members up to this id have gone in."),
    Column("entered", BIG, nullable=False),
    Column("finished_at", BIG),
    PrimaryKeyConstraint("program_id", "flow", "key"),
    comment="One time at which an automation was due.",
)

outbox = Table(
    "outbox",
    metadata,
    of_workspace(),
    of_program(),
    Column("member_id", BIG, nullable=False),
    Column("id", BIG, nullable=False),
    Column(
        "idem", WORD, nullable=False, comment="Run, step and round: the same message has the same."
    ),
    Column("channel", WORD, nullable=False),
    Column("purpose", WORD, nullable=False),
    Column("body", DOCUMENT, nullable=False),
    Column("flow", WORD),
    Column("step", WORD),
    Column("run_id", BIG),
    Column("release_id", BIG),
    Column(
        "state", WORD, nullable=False, comment="ready, sending, sent, retry, dead or cancelled."
    ),
    Column("due_at", BIG, nullable=False),
    Column("attempts", BIG, nullable=False),
    Column("worker", WORD),
    Column("lease_until", BIG),
    Column("fence", BIG, nullable=False),
    Column("created_at", BIG, nullable=False),
    Column("sent_at", BIG),
    Column("read_at", BIG),
    Column("last_error", TEXT),
    Column("rendered", DOCUMENT, comment="What was said the first time, for every retry."),
    Column("channel_id", BIG, comment="The account it leaves by."),
    PrimaryKeyConstraint("member_id", "id"),
    UniqueConstraint("member_id", "idem"),
    Index("ix_outbox_latest", "program_id", "created_at"),
    Index(
        "ix_outbox_due",
        "program_id",
        "due_at",
        sqlite_where=text("state IN ('ready', 'retry', 'sending')"),
        postgresql_where=text("state IN ('ready', 'retry', 'sending')"),
    ),
    Index(
        "ix_outbox_dead",
        "program_id",
        "created_at",
        "member_id",
        "id",
        sqlite_where=text("state = 'dead'"),
        postgresql_where=text("state = 'dead'"),
    ),
    comment="What is to be told outside, written with what it tells of.",
)
