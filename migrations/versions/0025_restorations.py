"""Since when this installation is a restored one, and whether it may send again."""

import sqlalchemy as sa
from alembic import op

from app.storage.types import BIG, WORD

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_table(
        "restoration",
        sa.Column("at", BIG, nullable=False),
        sa.Column("taken_at", BIG, nullable=False, comment="The moment of the backup."),
        sa.Column("resumed_at", BIG, comment="Null: nothing leaves through a channel."),
        sa.Column("resumed_by", WORD, comment="What became of what had waited: send or cancel."),
        sa.PrimaryKeyConstraint("at"),
        comment="When a backup was brought back here.",
    )
