"""Tables of ladders: their tiers, where members stand, how that came and until when it holds."""

from sqlalchemy import (
    Column,
    Double,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from app.storage.metadata import metadata, of_program, of_workspace, own_id
from app.storage.types import BIG, TEXT, WORD

ladder = Table(
    "ladder",
    metadata,
    own_id(),
    of_workspace(),
    of_program(),
    Column("key", WORD, nullable=False),
    Column("reviewed_as", WORD, comment="What the days of its members were worked out for."),
    UniqueConstraint("program_id", "key"),
    comment="Each row stands for the columns earned_<id>, tier_<id>, since_<id>, since_<id>__day.",
)

tier = Table(
    "tier",
    metadata,
    own_id(),
    of_workspace(),
    Column("ladder_id", BIG, ForeignKey("ladder.id"), nullable=False),
    Column("key", WORD, nullable=False),
    UniqueConstraint("ladder_id", "key"),
)

cut = Table(
    "cut",
    metadata,
    of_workspace(),
    of_program(),
    Column("form", TEXT, nullable=False, comment="Normal form of the comparison with a rank."),
    Column("value", Double, comment="The least value that still meets it; null: nobody does."),
    Column("ranked", BIG, nullable=False, comment="How many members were ranked."),
    Column("at", BIG, nullable=False),
    PrimaryKeyConstraint("program_id", "form"),
)

tier_change = Table(
    "tier_change",
    metadata,
    of_workspace(),
    of_program(),
    Column("member_id", BIG, nullable=False),
    Column("id", BIG, nullable=False),
    Column("ladder_id", BIG, nullable=False),
    Column("old_tier_id", BIG),
    Column("new_tier_id", BIG),
    Column("old_earned_id", BIG),
    Column("new_earned_id", BIG),
    Column("layer", WORD, nullable=False, server_default="earned", comment="Which one changed."),
    Column("at", BIG, nullable=False),
    Column("reason", WORD, nullable=False, comment="event, evaluation, publish, review, layer."),
    Column("release_id", BIG, nullable=False),
    Column("cause", WORD, comment="The record or the run that brought it about."),
    PrimaryKeyConstraint("member_id", "id"),
    Index("ix_tier_change_recent", "program_id", "at"),
)

evaluation = Table(
    "evaluation",
    metadata,
    own_id(),
    of_workspace(),
    of_program(),
    Column("release_id", BIG, nullable=False),
    Column("occurrence", WORD, nullable=False, comment="2026-03-01 when scheduled; unique."),
    Column("started_at", BIG, nullable=False),
    Column("finished_at", BIG),
    Column("up_to", BIG, nullable=False, comment="Members up to this id are done."),
    Column("placed", BIG, nullable=False),
    Column("changed", BIG, nullable=False),
    UniqueConstraint("program_id", "occurrence"),
)

tier_layer = Table(
    "tier_layer",
    metadata,
    of_workspace(),
    of_program(),
    Column("member_id", BIG, nullable=False),
    Column("id", BIG, nullable=False),
    Column("ladder_id", BIG, nullable=False),
    Column("kind", WORD, nullable=False, comment="floor, lock, trial, paid."),
    Column("offer", WORD, comment="The key of the trial, where it is one."),
    Column("tier_id", BIG, nullable=False),
    Column("starts_at", BIG, nullable=False),
    Column("ends_at", BIG, comment="Null: until it is ended."),
    Column("reason", TEXT, nullable=False),
    Column("created_at", BIG, nullable=False),
    Column("created_by", WORD),
    Column("state", WORD, nullable=False, comment="waiting, active, closed."),
    Column("closed_at", BIG),
    Column("closed_by", WORD),
    Column("closed_why", TEXT),
    PrimaryKeyConstraint("member_id", "id"),
    Index("ix_tier_layer_state", "program_id", "state", "ends_at"),
    comment="Tiers that a member holds besides the earned one; ending one leaves the others be.",
)

tier_notice = Table(
    "tier_notice",
    metadata,
    of_workspace(),
    of_program(),
    Column("member_id", BIG, nullable=False),
    Column("ladder_id", BIG, nullable=False),
    Column("due", BIG, nullable=False, comment="The day of the review it speaks of."),
    Column("tier_id", BIG, nullable=False, comment="What would not be kept."),
    Column("at", BIG, nullable=False),
    PrimaryKeyConstraint("member_id", "ladder_id", "due"),
    Index("ix_tier_notice_recent", "program_id", "at"),
)
