"""Versions of drafts that somebody named, or that were kept before another person's work."""

import sqlalchemy as sa
from alembic import op

from app.storage.schema import row_level_security
from app.storage.types import BIG, CONTENT, TEXT, WORD

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "draft_version",
        sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("program_id", BIG, sa.ForeignKey("program.id"), nullable=False),
        sa.Column("number", BIG, nullable=False, comment="Counted within the programme."),
        sa.Column("name", TEXT, comment="Null: kept by itself before something replaced it."),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("content", CONTENT, nullable=False),
        sa.Column("saved_at", BIG, nullable=False, comment="When the draft was saved like this."),
        sa.Column("saved_by", WORD),
        sa.Column("kept_at", BIG, nullable=False),
        sa.Column("kept_by", WORD),
        sa.PrimaryKeyConstraint("program_id", "number"),
        comment="What a draft was like at moments that somebody may want to go back to.",
    )
    if op.get_bind().dialect.name == "postgresql":
        for line in row_level_security("draft_version"):
            op.execute(line)
