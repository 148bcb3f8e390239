"""Runs are counted and listed without reading all of them."""

import sqlalchemy as sa
from alembic import op

from app.storage.schema import row_level_security
from app.storage.types import BIG, WORD

revision = "0019"
down_revision = "0018"
KEY = ("program_id", "release_id", "flow", "via", "step", "way")
COUNTED = """
INSERT INTO step_passed (workspace_id, program_id, release_id, flow, via, step, way, count)
SELECT r.workspace_id, r.program_id, r.release_id, r.flow, '', t.step, t.way, count(*)
FROM flow_trace t JOIN flow_run r ON r.member_id = t.member_id AND r.id = t.run_id
GROUP BY r.workspace_id, r.program_id, r.release_id, r.flow, t.step, t.way
"""


def upgrade() -> None:
    op.create_table(
        "step_passed",
        sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("program_id", BIG, sa.ForeignKey("program.id"), nullable=False),
        sa.Column("release_id", BIG, nullable=False),
        sa.Column("flow", WORD, nullable=False),
        sa.Column(
            "via",
            WORD,
            nullable=False,
            comment="The step whose claim counted: no two workers write the same row.",
        ),
        sa.Column("step", WORD, nullable=False),
        sa.Column("way", WORD, nullable=False, comment="By which way out it was left."),
        sa.Column("count", BIG, nullable=False),
        sa.PrimaryKeyConstraint(*KEY),
        comment="How often a step of an automation was left by a way.",
    )
    op.execute(COUNTED)
    op.drop_index("ix_flow_run_started", "flow_run")
    op.create_index(
        "ix_flow_run_state",
        "flow_run",
        ["program_id", "flow", "state", "started_at", "member_id", "id", "workspace_id"],
    )
    op.create_index(
        "ix_flow_run_open",
        "flow_run",
        ["program_id", "flow", "step", "state", "workspace_id"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_dead",
        "outbox",
        ["program_id", "created_at", "member_id", "id"],
        sqlite_where=sa.text("state = 'dead'"),
        postgresql_where=sa.text("state = 'dead'"),
    )
    if op.get_bind().dialect.name == "postgresql":
        for line in row_level_security("step_passed"):
            op.execute(line)
