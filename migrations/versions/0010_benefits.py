"""Benefits that were granted, and coupons."""

import sqlalchemy as sa
from alembic import op

from app.storage.schema import row_level_security
from app.storage.types import BIG, DOCUMENT, TEXT, WORD

revision = "0010"
down_revision = "0009"

UNUSED = sa.text("state = 'unused'")
OWED = sa.text("given_at IS NULL")


def _head() -> list[sa.Column[int]]:
    return [
        sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("program_id", BIG, sa.ForeignKey("program.id"), nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "coupon",
        *_head(),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("design", WORD, nullable=False),
        sa.Column(
            "code", WORD, nullable=False, comment="Unique by a row of `identity`, kind coupon."
        ),
        sa.Column("state", WORD, nullable=False, comment="unused, used, expired or void."),
        sa.Column("cause", WORD, nullable=False, comment="What brought it; once for each member."),
        sa.Column("number", BIG, nullable=False, comment="Of several under one cause, from 0."),
        sa.Column("issued_at", BIG, nullable=False),
        sa.Column(
            "starts_on", BIG, comment="The first local day of use; null: from the beginning."
        ),
        sa.Column(
            "expires_on", BIG, comment="The first local day it cannot be used on; null: never."
        ),
        sa.Column("used_at", BIG),
        sa.Column("used_for", WORD, comment="The order it was used for, by its external id."),
        sa.Column("closed_at", BIG, comment="When it expired or was made void."),
        sa.Column("by", WORD, comment="Who used it or made it void."),
        sa.Column("why", TEXT),
        sa.PrimaryKeyConstraint("member_id", "id"),
        sa.UniqueConstraint("member_id", "cause", "design", "number"),
        comment="One coupon of a member; what it is worth stands in the release's design.",
    )
    op.create_index(
        "ix_coupon_expires",
        "coupon",
        ["program_id", "expires_on", "member_id", "id"],
        sqlite_where=UNUSED,
        postgresql_where=UNUSED,
    )
    op.create_table(
        "pack",
        *_head(),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("ladder_id", BIG, nullable=False),
        sa.Column("tier", WORD, nullable=False),
        sa.Column("occasion", BIG, nullable=False, comment="0 where it is given once in a life."),
        sa.Column("at", BIG, nullable=False, comment="When the tier was reached."),
        sa.Column("cause", WORD, nullable=False),
        sa.Column("given_at", BIG, comment="Null: it is owed still."),
        sa.PrimaryKeyConstraint("member_id", "ladder_id", "tier", "occasion"),
        comment="The pack that a member is given on reaching a tier.",
    )
    op.create_index(
        "ix_pack_owed",
        "pack",
        ["program_id", "member_id"],
        sqlite_where=OWED,
        postgresql_where=OWED,
    )
    op.create_table(
        "benefit_grant",
        *_head(),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("benefit", WORD, nullable=False),
        sa.Column(
            "options", DOCUMENT, comment="What is different from the benefit as it is designed."
        ),
        sa.Column("starts_at", BIG, nullable=False),
        sa.Column("ends_at", BIG, comment="Not included; null: until somebody ends it."),
        sa.Column("cause", WORD, nullable=False, comment="What brought it; once for each member."),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("granted_at", BIG, nullable=False),
        sa.Column("granted_by", WORD),
        sa.Column("ended_at", BIG),
        sa.Column("ended_by", WORD),
        sa.Column("ended_why", TEXT),
        sa.PrimaryKeyConstraint("member_id", "id"),
        sa.UniqueConstraint("member_id", "cause"),
        comment="A benefit that a member has besides those of the tier.",
    )
    op.create_table(
        "coupon_issue",
        *_head(),
        sa.Column("ladder_id", BIG, nullable=False),
        sa.Column("tier", WORD, nullable=False),
        sa.Column("key", WORD, nullable=False),
        sa.Column(
            "day", BIG, nullable=False, comment="The first local day of the stretch it is for."
        ),
        sa.Column("up_to", BIG, nullable=False, comment="Members up to this id have theirs."),
        sa.Column("issued", BIG, nullable=False),
        sa.Column("begun_at", BIG, nullable=False),
        sa.Column("finished_at", BIG),
        sa.PrimaryKeyConstraint("program_id", "ladder_id", "tier", "key", "day"),
        comment="One issue of what a tier brings again and again.",
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in ("coupon", "pack", "benefit_grant", "coupon_issue"):
            for line in row_level_security(table):
                op.execute(line)
