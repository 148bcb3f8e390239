"""The table of what the nightly look at the books found."""

from sqlalchemy import Column, PrimaryKeyConstraint, Table

from app.storage.metadata import metadata, of_program, of_workspace
from app.storage.types import BIG, DOCUMENT

checkup = Table(
    "checkup",
    metadata,
    of_workspace(),
    of_program(),
    Column("day", BIG, nullable=False, comment="The local day; there is one a night."),
    Column("begun_at", BIG, nullable=False),
    Column("finished_at", BIG, comment="Null: a worker is at it, or died over it."),
    Column("members", BIG, nullable=False, comment="Whose rows were looked at."),
    Column("wrong", BIG, nullable=False, comment="How many of the invariants do not hold."),
    Column("found", DOCUMENT, nullable=False, comment="By invariant: how many, and a few of them."),
    PrimaryKeyConstraint("program_id", "day"),
    comment="What was found when a programme was examined.",
)
