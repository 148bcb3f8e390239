"""Tables of what members are given: coupons, packs, benefits, and issues that come again."""

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Table, UniqueConstraint, text

from app.storage.metadata import metadata, of_program, of_workspace
from app.storage.types import BIG, DOCUMENT, TEXT, WORD

UNUSED = text("state = 'unused'")
OWED = text("given_at IS NULL")

coupon = Table(
    "coupon",
    metadata,
    of_workspace(),
    of_program(),
    Column("member_id", BIG, nullable=False),
    Column("id", BIG, nullable=False),
    Column("design", WORD, nullable=False),
    Column("code", WORD, nullable=False, comment="Unique by a row of `identity`, kind coupon."),
    Column("state", WORD, nullable=False, comment="unused, used, expired or void."),
    Column("cause", WORD, nullable=False, comment="What brought it; once for each member."),
    Column("number", BIG, nullable=False, comment="Of several under one cause, from 0."),
    Column("issued_at", BIG, nullable=False),
    Column("starts_on", BIG, comment="The first local day of use; null: from the beginning."),
    Column("expires_on", BIG, comment="The first local day it cannot be used on; null: never."),
    Column("used_at", BIG),
    Column("used_for", WORD, comment="The order it was used for, by its external id."),
    Column("closed_at", BIG, comment="When it expired or was made void."),
    Column("by", WORD, comment="Who used it or made it void."),
    Column("why", TEXT),
    PrimaryKeyConstraint("member_id", "id"),
    UniqueConstraint("member_id", "cause", "design", "number"),
    Index(
        "ix_coupon_expires",
        "program_id",
        "expires_on",
        "member_id",
        "id",
        sqlite_where=UNUSED,
        postgresql_where=UNUSED,
    ),
    comment="One coupon of a member; what it is worth stands in the release's design.",
)

pack = Table(
    "pack",
    metadata,
    of_workspace(),
    of_program(),
    Column("member_id", BIG, nullable=False),
    Column("ladder_id", BIG, nullable=False),
    Column("tier", WORD, nullable=False),
    Column("occasion", BIG, nullable=False, comment="0 where it is given once in a life."),
    Column("at", BIG, nullable=False, comment="When the tier was reached."),
    Column("cause", WORD, nullable=False),
    Column("given_at", BIG, comment="Null: it is owed still."),
    PrimaryKeyConstraint("member_id", "ladder_id", "tier", "occasion"),
    Index(
        "ix_pack_owed",
        "program_id",
        "member_id",
        sqlite_where=OWED,
        postgresql_where=OWED,
    ),
    comment="The pack that a member is given on reaching a tier.",
)

benefit_grant = Table(
    "benefit_grant",
    metadata,
    of_workspace(),
    of_program(),
    Column("member_id", BIG, nullable=False),
    Column("id", BIG, nullable=False),
    Column("benefit", WORD, nullable=False),
    Column("options", DOCUMENT, comment="What is different from the benefit as it is designed."),
    Column("starts_at", BIG, nullable=False),
    Column("ends_at", BIG, comment="Not included; null: until somebody ends it."),
    Column("cause", WORD, nullable=False, comment="What brought it; once for each member."),
    Column("reason", TEXT, nullable=False),
    Column("granted_at", BIG, nullable=False),
    Column("granted_by", WORD),
    Column("ended_at", BIG),
    Column("ended_by", WORD),
    Column("ended_why", TEXT),
    PrimaryKeyConstraint("member_id", "id"),
    UniqueConstraint("member_id", "cause"),
    comment="A benefit that a member has besides those of the tier.",
)

coupon_issue = Table(
    "coupon_issue",
    metadata,
    of_workspace(),
    of_program(),
    Column("ladder_id", BIG, nullable=False),
    Column("tier", WORD, nullable=False),
    Column("key", WORD, nullable=False),
    Column("day", BIG, nullable=False, comment="The first local day of the stretch it is for."),
    Column("up_to", BIG, nullable=False, comment="Members up to this id have theirs."),
    Column("issued", BIG, nullable=False),
    Column("begun_at", BIG, nullable=False),
    Column("finished_at", BIG),
    PrimaryKeyConstraint("program_id", "ladder_id", "tier", "key", "day"),
    comment="One issue of what a tier brings again and again.",
)
