"""Sample data on its way into a programme."""

import sqlalchemy as sa
from alembic import op

from app.storage.schema import row_level_security
from app.storage.types import BIG, WORD

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "sample_year",
        sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("program_id", BIG, sa.ForeignKey("program.id"), nullable=False),
        sa.Column("template", WORD, nullable=False, comment="Key in the gallery."),
        sa.Column("ends_at", BIG, nullable=False, comment="The year before this moment."),
        sa.Column("done", BIG, nullable=False, comment="Happenings that are in."),
        sa.Column("whole", BIG, nullable=False),
        sa.Column("taken_until", BIG, comment="A worker is at it; it may be taken over then."),
        sa.Column("finished_at", BIG),
        sa.PrimaryKeyConstraint("program_id"),
        comment="Sample data of a programme: what is in already, and who brings it in.",
    )
    if op.get_bind().dialect.name == "postgresql":
        for line in row_level_security("sample_year"):
            op.execute(line)
