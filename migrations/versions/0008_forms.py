"""Forms that are filled in, and what was sent."""

import sqlalchemy as sa
from alembic import op

from app.storage.schema import row_level_security
from app.storage.types import BIG, CONTENT, TEXT, WORD

revision = "0008"
down_revision = "0007"


def of_workspace() -> sa.Column[int]:
    return sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False)


def of_program() -> sa.Column[int]:
    return sa.Column("program_id", BIG, sa.ForeignKey("program.id"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "form_link",
        of_workspace(),
        of_program(),
        sa.Column("form", WORD, nullable=False),
        sa.Column("token", WORD, nullable=False, comment="What stands in the public address."),
        sa.Column("password", TEXT, comment="argon2id; null: none was set."),
        sa.Column("made_at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("program_id", "form"),
        comment="Under which address a form is public.",
    )
    op.create_index("ux_form_link_token", "form_link", ["token"], unique=True)
    op.create_table(
        "form_submission",
        of_workspace(),
        of_program(),
        sa.Column("member_id", BIG, nullable=False, comment="0: nobody's."),
        sa.Column("id", BIG, nullable=False),
        sa.Column("form", WORD, nullable=False),
        sa.Column("release_id", BIG, nullable=False),
        sa.Column("sent_at", BIG, nullable=False),
        sa.Column("day", BIG, nullable=False, comment="The programme's local day."),
        sa.Column("known_by", WORD, nullable=False),
        sa.Column("language", WORD, nullable=False),
        sa.Column("answers", CONTENT, comment="As sent, by item; null: the member was forgotten."),
        sa.Column("consent", WORD, comment="SHA-256 of the text that was agreed to."),
        sa.Column("record_id", BIG),
        sa.Column("cause", WORD, nullable=False),
        sa.Column("outcome", CONTENT, nullable=False),
        sa.PrimaryKeyConstraint("member_id", "id"),
        comment="What was sent with a form, as it was sent.",
    )
    op.create_index(
        "ix_form_submission_form", "form_submission", ["program_id", "form", "sent_at", "id"]
    )
    op.create_index("ix_form_submission_id", "form_submission", ["id"])
    op.create_table(
        "form_draft",
        of_workspace(),
        of_program(),
        sa.Column("form", WORD, nullable=False),
        sa.Column("digest", WORD, nullable=False, comment="SHA-256 of the secret in the address."),
        sa.Column("content", CONTENT, nullable=False),
        sa.Column("saved_at", BIG, nullable=False),
        sa.Column("expires_at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("digest"),
        comment="Answers that were saved to go on later; gone when they expire.",
    )
    op.create_index("ix_form_draft_expires_at", "form_draft", ["expires_at"])
    op.create_table(
        "form_pace",
        sa.Column("name", WORD, primary_key=True, comment="Form and address, as a digest."),
        sa.Column("due", BIG, nullable=False, comment="When what was sent so far would be due."),
        comment="How fast submissions come from an address.",
    )
    if op.get_bind().dialect.name == "postgresql":
        for name in ("form_link", "form_submission", "form_draft"):
            for line in row_level_security(name):
                op.execute(line)
