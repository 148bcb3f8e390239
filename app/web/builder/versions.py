"""Versions of the draft as pages: what each differs in, and the way back to it."""

import json
from dataclasses import dataclass

from app.access import Can
from app.builder import drafts, versions
from app.builder.status import compare
from app.clock import from_instant
from app.storage import programs
from app.storage.versions import VersionRow
from app.web.builder.model import DiffLine
from app.web.frame import Here
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionShown:
    number: int
    url: str
    name: Words
    is_named: bool
    note: str
    at: int
    by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionsPage:
    url: str
    editable: bool
    draft_saved_at: int
    versions: tuple[VersionShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPage:
    version: VersionShown
    editable: bool
    seen: int
    """The version of the draft that is compared."""
    back: tuple[DiffLine, ...]
    """What going back to it would change."""
    text: str


def versions_page(here: Here) -> VersionsPage:
    return VersionsPage(
        url=here.url("builder.keep_version"),
        editable=here.visitor.may(Can.EDIT_DRAFT),
        draft_saved_at=drafts.get(here.space, here.program_id).saved_at,
        versions=tuple(_shown(here, each) for each in versions.every(here.space, here.program_id)),
    )


def _shown(here: Here, row: VersionRow) -> VersionShown:
    return VersionShown(
        number=row.number,
        url=here.url("builder.draft_version", number=row.number),
        name=_name(row),
        is_named=row.name is not None,
        note=row.note,
        at=row.saved_at,
        by=row.saved_by,
    )


def _name(row: VersionRow) -> Words:
    if row.name is not None:
        return Words(row.name, row.name)
    return Words("自动保留：被替换之前", "Kept by itself before it was replaced")


def version_page(here: Here, number: int) -> VersionPage:
    row, content = versions.get(here.space, here.program_id, number)
    draft = drafts.get(here.space, here.program_id)
    return VersionPage(
        version=_shown(here, row),
        editable=here.visitor.may(Can.EDIT_DRAFT),
        seen=draft.version,
        back=tuple(
            DiffLine(sort=each.kind.value, text=each.sentence)
            for each in compare(draft.content, content)
        ),
        text=json.dumps(content, ensure_ascii=False, indent=2),
    )


def keep(here: Here, *, name: str, note: str) -> int:
    """Keep the draft as it is now under a name. Raises `Invalid`."""
    by = here.visitor.user.email
    now = from_instant(here.now)
    return versions.keep(here.space, here.program_id, name=name, note=note, now=now, by=by)


def restore(here: Here, number: int, *, seen: int) -> None:
    """Go on with a version; what the draft is now is kept. Raises `Conflict`, `NotFound`."""
    _, content = versions.get(here.space, here.program_id, number)
    by, now = here.visitor.user.email, from_instant(here.now)
    versions.restore(here.space, here.program_id, content, seen=seen, now=now, by=by)


def restore_release(here: Here, number: int) -> None:
    """Go on with a release; what the draft is now is kept. Raises `NotFound`."""
    release = programs.get_release(here.space, here.program_id, number)
    seen = drafts.get(here.space, here.program_id).version
    by, now = here.visitor.user.email, from_instant(here.now)
    versions.restore(here.space, here.program_id, release.content, seen=seen, now=now, by=by)
