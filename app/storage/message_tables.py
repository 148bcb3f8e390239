"""The table of what members agreed to, and what they ended."""

from sqlalchemy import Boolean, Column, Index, PrimaryKeyConstraint, Table

from app.storage.metadata import metadata, of_program, of_workspace
from app.storage.types import BIG, TEXT, WORD

consent = Table(
    "consent",
    metadata,
    of_workspace(),
    of_program(),
    Column("member_id", BIG, nullable=False),
    Column("id", BIG, nullable=False),
    Column("purpose", WORD, nullable=False, comment="marketing, or terms."),
    Column("channel", WORD, nullable=False, comment="One channel, or * for all of them."),
    Column("given", Boolean, nullable=False, comment="False: it was withdrawn."),
    Column("at", BIG, nullable=False, comment="When they said so; the latest holds."),
    Column("recorded_at", BIG, nullable=False),
    Column("how", WORD, nullable=False, comment="form, import, api, staff, page or one_click."),
    Column("version", WORD, comment="SHA-256 of the text that was agreed to, or its name."),
    Column("cause", WORD, comment="What brought it: a submission, an import."),
    Column("by", WORD, comment="Which colleague or key wrote it down."),
    Column("note", TEXT, comment="What else proves it; blanked when the member leaves."),
    PrimaryKeyConstraint("member_id", "id"),
    Index("ix_consent_of_program", "program_id", "member_id", "purpose", "at"),
    comment="What a member agreed to or ended: rows are added and never changed.",
)
