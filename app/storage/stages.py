"""Stages that members reached on the way to a tier, each once for life."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    PrimaryKeyConstraint,
    Select,
    Table,
    and_,
    exists,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from app.storage.metadata import metadata
from app.storage.sets import bound, numbers
from app.storage.space import Space
from app.storage.types import BIG, TEXT, WORD

stage_reached = Table(
    "stage_reached",
    metadata,
    Column("workspace_id", BIG, ForeignKey("workspace.id"), nullable=False),
    Column("program_id", BIG, ForeignKey("program.id"), nullable=False),
    Column("member_id", BIG, nullable=False),
    Column("ladder_id", BIG, nullable=False),
    Column("tier", WORD, nullable=False, comment="Key of the tier it leads to."),
    Column("stage", WORD, nullable=False),
    Column("at", BIG, nullable=False),
    Column("release_id", BIG, nullable=False),
    Column("cause", TEXT, nullable=False),
    PrimaryKeyConstraint("member_id", "ladder_id", "tier", "stage"),
    comment="Goals that a member reached on the way to a tier: each once for life.",
)
COLUMNS = [each.name for each in stage_reached.columns]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageReached:
    member_id: int
    ladder_id: int
    tier: str
    stage: str
    at: int


def not_yet(candidates: Any, ladder_id: int, tier: str, stage: str) -> Any:
    """Say that a member of `candidates` has not reached a stage before."""
    known = and_(
        stage_reached.c.member_id == candidates.c.id,
        stage_reached.c.ladder_id == ladder_id,
        stage_reached.c.tier == tier,
        stage_reached.c.stage == stage,
    )
    return ~exists(select(stage_reached.c.member_id).where(known))


def recording(dialect: str, found: Select[Any]) -> ReturningInsert[Any]:
    """Write down who is found and give them; a row that is there already is left alone."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    written = insert(stage_reached).from_select(COLUMNS, found).on_conflict_do_nothing()
    table = stage_reached.c
    return written.returning(table.member_id, table.ladder_id, table.tier, table.stage, table.at)


def of_members(space: Space, program_id: int, member_ids: Sequence[int]) -> list[StageReached]:
    """Give the stages these members reached, the earliest first."""
    dialect = space.connection.dialect.name
    rows = space.execute(
        space.select(stage_reached)
        .where(stage_reached.c.program_id == program_id)
        .where(stage_reached.c.member_id.in_(numbers(dialect)))
        .order_by(stage_reached.c.at, stage_reached.c.ladder_id, stage_reached.c.stage),
        {"ids": bound(dialect, list(member_ids))},
    )
    return [
        StageReached(
            member_id=row.member_id,
            ladder_id=row.ladder_id,
            tier=row.tier,
            stage=row.stage,
            at=row.at,
        )
        for row in rows
    ]
