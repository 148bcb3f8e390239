"""Starts for many members are begun once, calls that were refused are counted."""

import sqlalchemy as sa
from alembic import op

from app.storage.schema import row_level_security
from app.storage.types import BIG, WORD

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.add_column(
        "bulk_job",
        sa.Column(
            "once", WORD, comment="Of the request that began it: sent twice, it counts once."
        ),
    )
    op.create_index("ix_bulk_job_once", "bulk_job", ["program_id", "once"], unique=True)
    op.create_table(
        "hook_refusal",
        sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("program_id", BIG, sa.ForeignKey("program.id"), nullable=False),
        sa.Column("flow", WORD, nullable=False),
        sa.Column("reason", WORD, nullable=False, comment="One of a few words of ours."),
        sa.Column("count", BIG, nullable=False),
        sa.Column("first_at", BIG, nullable=False),
        sa.Column("last_at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("program_id", "flow", "reason"),
        comment="How often calls of an automation were refused, by reason; nothing of what came.",
    )
    if op.get_bind().dialect.name == "postgresql":
        for line in row_level_security("hook_refusal"):
            op.execute(line)
