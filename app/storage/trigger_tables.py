"""Tables of triggers: what was true when an automation began, where members stood, and hooks."""

from sqlalchemy import Column, Double, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from app.storage.metadata import metadata, of_program, of_workspace, own_id
from app.storage.types import BIG, TEXT, WORD

flow_seen = Table(
    "flow_seen",
    metadata,
    of_workspace(),
    of_program(),
    Column("member_id", BIG, nullable=False),
    Column("flow", WORD, nullable=False),
    Column("cause", WORD, nullable=False, comment="As the run would have it."),
    PrimaryKeyConstraint("member_id", "program_id", "flow", "cause"),
    comment="What was true of a member already when an automation began, and lets nobody in.",
)

flow_memory = Table(
    "flow_memory",
    metadata,
    of_workspace(),
    of_program(),
    Column("member_id", BIG, nullable=False),
    Column("flow", WORD, nullable=False),
    Column("turn", BIG, nullable=False, comment="Counts the changes; of a score, the local day."),
    Column("value", Double(), nullable=False, comment="1 in the segment, 0 outside; or the score."),
    PrimaryKeyConstraint("member_id", "program_id", "flow"),
    comment="What an automation compares a member with: how it was when it was last looked at.",
)

hook = Table(
    "hook",
    metadata,
    own_id(),
    of_workspace(),
    of_program(),
    Column("flow", WORD, nullable=False),
    Column("digest", WORD, nullable=False, comment="Of the token in its address."),
    Column("token", TEXT, nullable=False, comment="Encrypted; shown to those who may publish."),
    Column("secret", TEXT, nullable=False, comment="Encrypted; what calls are signed with."),
    Column("created_at", BIG, nullable=False),
    Column("created_by", WORD),
    Column("retired_at", BIG, comment="From when it is not heard any more."),
    UniqueConstraint("digest"),
    Index("ix_hook_flow", "program_id", "flow"),
    comment="An address to which others call to set an automation in motion.",
)

hook_call = Table(
    "hook_call",
    metadata,
    of_workspace(),
    of_program(),
    Column("flow", WORD, nullable=False),
    Column("key", WORD, nullable=False, comment="The caller's webhook-id: each is heard once."),
    Column("at", BIG, nullable=False),
    Column("outcome", WORD, nullable=False),
    Column("member_id", BIG),
    PrimaryKeyConstraint("program_id", "flow", "key"),
    Index("ix_hook_call_at", "program_id", "flow", "at"),
    comment="A call that was heard, and what came of it.",
)

hook_refusal = Table(
    "hook_refusal",
    metadata,
    of_workspace(),
    of_program(),
    Column("flow", WORD, nullable=False),
    Column("reason", WORD, nullable=False, comment="One of a few words of ours."),
    Column("count", BIG, nullable=False),
    Column("first_at", BIG, nullable=False),
    Column("last_at", BIG, nullable=False),
    PrimaryKeyConstraint("program_id", "flow", "reason"),
    comment="How often calls of an automation were refused, by reason; nothing of what came.",
)
