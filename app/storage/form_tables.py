"""Tables of forms: their links, what was sent, what was saved half-way, and how fast it comes."""

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Table

from app.storage.metadata import metadata, of_program, of_workspace
from app.storage.types import BIG, CONTENT, TEXT, WORD

form_link = Table(
    "form_link",
    metadata,
    of_workspace(),
    of_program(),
    Column("form", WORD, nullable=False),
    Column("token", WORD, nullable=False, comment="What stands in the public address."),
    Column("password", TEXT, comment="argon2id; null: none was set."),
    Column("made_at", BIG, nullable=False),
    PrimaryKeyConstraint("program_id", "form"),
    Index("ux_form_link_token", "token", unique=True),
    comment="Under which address a form is public.",
)

form_submission = Table(
    "form_submission",
    metadata,
    of_workspace(),
    of_program(),
    Column("member_id", BIG, nullable=False, comment="0: nobody's."),
    Column("id", BIG, nullable=False),
    Column("form", WORD, nullable=False),
    Column("release_id", BIG, nullable=False),
    Column("sent_at", BIG, nullable=False),
    Column("day", BIG, nullable=False, comment="The programme's local day."),
    Column("known_by", WORD, nullable=False),
    Column("language", WORD, nullable=False),
    Column("answers", CONTENT, comment="As sent, by item; null: the member was forgotten."),
    Column("consent", WORD, comment="SHA-256 of the text that was agreed to."),
    Column("record_id", BIG),
    Column("cause", WORD, nullable=False),
    Column("outcome", CONTENT, nullable=False),
    PrimaryKeyConstraint("member_id", "id"),
    Index("ix_form_submission_form", "program_id", "form", "sent_at", "id"),
    Index("ix_form_submission_id", "id"),
    comment="What was sent with a form, as it was sent.",
)

form_draft = Table(
    "form_draft",
    metadata,
    of_workspace(),
    of_program(),
    Column("form", WORD, nullable=False),
    Column("digest", WORD, nullable=False, comment="SHA-256 of the secret in the address."),
    Column("content", CONTENT, nullable=False),
    Column("saved_at", BIG, nullable=False),
    Column("expires_at", BIG, nullable=False),
    PrimaryKeyConstraint("digest"),
    Index("ix_form_draft_expires_at", "expires_at"),
    comment="Answers that were saved to go on later; gone when they expire.",
)

form_pace = Table(
    "form_pace",
    metadata,
    Column("name", WORD, primary_key=True, comment="Form and address, as a digest."),
    Column("due", BIG, nullable=False, comment="When what was sent so far would be due."),
    comment="How fast submissions come from an address.",
)
