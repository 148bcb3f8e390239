"""The saved lists of members that show, sort or filter by a field."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.builder.uses import Use
from app.program.objects import MEMBER
from app.program.program import Program
from app.program.reads import fields_read
from app.storage.saved_views import views_for
from app.storage.space import Space
from app.words import Words

_LISTED = ("columns", "sort", "group", "total")
"""Parts of a view that name fields, one or several."""
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def uses_in_views(
    space: Space, program_id: int, user_id: int, program: Program, field_key: str
) -> Iterator[Use]:
    """Give the views somebody sees that need a field of the member."""
    for view in views_for(space, program_id, user_id):
        if field_key in set(_fields_of(view.content, program)):
            where = Words(f"会员视图“{view.name}”", f"View of members {view.name}")
            yield Use(path="", where=where)


def _fields_of(content: Mapping[str, Any], program: Program) -> Iterator[str]:
    for part in _LISTED:
        yield from _NAME.findall(str(content.get(part, "")))
    try:
        condition = json.loads(str(content.get("condition") or "null"))
    except json.JSONDecodeError:
        return
    for read in fields_read(program, MEMBER, condition):
        if read.object == MEMBER and read.field is not None:
            yield read.field
