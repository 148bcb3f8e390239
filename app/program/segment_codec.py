"""Segments as JSON."""

from typing import Any

from app.program.reader import Reader, said
from app.program.segments import Segment


def read_segment(reader: Reader, value: Any, path: str) -> Segment:
    content = reader.mapping(value, path)
    reader.only(content, path, "key label description where")
    key = reader.key(content, path)
    return Segment(
        key=key,
        label=reader.words(content.get("label"), f"{path}/label", key),
        description=reader.words(content.get("description"), f"{path}/description"),
        where=content.get("where"),
    )


def dump_segment(segment: Segment) -> dict[str, Any]:
    """Write a segment; an empty description says nothing."""
    content: dict[str, Any] = {"key": segment.key, "label": segment.label.to_json()}
    if any(segment.description):
        content["description"] = segment.description.to_json()
    return content | said("where", segment.where)
