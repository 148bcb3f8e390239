"""What the nightly look at the books found."""

import sqlalchemy as sa
from alembic import op

from app.storage.schema import row_level_security
from app.storage.types import BIG, DOCUMENT

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "checkup",
        sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("program_id", BIG, sa.ForeignKey("program.id"), nullable=False),
        sa.Column("day", BIG, nullable=False, comment="The local day; there is one a night."),
        sa.Column("begun_at", BIG, nullable=False),
        sa.Column("finished_at", BIG, comment="Null: a worker is at it, or died over it."),
        sa.Column("members", BIG, nullable=False, comment="Whose rows were looked at."),
        sa.Column("wrong", BIG, nullable=False, comment="How many of the invariants do not hold."),
        sa.Column(
            "found", DOCUMENT, nullable=False, comment="By invariant: how many, and a few of them."
        ),
        sa.PrimaryKeyConstraint("program_id", "day"),
        comment="What was found when a programme was examined.",
    )
    if op.get_bind().dialect.name == "postgresql":
        for line in row_level_security("checkup"):
            op.execute(line)
