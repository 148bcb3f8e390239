"""Segments as an operator keeps them: in the draft, one after the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.builder import drafts
from app.errors import NotFound
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
    content, version = drafts.to_change(space, program_id)
    taken = {each.key for each in segments_in(content)}
    key = next(f"{PREFIX}{n}" for n in range(1, len(taken) + 2) if f"{PREFIX}{n}" not in taken)
    written = dump_segment(segment) | {"key": key}
    content["segments"] = [*content.get("segments", []), written]
    _save(space, program_id, content, version, author)
    return key


def change(space: Space, program_id: int, segment: Segment, *, seen: int, author: Author) -> None:
    """Put a segment in the place of the one with its key. Raises `NotFound`, `Conflict`."""
    content, version = drafts.to_change(space, program_id, seen=seen)
    find_segment(content, segment.key)
    content["segments"] = [
        dump_segment(segment) if each.get("key") == segment.key else each
        for each in content["segments"]
    ]
    _save(space, program_id, content, version, author)


def remove(space: Space, program_id: int, key: str, author: Author) -> Mapping[str, Any]:
    """Take a segment out of the draft; give it as it was written. Raises `NotFound`."""
    content, version = drafts.to_change(space, program_id)
    find_segment(content, key)
    gone = next(each for each in content["segments"] if each.get("key") == key)
    content["segments"] = [each for each in content["segments"] if each is not gone]
    if not content["segments"]:
        del content["segments"]
    _save(space, program_id, content, version, author)
    return dict(gone)


def _save(space: Space, program_id: int, content: Any, seen: int, author: Author) -> None:
    drafts.save(space, program_id, content, seen=seen, now=author.now, by=author.by)
