"""What members are told, and what they agreed to."""

import sqlalchemy as sa
from alembic import op

from app.storage.schema import row_level_security
from app.storage.types import BIG, TEXT, WORD

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consent",
        sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("program_id", BIG, sa.ForeignKey("program.id"), nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("purpose", WORD, nullable=False, comment="marketing, or terms."),
        sa.Column("channel", WORD, nullable=False, comment="One channel, or * for all of them."),
        sa.Column("given", sa.Boolean, nullable=False, comment="False: it was withdrawn."),
        sa.Column("at", BIG, nullable=False, comment="When they said so; the latest holds."),
        sa.Column("recorded_at", BIG, nullable=False),
        sa.Column(
            "how", WORD, nullable=False, comment="form, import, api, staff, page or one_click."
        ),
        sa.Column("version", WORD, comment="SHA-256 of the text that was agreed to, or its name."),
        sa.Column("cause", WORD, comment="What brought it: a submission, an import."),
        sa.Column("by", WORD, comment="Which colleague or key wrote it down."),
        sa.Column("note", TEXT, comment="What else proves it; blanked when the member leaves."),
        sa.PrimaryKeyConstraint("member_id", "id"),
        comment="What a member agreed to or ended: rows are added and never changed.",
    )
    op.create_index(
        "ix_consent_of_program", "consent", ["program_id", "member_id", "purpose", "at"]
    )
    if op.get_bind().dialect.name == "postgresql":
        for line in row_level_security("consent"):
            op.execute(line)


def downgrade() -> None:
    """Nothing goes back: what members ended stays ended."""
