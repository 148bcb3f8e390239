"""Versions of a draft: kept by name, or by themselves before something else takes their place."""

from datetime import datetime
from typing import Any

from app.builder import drafts
from app.clock import to_instant
from app.errors import Invalid
from app.storage import programs, versions
from app.storage.space import Space
from app.storage.versions import VersionRow

LONGEST_NAME = 80
LONGEST_NOTE = 500


def keep(
    space: Space, program_id: int, *, name: str, note: str, now: datetime, by: str | None
) -> int:
    """Keep the draft as it is under a name, and give its number. Raises `Invalid`, `NotFound`."""
    name, note = name.strip(), note.strip()
    if not name or len(name) > LONGEST_NAME or len(note) > LONGEST_NOTE:
        raise Invalid(
            f"版本要有名称（最多 {LONGEST_NAME} 个字符），说明最多 {LONGEST_NOTE} 个字符。",
            f"A version needs a name of at most {LONGEST_NAME} characters;"
            f" a note takes {LONGEST_NOTE}.",
        )
    programs.get_program(space, program_id)
    found = drafts.get(space, program_id)
    return drafts.put_aside(space, program_id, found, name=name, note=note, now=now, by=by)


def every(space: Space, program_id: int) -> list[VersionRow]:
    """Give all versions of a draft, newest first. Raises `NotFound`."""
    programs.get_program(space, program_id)
    return versions.every(space, program_id)


def get(space: Space, program_id: int, number: int) -> tuple[VersionRow, Any]:
    """Give a version and its document. Raises `NotFound`."""
    programs.get_program(space, program_id)
    return versions.get(space, program_id, number)


def restore(
    space: Space, program_id: int, content: Any, *, seen: int, now: datetime, by: str | None
) -> None:
    """Go on with an earlier document; what the draft is now is kept. Raises `Conflict`."""
    drafts.put_aside(space, program_id, drafts.get(space, program_id), now=now, by=by)
    programs.save_draft(space, program_id, content, seen=seen, at=to_instant(now), by=by)
