"""Segments as an operator keeps them: in the draft, one after the other."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.builder import drafts
from app.errors import Conflict, Invalid, NotFound
from app.program.codec import load
from app.program.reader import Unreadable
from app.program.segment_codec import dump_segment
from app.program.segments import Segment
from app.storage.space import Space

PREFIX = "segment_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who saves, and when."""

    now: datetime
    by: str | None


def segments_in(content: Any) -> tuple[Segment, ...]:
    """Give the segments of a document; one that cannot be read has none."""
    try:
        return load(content).segments
    except Unreadable:
        return ()


def find_segment(content: Any, key: str) -> Segment:
    """Find a segment of a document. Raises `NotFound`."""
    for each in segments_in(content):
        if each.key == key:
            return each
    raise NotFound(f"草稿里没有人群“{key}”。", f"The draft has no segment {key!r}.")


def add(space: Space, program_id: int, segment: Segment, author: Author) -> str:
    """Add a segment to the draft; its key is made once and given. Raises `Invalid`."""
    draft = drafts.get(space, program_id)
    content = _readable(draft.content)
    taken = {each.key for each in segments_in(content)}
    key = next(f"{PREFIX}{n}" for n in range(1, len(taken) + 2) if f"{PREFIX}{n}" not in taken)
    written = dump_segment(segment) | {"key": key}
    content["segments"] = [*content.get("segments", []), written]
    _save(space, program_id, content, draft.version, author)
    return key


def change(space: Space, program_id: int, segment: Segment, *, seen: int, author: Author) -> None:
    """Put a segment in the place of the one with its key. Raises `NotFound`, `Conflict`."""
    draft = drafts.get(space, program_id)
    _refuse_stale(draft.version, seen)
    content = _readable(draft.content)
    find_segment(content, segment.key)
    content["segments"] = [
        dump_segment(segment) if each.get("key") == segment.key else each
        for each in content["segments"]
    ]
    _save(space, program_id, content, draft.version, author)


def remove(space: Space, program_id: int, key: str, author: Author) -> Mapping[str, Any]:
    """Take a segment out of the draft; give it as it was written. Raises `NotFound`."""
    draft = drafts.get(space, program_id)
    content = _readable(draft.content)
    find_segment(content, key)
    gone = next(each for each in content["segments"] if each.get("key") == key)
    content["segments"] = [each for each in content["segments"] if each is not gone]
    if not content["segments"]:
        del content["segments"]
    _save(space, program_id, content, draft.version, author)
    return dict(gone)


def _readable(content: Any) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise Invalid("草稿读不懂，请先修好它。", "The draft cannot be read; mend it first.")
    return deepcopy(content)


def _refuse_stale(version: int, seen: int) -> None:
    if version != seen:
        raise Conflict(
            "草稿刚被别人改过。请重新打开这个人群再改。",
            "Somebody changed the draft meanwhile. Open the segment again.",
        )


def _save(space: Space, program_id: int, content: Any, seen: int, author: Author) -> None:
    drafts.save(space, program_id, content, seen=seen, now=author.now, by=author.by)
