"""Where a programme stands between its draft and what is live."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson

from app.builder.diff import Change, changes
from app.program.codec import load
from app.program.program import Program, Settings
from app.program.reader import Unreadable
from app.storage import programs
from app.storage.space import Space
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A programme as it is live, and how its draft differs."""

    program_id: int
    label: Words
    settings: Settings
    number: int | None
    """The number of the live release."""
    published_at: int | None
    live: Program | None
    draft: Program | None
    """None when there is none, or it cannot be read."""
    changes: tuple[Change, ...]


def standing(space: Space, program_id: int) -> Standing:
    """Compare draft and live release. Raises `NotFound` outside the workspace."""
    row = programs.get_program(space, program_id)
    live_row = (
        None
        if row.live_release_id is None
        else programs.get_release_by_id(space, program_id, row.live_release_id)
    )
    draft_row = programs.find_draft(space, program_id)
    live = None if live_row is None else read(live_row.content)
    draft = None if draft_row is None else read(draft_row.content)
    shown = live or draft or Program(key=row.key, label=Words(row.key, row.key))
    return Standing(
        program_id=program_id,
        label=shown.label,
        settings=shown.settings,
        number=None if live_row is None else live_row.number,
        published_at=None if live_row is None else live_row.published_at,
        live=live,
        draft=draft,
        changes=compare(live_row.content, draft_row.content) if live_row and draft_row else (),
    )


def read(content: Any) -> Program | None:
    """Read a document that may be wrong; the same one is read once."""
    return _read(orjson.dumps(content))


def compare(old: Any, new: Any) -> tuple[Change, ...]:
    """Tell in words what one document changes against another; None is no document."""
    return _compare(None if old is None else orjson.dumps(old), orjson.dumps(new))


@lru_cache(maxsize=64)
def _read(content: bytes) -> Program | None:
    try:
        return load(orjson.loads(content))
    except Unreadable:
        return None


@lru_cache(maxsize=64)
def _compare(old: bytes | None, new: bytes) -> tuple[Change, ...]:
    program = _read(new)
    if old == new or program is None:
        return ()
    return changes(None if old is None else _read(old), program)
