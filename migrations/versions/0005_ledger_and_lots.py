"""The ledger: lots, what was taken from them, and debts."""

import sqlalchemy as sa
from alembic import op

from app.storage.schema import row_level_security
from app.storage.types import BIG, WORD

revision = "0005"
down_revision = "0004"


def _head() -> list[sa.Column[int]]:
    return [
        sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("program_id", BIG, sa.ForeignKey("program.id"), nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("id", BIG, nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "lot",
        *_head(),
        sa.Column("currency", WORD, nullable=False),
        sa.Column("entry_id", BIG, nullable=False, comment="What brought it."),
        sa.Column("amount", BIG, nullable=False),
        sa.Column(
            "rest", BIG, nullable=False, comment="The amount less all that was taken from it."
        ),
        sa.Column("lapsed", BIG, nullable=False, comment="How much of it has expired."),
        sa.Column(
            "expires_on", BIG, comment="The first local day it cannot be spent on; null: never."
        ),
        sa.PrimaryKeyConstraint("member_id", "id"),
        comment="Part of a member's balance that came, and may expire, together.",
    )
    op.create_index("ix_lot_entry", "lot", ["member_id", "entry_id"])
    op.create_index("ix_lot_expires", "lot", ["program_id", "expires_on", "id"])
    op.create_table(
        "allocation",
        *_head(),
        sa.Column("entry_id", BIG, nullable=False, comment="The debit that took from the lot."),
        sa.Column("lot_id", BIG, nullable=False),
        sa.Column("amount", BIG, nullable=False, comment="Negative where it was given back."),
        sa.Column("cause_id", BIG, nullable=False, comment="The entry by which this came about."),
        sa.PrimaryKeyConstraint("member_id", "id"),
        comment="Which lots a debit was taken from; rows are added and never changed.",
    )
    op.create_index("ix_allocation_entry", "allocation", ["member_id", "entry_id"])
    op.create_table(
        "debt",
        *_head(),
        sa.Column("currency", WORD, nullable=False),
        sa.Column("entry_id", BIG, nullable=False, comment="The debit that found too little."),
        sa.Column("amount", BIG, nullable=False),
        sa.Column("rest", BIG, nullable=False, comment="What later earnings have not paid yet."),
        sa.PrimaryKeyConstraint("member_id", "id"),
        comment="What was taken back and had been spent already.",
    )
    op.create_index("ix_debt_entry", "debt", ["member_id", "entry_id"])
    if op.get_bind().dialect.name == "postgresql":
        for name in ("lot", "allocation", "debt"):
            for line in row_level_security(name):
                op.execute(line)
