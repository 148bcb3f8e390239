"""Tasks and approvals: what people are asked, whose turn it is, and who did what."""

import sqlalchemy as sa
from alembic import op

from app.storage.schema import row_level_security
from app.storage.types import BIG, DOCUMENT, TEXT, WORD

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None
TABLES = ("task", "task_place", "task_entry")


def _head() -> list[sa.Column[int]]:
    return [
        sa.Column("workspace_id", BIG, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("program_id", BIG, sa.ForeignKey("program.id"), nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "task",
        *_head(),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("run_id", BIG, nullable=False),
        sa.Column(
            "visits", BIG, nullable=False, comment="Which step of the run: counted as its trace."
        ),
        sa.Column("flow", WORD, nullable=False),
        sa.Column("step", WORD, nullable=False),
        sa.Column(
            "release_id", BIG, nullable=False, comment="The release that says what is asked."
        ),
        sa.Column("kind", WORD, nullable=False, comment="task or approval."),
        sa.Column("title", DOCUMENT, nullable=False),
        sa.Column("state", WORD, nullable=False, comment="open, closed or cancelled."),
        sa.Column("outcome", WORD, comment="By which way the run went on."),
        sa.Column("how", WORD, nullable=False, comment="any, all or in_turn."),
        sa.Column("role", WORD, nullable=False, comment="Whose it is when nobody named can do it."),
        sa.Column("opened_at", BIG, nullable=False),
        sa.Column("remind_at", BIG, comment="Null: no more."),
        sa.Column("reminded_at", BIG),
        sa.Column("due_at", BIG),
        sa.Column("escalate_at", BIG, comment="When it goes to another role; null: no more."),
        sa.Column("escalated_at", BIG),
        sa.Column("ends_at", BIG, comment="When the run goes on without it."),
        sa.Column("closed_at", BIG),
        sa.Column("closed_by", WORD),
        sa.PrimaryKeyConstraint("member_id", "id"),
        sa.UniqueConstraint("member_id", "run_id", "visits"),
        comment="Something a person is asked to do or to decide while a run waits.",
    )
    op.create_index(
        "ix_task_open",
        "task",
        ["program_id", "due_at"],
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_task_closed", "task", ["program_id", "closed_at"])
    op.create_table(
        "task_place",
        *_head(),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("task_id", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False, comment="The order in which they decide in turn."),
        sa.Column("user_id", BIG, comment="Null: anybody of the role."),
        sa.Column("role", WORD, nullable=False),
        sa.Column("state", WORD, nullable=False, comment="open, later, signed, refused or passed."),
        sa.Column("at", BIG),
        sa.Column("by", WORD),
        sa.PrimaryKeyConstraint("member_id", "task_id", "number"),
        comment="Who is asked: a person, or anybody of a role.",
    )
    op.create_index(
        "ix_task_place_open",
        "task_place",
        ["program_id", "user_id", "role"],
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "task_entry",
        *_head(),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("task_id", BIG, nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("actor", WORD, comment="Null: nobody; time did it."),
        sa.Column("user_id", BIG),
        sa.Column("action", WORD, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("detail", DOCUMENT),
        sa.PrimaryKeyConstraint("member_id", "id"),
        comment="Who did what with a task, in order; never changed.",
    )
    op.create_index("ix_task_entry_task", "task_entry", ["member_id", "task_id"])
    op.create_index("ix_task_entry_user", "task_entry", ["program_id", "user_id", "at"])
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            for line in row_level_security(table):
                op.execute(line)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
