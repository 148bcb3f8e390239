"""The draft for islands: read with its findings, saved as it is, never over another person's."""

from dataclasses import dataclass
from typing import Any

from app.builder import drafts
from app.builder.status import compare
from app.clock import from_instant
from app.errors import Conflict, Finding
from app.storage.programs import DraftRow
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
    row = drafts.get(here.space, here.program_id)
    return DraftState(content=row.content, **_said(row))


def _said(row: DraftRow) -> dict[str, Any]:
    examined = drafts.examine(row)
    return {
        "version": examined.version,
        "saved_at": from_instant(examined.saved_at).isoformat(),
        "saved_by": examined.saved_by,
        "findings": examined.findings,
        "changes": 0 if row.live is None else len(compare(row.live, row.content)),
    }


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
        return DraftSaved(**_said(drafts.get(space, here.program_id)))


def _theirs(here: Here, mine: Any) -> DraftTheirs:
    with services().spaces.reading(here.space.workspace_id) as space:
        theirs = drafts.get(space, here.program_id)
    differences = compare(mine, theirs.content)
    return DraftTheirs(
        content=theirs.content,
        differences=tuple(each.sentence for each in differences),
        **_said(theirs),
    )
