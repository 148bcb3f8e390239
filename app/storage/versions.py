"""Versions of drafts: kept under a number, listed without their documents."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint, Row, Table, func

from app.errors import NotFound
from app.storage.metadata import metadata, of_program, of_workspace
from app.storage.space import Space
from app.storage.types import BIG, CONTENT, TEXT, WORD

draft_version = Table(
    "draft_version",
    metadata,
    of_workspace(),
    of_program(),
    Column("number", BIG, nullable=False, comment="Counted within the programme."),
    Column("name", TEXT, comment="Null: kept by itself before something replaced it."),
    Column("note", TEXT, nullable=False),
    Column("content", CONTENT, nullable=False),
    Column("saved_at", BIG, nullable=False, comment="When the draft was saved like this."),
    Column("saved_by", WORD),
    Column("kept_at", BIG, nullable=False),
    Column("kept_by", WORD),
    PrimaryKeyConstraint("program_id", "number"),
    comment="What a draft was like at moments that somebody may want to go back to.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A version without its document."""

    number: int
    name: str | None
    note: str
    saved_at: int
    saved_by: str | None
    kept_at: int
    kept_by: str | None


def keep(
    space: Space,
    program_id: int,
    content: Any,
    *,
    name: str | None,
    note: str,
    saved: tuple[int, str | None],
    kept: tuple[int, str | None],
) -> int:
    """Keep a document and give its number; `saved` and `kept` say when and by whom."""
    of_it = draft_version.c.program_id == program_id
    last = space.execute(
        space.select(draft_version, func.max(draft_version.c.number)).where(of_it)
    ).scalar()
    number = int(last or 0) + 1
    values = {
        "program_id": program_id,
        "number": number,
        "name": name,
        "note": note,
        "content": content,
        "saved_at": saved[0],
        "saved_by": saved[1],
        "kept_at": kept[0],
        "kept_by": kept[1],
    }
    space.execute(space.insert(draft_version).values(**values))
    return number


def every(space: Space, program_id: int) -> list[VersionRow]:
    """Give all versions of a programme, newest first."""
    columns = [each for each in draft_version.c if each.name != "content"]
    rows = space.execute(
        space.select(draft_version, *columns)
        .where(draft_version.c.program_id == program_id)
        .order_by(draft_version.c.number.desc())
    )
    return [_version(row) for row in rows]


def get(space: Space, program_id: int, number: int) -> tuple[VersionRow, Any]:
    """Give a version and its document. Raises `NotFound`."""
    row = space.execute(
        space.select(draft_version)
        .where(draft_version.c.program_id == program_id)
        .where(draft_version.c.number == number)
    ).one_or_none()
    if row is None:
        raise NotFound("没有这个草稿版本。", "There is no such version of the draft.")
    return _version(row), row.content


def _version(row: Row[Any]) -> VersionRow:
    return VersionRow(
        number=row.number,
        name=row.name,
        note=row.note,
        saved_at=row.saved_at,
        saved_by=row.saved_by,
        kept_at=row.kept_at,
        kept_by=row.kept_by,
    )
