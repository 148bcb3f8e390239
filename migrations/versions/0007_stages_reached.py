"""Stages that members reached on the way to a tier."""

import sqlalchemy as sa
from alembic import op

from app.storage.schema import row_level_security
from app.storage.types import BIG, TEXT, WORD

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "stage_reached",
        sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("program_id", BIG, sa.ForeignKey("program.id"), nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("ladder_id", BIG, nullable=False),
        sa.Column("tier", WORD, nullable=False, comment="Key of the tier it leads to."),
        sa.Column("stage", WORD, nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("release_id", BIG, nullable=False),
        sa.Column("cause", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("member_id", "ladder_id", "tier", "stage"),
        comment="Goals that a member reached on the way to a tier: each once for life.",
    )
    if op.get_bind().dialect.name == "postgresql":
        for line in row_level_security("stage_reached"):
            op.execute(line)
