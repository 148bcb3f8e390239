"""Tables of what was: cut values of earlier evaluations, and members who left."""

from sqlalchemy import Column, Double, ForeignKey, Index, PrimaryKeyConstraint, Table

from app.storage.metadata import metadata
from app.storage.types import BIG, TEXT, WORD

cut_taken = Table(
    "cut_taken",
    metadata,
    Column("workspace_id", BIG, ForeignKey("workspace.id"), nullable=False),
    Column("program_id", BIG, ForeignKey("program.id"), nullable=False),
    Column("form", TEXT, nullable=False, comment="Normal form of the comparison with a rank."),
    Column("at", BIG, nullable=False),
    Column("value", Double, comment="The least value that still met it; null: nobody did."),
    Column("ranked", BIG, nullable=False, comment="How many members were ranked."),
    PrimaryKeyConstraint("program_id", "form", "at"),
    comment="Every cut value there has been; `cut` has the last of each.",
)

departure = Table(
    "departure",
    metadata,
    Column("workspace_id", BIG, ForeignKey("workspace.id"), nullable=False),
    Column("program_id", BIG, ForeignKey("program.id"), nullable=False),
    Column("member_id", BIG, nullable=False),
    Column("into_id", BIG, comment="The member who has their records now; null: deleted."),
    Column("at", BIG, nullable=False),
    Column("by", WORD),
    Column("cause", WORD, nullable=False),
    PrimaryKeyConstraint("member_id"),
    Index("ix_departure_into", "program_id", "into_id"),
    comment="A member whose row is gone: merged into another, or deleted.",
)
