"""What coupons, benefits and boosts take out of budgets, and what budgets did not let through."""

import sqlalchemy as sa
from alembic import op

from app.storage.schema import row_level_security
from app.storage.types import BIG, WORD

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None
TABLES = ("budget_charge", "budget_refusal")


def _head() -> list[sa.Column[int]]:
    return [
        sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("program_id", BIG, sa.ForeignKey("program.id"), nullable=False),
        sa.Column("member_id", BIG, nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "budget_charge",
        *_head(),
        sa.Column("sort", WORD, nullable=False, comment="coupon, grant or boost."),
        sa.Column(
            "id", BIG, nullable=False, comment="Of the coupon, the grant or the entry it is for."
        ),
        sa.Column("budget", WORD, nullable=False),
        sa.Column("stretch", BIG, nullable=False, comment="The first day of the budget's stretch."),
        sa.Column("amount", BIG, nullable=False),
        sa.Column("taken", BIG, nullable=False, comment="How much of it went back."),
        sa.PrimaryKeyConstraint("member_id", "sort", "id", "budget"),
        comment="What one coupon, grant or boosted entry took out of a budget.",
    )
    op.create_table(
        "budget_refusal",
        *_head(),
        sa.Column("cause", WORD, nullable=False, comment="What would have brought it."),
        sa.Column("what", WORD, nullable=False, comment="The coupon or benefit, by its key."),
        sa.Column("budget", WORD, nullable=False, comment="The first one that had too little."),
        sa.Column("many", BIG, nullable=False, comment="How many were not given."),
        sa.Column("at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("member_id", "cause", "what"),
        comment="What a member was not given because a budget was used up.",
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            for line in row_level_security(table):
                op.execute(line)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
