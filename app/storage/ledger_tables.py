"""Tables of the ledger: what is left of each earning, what was taken from it, and what is owed.

The entries themselves are records of the given object `entry`, so that conditions can read them.
"""

from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table

from app.storage.metadata import metadata
from app.storage.types import BIG, WORD


def _head() -> list[Column[int]]:
    return [
        Column("workspace_id", BIG, ForeignKey("workspace.id"), nullable=False),
        Column("program_id", BIG, ForeignKey("program.id"), nullable=False),
        Column("member_id", BIG, nullable=False),
        Column("id", BIG, nullable=False),
    ]


lot = Table(
    "lot",
    metadata,
    *_head(),
    Column("currency", WORD, nullable=False),
    Column("entry_id", BIG, nullable=False, comment="What brought it."),
    Column("amount", BIG, nullable=False),
    Column("rest", BIG, nullable=False, comment="The amount less all that was taken from it."),
    Column("lapsed", BIG, nullable=False, comment="How much of it has expired."),
    Column("expires_on", BIG, comment="The first local day it cannot be spent on; null: never."),
    Column("usable_on", BIG, comment="The first local day it can be spent on; null: at once."),
    PrimaryKeyConstraint("member_id", "id"),
    Index("ix_lot_entry", "member_id", "entry_id"),
    Index("ix_lot_expires", "program_id", "expires_on", "id"),
    comment="Part of a member's balance that came, and may expire, together.",
)

allocation = Table(
    "allocation",
    metadata,
    *_head(),
    Column("entry_id", BIG, nullable=False, comment="The debit that took from the lot."),
    Column("lot_id", BIG, nullable=False),
    Column("amount", BIG, nullable=False, comment="Negative where it was given back."),
    Column("cause_id", BIG, nullable=False, comment="The entry by which this came about."),
    PrimaryKeyConstraint("member_id", "id"),
    Index("ix_allocation_entry", "member_id", "entry_id"),
    comment="Which lots a debit was taken from; rows are added and never changed.",
)

debt = Table(
    "debt",
    metadata,
    *_head(),
    Column("currency", WORD, nullable=False),
    Column("entry_id", BIG, nullable=False, comment="The debit that found too little."),
    Column("amount", BIG, nullable=False),
    Column("rest", BIG, nullable=False, comment="What later earnings have not paid yet."),
    PrimaryKeyConstraint("member_id", "id"),
    Index("ix_debt_entry", "member_id", "entry_id"),
    comment="What was taken back and had been spent already.",
)
