"""What is counted while runs go on, so that nobody has to read all traces to know it."""

from sqlalchemy import Column, PrimaryKeyConstraint, Table

from app.storage.metadata import metadata, of_program, of_workspace
from app.storage.types import BIG, WORD

step_passed = Table(
    "step_passed",
    metadata,
    of_workspace(),
    of_program(),
    Column("release_id", BIG, nullable=False),
    Column("flow", WORD, nullable=False),
    Column(
        "via",
        WORD,
        nullable=False,
        comment="The step whose claim counted: no two workers write the same row.",
    ),
    Column("step", WORD, nullable=False),
    Column("way", WORD, nullable=False, comment="By which way out it was left."),
    Column("count", BIG, nullable=False),
    PrimaryKeyConstraint("program_id", "release_id", "flow", "via", "step", "way"),
    comment="How often a step of an automation was left by a way.",
)
