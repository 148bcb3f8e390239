"""What earning rules give and why, what budgets have given, and what is pending or held."""

import sqlalchemy as sa
from alembic import op

from app.storage.schema import row_level_security
from app.storage.types import BIG, TEXT, WORD

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None
TABLES = ("earned", "budget_use", "point_hold")


def _head() -> list[sa.Column[int]]:
    return [
        sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("program_id", BIG, sa.ForeignKey("program.id"), nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "earned",
        *_head(),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("id", BIG, nullable=False, comment="That of its entry in the ledger."),
        sa.Column("rule", WORD, nullable=False),
        sa.Column("object", WORD, nullable=False),
        sa.Column("record_id", BIG, nullable=False, comment="What earned it."),
        sa.Column(
            "number", BIG, nullable=False, comment="Of several for one record and rule, from 0."
        ),
        sa.Column("currency", WORD, nullable=False),
        sa.Column("at", BIG, nullable=False, comment="When the record happened."),
        sa.Column("day", BIG, nullable=False, comment="Its local day: limits go by it."),
        sa.Column(
            "whole", BIG, nullable=False, comment="What the record is worth with nothing returned."
        ),
        sa.Column("amount", BIG, nullable=False),
        sa.Column("taken", BIG, nullable=False, comment="How much of it was taken back."),
        sa.Column("budget", WORD),
        sa.Column(
            "stretch", BIG, comment="The first day of the budget's stretch that it was charged to."
        ),
        sa.Column("why", TEXT, nullable=False, comment="Base, multipliers and limits, as JSON."),
        sa.PrimaryKeyConstraint("member_id", "id"),
        comment="What a rule gave for a record.",
    )
    op.create_index("ix_earned_record", "earned", ["member_id", "object", "record_id"])
    op.create_index("ix_earned_day", "earned", ["member_id", "rule", "day"])
    op.create_table(
        "budget_use",
        *_head(),
        sa.Column("budget", WORD, nullable=False),
        sa.Column(
            "stretch", BIG, nullable=False, comment="Its first local day; 0: once and for all."
        ),
        sa.Column("used", BIG, nullable=False, comment="Given, less what was taken back."),
        sa.Column("refused", BIG, nullable=False, comment="What would have been given besides."),
        sa.Column("warned_at", BIG, comment="When four fifths were used up."),
        sa.Column("ended_at", BIG, comment="When all of it was."),
        sa.PrimaryKeyConstraint("program_id", "budget", "stretch"),
        comment="How much of a budget is used in one of its stretches.",
    )
    op.create_table(
        "point_hold",
        *_head(),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column(
            "cause", WORD, nullable=False, comment="What it is held for; once for each member."
        ),
        sa.Column("currency", WORD, nullable=False),
        sa.Column("amount", BIG, nullable=False),
        sa.Column("held_at", BIG, nullable=False),
        sa.Column("ends_at", BIG, comment="Not included; null: until it is released or spent."),
        sa.Column("closed_at", BIG),
        sa.Column("closed_why", WORD, comment="released or spent."),
        sa.Column("note", TEXT),
        sa.PrimaryKeyConstraint("member_id", "id"),
        sa.UniqueConstraint("member_id", "program_id", "cause"),
        comment="Part of a balance that is kept for something and cannot be spent otherwise.",
    )
    op.add_column(
        "lot",
        sa.Column(
            "usable_on", BIG, comment="The first local day it can be spent on; null: at once."
        ),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            for line in row_level_security(table):
                op.execute(line)


def downgrade() -> None:
    op.drop_column("lot", "usable_on")
    for table in TABLES:
        op.drop_table(table)
