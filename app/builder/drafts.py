"""Drafts: what an operator is working on. A draft may be wrong and is kept as it was written."""

from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.builder.findings import examine as look_over
from app.clock import to_instant
from app.errors import Conflict, Finding, Invalid, NotFound
from app.program.checked import CheckedProgram
from app.program.codec import load
from app.program.reader import Unreadable
from app.storage import audit, programs, versions
from app.storage.programs import DraftRow
from app.storage.space import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A draft as its designer sees it: the document, and what is to be said about it."""

    content: Any
    version: int
    saved_at: int
    saved_by: str | None
    checked: CheckedProgram | None
    """None while the document cannot even be read."""
    findings: tuple[Finding, ...]


def create(space: Space, content: Any, *, now: datetime, by: str | None) -> int:
    """Start a programme from a document; give its id. Raises `Unreadable`."""
    program = load(content)
    at = to_instant(now)
    program_id = programs.create_program(space, program.key, at=at)
    programs.save_draft(space, program_id, content, seen=0, at=at, by=by)
    audit.note(space, at=at, actor=by, action="program.created", subject=f"program:{program_id}")
    return program_id


def get(space: Space, program_id: int) -> DraftRow:
    """Give the draft of a programme of this workspace. Raises `NotFound`."""
    row = programs.get_program(space, program_id)
    found = programs.find_draft(space, program_id)
    if found is None:
        raise NotFound("这个方案没有草稿。", "This programme has no draft.")
    if row.live_release_id is None:
        return found
    live = programs.get_release_by_id(space, program_id, row.live_release_id)
    return replace(found, live=live.content)


def to_change(
    space: Space, program_id: int, *, seen: int | None = None
) -> tuple[dict[str, Any], int]:
    """Give a copy of the document of a draft, to be changed and saved, and the draft's version.

    Raises `NotFound`, `Conflict` if somebody saved since version `seen`, and `Invalid` if it is no
    document.
    """
    draft = get(space, program_id)
    if seen not in {None, draft.version}:
        raise Conflict(
            "草稿刚被别人改过。请重新打开再改。",
            "Somebody changed the draft meanwhile. Open it again.",
        )
    if not isinstance(draft.content, dict):
        raise Invalid("草稿读不懂，请先修好它。", "The draft cannot be read; mend it first.")
    return deepcopy(draft.content), draft.version


def save(
    space: Space, program_id: int, content: Any, *, seen: int, now: datetime, by: str | None
) -> Examined:
    """Keep a draft and look it over. Raises `Conflict`, `Invalid`."""
    keep(space, program_id, content, seen=seen, now=now, by=by)
    return examine(get(space, program_id))


def keep(
    space: Space, program_id: int, content: Any, *, seen: int, now: datetime, by: str | None
) -> None:
    """Keep a draft, right or wrong, if nobody saved since version `seen`.

    What another person saved last is put aside first, so that they find it again. Raises
    `Conflict` if somebody was faster, `Invalid` if it is no JSON object.
    """
    programs.get_program(space, program_id)
    if not isinstance(content, dict):
        raise Invalid(
            "草稿应是一个 JSON 对象 {…}，没有保存。",
            "A draft is a JSON object {…}; this was not saved.",
        )
    before = programs.find_draft(space, program_id)
    if before is not None and before.saved_by not in {None, by}:
        put_aside(space, program_id, before, now=now, by=by)
    programs.save_draft(space, program_id, content, seen=seen, at=to_instant(now), by=by)


def put_aside(
    space: Space,
    program_id: int,
    draft: DraftRow,
    *,
    name: str | None = None,
    note: str = "",
    now: datetime,
    by: str | None,
) -> int:
    """Keep a draft as a version and give its number; one without a name is kept by itself."""
    return versions.keep(
        space,
        program_id,
        draft.content,
        name=name,
        note=note,
        saved=(draft.saved_at, draft.saved_by),
        kept=(to_instant(now), by),
    )


def examine(draft: DraftRow) -> Examined:
    """Check a draft from end to end."""
    checked: CheckedProgram | None = None
    findings: tuple[Finding, ...]
    try:
        live = None if draft.live is None else load(draft.live)
        checked = look_over(load(draft.content), live=live)
        findings = checked.findings
    except Unreadable as unreadable:
        findings = unreadable.findings
    return Examined(
        content=draft.content,
        version=draft.version,
        saved_at=draft.saved_at,
        saved_by=draft.saved_by,
        checked=checked,
        findings=findings,
    )
