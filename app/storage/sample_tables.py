"""The table of sample data on its way into programmes."""

from sqlalchemy import Column, ForeignKey, Table

from app.storage.metadata import metadata, of_workspace
from app.storage.types import BIG, WORD

sample_year = Table(
    "sample_year",
    metadata,
    of_workspace(),
    # The key of the table, so that a programme has one year at most.
    Column("program_id", BIG, ForeignKey("program.id"), primary_key=True, autoincrement=False),
    Column("template", WORD, nullable=False, comment="Key in the gallery."),
    Column("ends_at", BIG, nullable=False, comment="The year before this moment."),
    Column("done", BIG, nullable=False, comment="Happenings that are in."),
    Column("whole", BIG, nullable=False),
    Column("taken_until", BIG, comment="A worker is at it; it may be taken over then."),
    Column("finished_at", BIG),
    comment="Sample data of a programme: what is in already, and who brings it in.",
)
