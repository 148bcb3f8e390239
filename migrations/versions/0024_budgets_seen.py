"""Whoever is told that a budget has passed its mark says so, and is not told again."""

import sqlalchemy as sa
from alembic import op

from app.storage.types import BIG, WORD

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    seen = sa.Column("seen_at", BIG, comment="When somebody said that they had seen its mark.")
    op.add_column("budget_use", seen)
    op.add_column("budget_use", sa.Column("seen_mark", WORD, comment="Which mark that was."))
    op.add_column("budget_use", sa.Column("seen_limit", BIG, comment="Of how much that was."))
