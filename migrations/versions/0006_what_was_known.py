"""What was known at a moment of the past, and members who went."""

import sqlalchemy as sa
from alembic import op

from app.storage.schema import row_level_security
from app.storage.types import BIG, TEXT, WORD

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "cut_taken",
        sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("program_id", BIG, sa.ForeignKey("program.id"), nullable=False),
        sa.Column(
            "form", TEXT, nullable=False, comment="Normal form of the comparison with a rank."
        ),
        sa.Column("at", BIG, nullable=False),
        sa.Column(
            "value", sa.Double, comment="The least value that still met it; null: nobody did."
        ),
        sa.Column("ranked", BIG, nullable=False, comment="How many members were ranked."),
        sa.PrimaryKeyConstraint("program_id", "form", "at"),
        comment="Every cut value there has been; `cut` has the last of each.",
    )
    op.create_table(
        "departure",
        sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("program_id", BIG, sa.ForeignKey("program.id"), nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("into_id", BIG, comment="The member who has their records now; null: deleted."),
        sa.Column("at", BIG, nullable=False),
        sa.Column("by", WORD),
        sa.Column("cause", WORD, nullable=False),
        sa.PrimaryKeyConstraint("member_id"),
        comment="A member whose row is gone: merged into another, or deleted.",
    )
    op.create_index("ix_departure_into", "departure", ["program_id", "into_id"])
    bind = op.get_bind()
    bind.exec_driver_sql(
        "INSERT INTO cut_taken (workspace_id, program_id, form, at, value, ranked)"
        " SELECT workspace_id, program_id, form, at, value, ranked FROM cut"
    )
    if bind.dialect.name == "postgresql":
        for name in ("cut_taken", "departure"):
            for line in row_level_security(name):
                op.execute(line)
