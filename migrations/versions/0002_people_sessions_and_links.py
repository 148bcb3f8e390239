"""people sessions and links."""

import sqlalchemy as sa
from alembic import op

from app.storage.types import BIG, TEXT, WORD

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "user",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("email", WORD, nullable=False, comment="In lower case."),
        sa.Column("name", WORD, nullable=False),
        sa.Column(
            "password", TEXT, nullable=True, comment="argon2id; null: signs in by link only."
        ),
        sa.Column("language", WORD, nullable=True),
        sa.Column("theme", WORD, nullable=True),
        sa.Column("created_at", BIG, nullable=False),
        sa.Column("disabled_at", BIG, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
    )
    op.create_table(
        "membership",
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("role", WORD, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_membership_user_id_user")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_membership_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "user_id", name=op.f("pk_membership")),
    )
    op.create_index("ix_membership_user", "membership", ["user_id"], unique=False)
    op.create_table(
        "session",
        sa.Column("digest", WORD, nullable=False, comment="SHA-256 of what the cookie holds."),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("workspace_id", BIG, nullable=True, comment="The one that is open."),
        sa.Column("started_at", BIG, nullable=False),
        sa.Column("seen_at", BIG, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_session_user_id_user")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_session_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_session")),
    )
    op.create_index("ix_session_user", "session", ["user_id"], unique=False)
    op.create_table(
        "sign_in_link",
        sa.Column("digest", WORD, nullable=False, comment="SHA-256 of the secret in the address."),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("expires_at", BIG, nullable=False),
        sa.Column("used_at", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_sign_in_link_user_id_user")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sign_in_link")),
    )
    op.create_table(
        "throttle",
        sa.Column("name", WORD, nullable=False, comment="account:… or address:…, hashed."),
        sa.Column("failures", BIG, nullable=False),
        sa.Column("failed_at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_throttle")),
    )
