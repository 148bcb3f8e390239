"""Views of members that were saved, and changes of many members at once."""

import sqlalchemy as sa
from alembic import op

from app.storage.schema import row_level_security
from app.storage.types import BIG, CONTENT, TEXT, WORD

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("program_id", BIG, sa.ForeignKey("program.id"), nullable=False),
        sa.Column("owner_id", BIG, nullable=False, comment="Whose it is."),
        sa.Column("shared", sa.Boolean, nullable=False, comment="Whether the team sees it."),
        sa.Column("name", WORD, nullable=False),
        sa.Column("content", CONTENT, nullable=False, comment="What it asks for and shows."),
        sa.Column("saved_at", BIG, nullable=False),
        sa.Column("deleted_at", BIG, comment="When it was put away; it can be brought back."),
        sa.Index("ix_saved_view_program_id", "program_id"),
        comment="A list of members under a name: whom it shows, and how.",
    )
    op.create_table(
        "bulk_job",
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("program_id", BIG, sa.ForeignKey("program.id"), nullable=False),
        sa.Column("action", WORD, nullable=False, comment="set, clear, add, remove or undo."),
        sa.Column("field", WORD, nullable=False),
        sa.Column("value", CONTENT, comment="What is set, as JSON."),
        sa.Column("undoes", BIG, comment="The change that this one takes back."),
        sa.Column("total", BIG, nullable=False),
        sa.Column("started_at", BIG, nullable=False),
        sa.Column("started_by", WORD),
        sa.Column("finished_at", BIG),
        sa.Index("ix_bulk_job_finished_at", "finished_at", "program_id"),
        comment="One change of many members; whom it is for stands in bulk_target.",
    )
    op.create_table(
        "bulk_target",
        sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("job_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("state", WORD, nullable=False, comment="waiting, changed, same or refused."),
        sa.Column("old", CONTENT, comment="What was held before, as JSON."),
        sa.Column("why_zh", TEXT),
        sa.Column("why_en", TEXT),
        sa.PrimaryKeyConstraint("member_id", "job_id"),
        sa.Index("ix_bulk_target_job_id", "job_id", "state", "member_id"),
        comment="A member whom a change is for, and what became of it.",
    )
    if op.get_bind().dialect.name == "postgresql":
        for name in ("saved_view", "bulk_job", "bulk_target"):
            for line in row_level_security(name):
                op.execute(line)
