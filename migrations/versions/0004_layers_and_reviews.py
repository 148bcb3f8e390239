"""Layers of a tier beside the earned one, the day on which it is reviewed, and notices of it."""

import sqlalchemy as sa
from alembic import op

from app.storage.schema import row_level_security
from app.storage.types import BIG, TEXT, WORD

revision = "0004"
down_revision = "0003"

ADDED = "lift lock reached from due grace recheck"
"""Columns that each ladder gets on the table of its members."""
REASONS = "event, evaluation, publish, review, layer."


def upgrade() -> None:
    op.create_table(
        "tier_layer",
        sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("program_id", BIG, sa.ForeignKey("program.id"), nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("ladder_id", BIG, nullable=False),
        sa.Column("kind", WORD, nullable=False, comment="floor, lock, trial, paid."),
        sa.Column("offer", WORD, comment="The key of the trial, where it is one."),
        sa.Column("tier_id", BIG, nullable=False),
        sa.Column("starts_at", BIG, nullable=False),
        sa.Column("ends_at", BIG, comment="Null: until it is ended."),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sa.Column("created_by", WORD),
        sa.Column("state", WORD, nullable=False, comment="waiting, active, closed."),
        sa.Column("closed_at", BIG),
        sa.Column("closed_by", WORD),
        sa.Column("closed_why", TEXT),
        sa.PrimaryKeyConstraint("member_id", "id"),
        comment="Tiers that a member holds besides the earned one; ending one leaves the others be.",
    )
    op.create_index("ix_tier_layer_state", "tier_layer", ["program_id", "state", "ends_at"])
    op.create_table(
        "tier_notice",
        sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("program_id", BIG, sa.ForeignKey("program.id"), nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("ladder_id", BIG, nullable=False),
        sa.Column("due", BIG, nullable=False, comment="The day of the review it speaks of."),
        sa.Column("tier_id", BIG, nullable=False, comment="What would not be kept."),
        sa.Column("at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("member_id", "ladder_id", "due"),
    )
    op.create_index("ix_tier_notice_recent", "tier_notice", ["program_id", "at"])
    op.add_column("tier_change", sa.Column("old_earned_id", BIG))
    op.add_column("tier_change", sa.Column("new_earned_id", BIG))
    layer = sa.Column(
        "layer", WORD, nullable=False, server_default="earned", comment="Which one changed."
    )
    op.add_column("tier_change", layer)
    op.add_column(
        "release",
        sa.Column(
            "elder_release_id", BIG, comment="The rules of those who were members before it."
        ),
    )
    op.add_column(
        "ladder",
        sa.Column("reviewed_as", WORD, comment="What the days of its members were worked out for."),
    )
    bind = op.get_bind()
    bind.exec_driver_sql(
        "UPDATE tier_change SET old_earned_id = old_tier_id, new_earned_id = new_tier_id"
    )
    found = bind.exec_driver_sql(
        "SELECT ladder.id, object.id FROM ladder JOIN object"
        " ON object.program_id = ladder.program_id AND object.key = 'member'"
    ).all()
    for ladder_id, object_id in found:
        for name in ADDED.split():
            bind.exec_driver_sql(f"ALTER TABLE r_{object_id} ADD COLUMN {name}_{ladder_id} BIGINT")
    if bind.dialect.name == "postgresql":
        op.alter_column("tier_change", "reason", comment=REASONS)
        for name in ("tier_layer", "tier_notice"):
            for line in row_level_security(name):
                op.execute(line)
