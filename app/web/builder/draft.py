"""The draft for islands: read with its findings, saved as it is, never over another person's."""

from dataclasses import dataclass
from typing import Any

from app.builder import drafts
from app.builder.drafts import Examined
from app.builder.status import compare
from app.clock import from_instant
from app.errors import Conflict, Finding
from app.storage import programs
from app.storage.space import Space
from app.web.frame import Here
from app.web.services import services
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSaved:
    """What became of a draft that was sent."""

    version: int
    saved_at: str
    """As RFC 3339 in UTC."""
    saved_by: str | None
    findings: tuple[Finding, ...]
    changes: int
    """How many changes are not published yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftState(DraftSaved):
    """The draft with its document."""

    content: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTheirs(DraftState):
    """What somebody else saved meanwhile, and how it differs from what was sent."""

    differences: tuple[Words, ...]


class Overtaken(Conflict):
    """The draft that was seen is not the last one any more."""

    def __init__(self, theirs: DraftTheirs) -> None:
        super().__init__("别人也改了这份草稿。", "Somebody else changed this draft.")
        self.theirs = theirs


def state(here: Here) -> DraftState:
    return _state(here.space, here.program_id)


def _state(space: Space, program_id: int) -> DraftState:
    examined = drafts.examine(drafts.get(space, program_id))
    return DraftState(content=examined.content, **_said(space, program_id, examined))


def _said(space: Space, program_id: int, examined: Examined) -> dict[str, Any]:
    return {
        "version": examined.version,
        "saved_at": from_instant(examined.saved_at).isoformat(),
        "saved_by": examined.saved_by,
        "findings": examined.findings,
        "changes": _unpublished(space, program_id, examined),
    }


def _unpublished(space: Space, program_id: int, examined: Examined) -> int:
    row = programs.get_program(space, program_id)
    if row.live_release_id is None:
        return 0
    live = programs.get_release_by_id(space, program_id, row.live_release_id)
    return len(compare(live.content, examined.content))


def save(here: Here, content: Any, *, seen: int) -> DraftSaved:
    """Keep a draft, right or wrong, if nobody saved since; then look it over.

    Raises `Overtaken`, and `Invalid` for what is no document. The transaction that writes
    ends before the draft is examined: proofs may take a while.
    """
    spaces, workspace_id = services().spaces, here.space.workspace_id
    now, by = from_instant(here.now), here.visitor.user.email
    try:
        with spaces.writing(workspace_id) as space:
            drafts.keep(space, here.program_id, content, seen=seen, now=now, by=by)
    except Conflict as conflict:
        raise Overtaken(_theirs(here, content)) from conflict
    with spaces.reading(workspace_id) as space:
        examined = drafts.examine(drafts.get(space, here.program_id))
        return DraftSaved(**_said(space, here.program_id, examined))


def _theirs(here: Here, mine: Any) -> DraftTheirs:
    with services().spaces.reading(here.space.workspace_id) as space:
        examined = drafts.examine(drafts.get(space, here.program_id))
        said = _said(space, here.program_id, examined)
    differences = compare(mine, examined.content)
    return DraftTheirs(
        content=examined.content,
        differences=tuple(each.sentence for each in differences),
        **said,
    )
