"""A programme as a file to take along: its draft, or one of its releases."""

from typing import Any

from app.builder import drafts
from app.storage import programs
from app.storage.space import Space


def content_of(space: Space, program_id: int, number: int | None) -> Any:
    """Give the document of a release, or of the draft. Raises `NotFound`."""
    if number is None:
        return drafts.get(space, program_id).content
    return programs.get_release(space, program_id, number).content


def name_of_file(space: Space, program_id: int, number: int | None) -> str:
    key = programs.get_program(space, program_id).key
    return f"{key}.json" if number is None else f"{key}-v{number}.json"
