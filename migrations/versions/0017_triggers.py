"""Triggers: what was true already, where members stood, and hooks that others call."""

import sqlalchemy as sa
from alembic import op

from app.storage.schema import row_level_security
from app.storage.types import BIG, TEXT, WORD

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = ("flow_seen", "flow_memory", "hook", "hook_call")


def _head() -> list[sa.Column[int]]:
    return [
        sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("program_id", BIG, sa.ForeignKey("program.id"), nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "flow_seen",
        *_head(),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("flow", WORD, nullable=False),
        sa.Column("cause", WORD, nullable=False, comment="As the run would have it."),
        sa.PrimaryKeyConstraint("member_id", "program_id", "flow", "cause"),
        comment="What was true of a member already when an automation began, and lets nobody in.",
    )
    op.create_table(
        "flow_memory",
        *_head(),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("flow", WORD, nullable=False),
        sa.Column(
            "turn", BIG, nullable=False, comment="Counts the changes; of a score, the local day."
        ),
        sa.Column(
            "value",
            sa.Double(),
            nullable=False,
            comment="1 in the segment, 0 outside; or the score.",
        ),
        sa.PrimaryKeyConstraint("member_id", "program_id", "flow"),
        comment="What an automation compares a member with: how it was when it was last looked at.",
    )
    op.create_table(
        "hook",
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        *_head(),
        sa.Column("flow", WORD, nullable=False),
        sa.Column("digest", WORD, nullable=False, comment="Of the token in its address."),
        sa.Column(
            "token", TEXT, nullable=False, comment="Encrypted; shown to those who may publish."
        ),
        sa.Column("secret", TEXT, nullable=False, comment="Encrypted; what calls are signed with."),
        sa.Column("created_at", BIG, nullable=False),
        sa.Column("created_by", WORD),
        sa.Column("retired_at", BIG, comment="From when it is not heard any more."),
        sa.UniqueConstraint("digest"),
        comment="An address to which others call to set an automation in motion.",
    )
    op.create_index("ix_hook_flow", "hook", ["program_id", "flow"])
    op.create_table(
        "hook_call",
        *_head(),
        sa.Column("flow", WORD, nullable=False),
        sa.Column(
            "key", WORD, nullable=False, comment="The caller's webhook-id: each is heard once."
        ),
        sa.Column("at", BIG, nullable=False),
        sa.Column("outcome", WORD, nullable=False),
        sa.Column("member_id", BIG),
        sa.PrimaryKeyConstraint("program_id", "flow", "key"),
        comment="A call that was heard, and what came of it.",
    )
    op.create_index("ix_hook_call_at", "hook_call", ["program_id", "flow", "at"])
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            for line in row_level_security(table):
                op.execute(line)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
