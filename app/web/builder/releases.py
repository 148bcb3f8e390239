"""Releases as pages: the list, one release, the check before publishing; and publishing itself."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from app.access import Can
from app.builder import drafts, releases
from app.builder.diff import Change
from app.builder.releases import Apply, Published
from app.builder.status import compare
from app.clock import from_instant
from app.errors import Conflict, NotFound, Severity
from app.runtime import evaluation
from app.runtime.overview import count_up_to
from app.runtime.records import LIMIT
from app.runtime.releases import live
from app.runtime.tiers import Reason
from app.storage import programs
from app.storage.programs import ReleaseRow as Stored
from app.storage.space import Space
from app.storage.standings import release_occurrence
from app.web.builder.finding_places import places_of
from app.web.builder.impact import impact_shown
from app.web.builder.model import (
    DiffLine,
    PublishPage,
    ReleasePage,
    ReleaseRow,
    ReleasesPage,
)
from app.web.builder.unsent import unsent
from app.web.frame import Here
from app.web.services import services
from app.words import Words


class DraftMoved(Conflict):
    """Somebody saved the draft after the check was shown."""

    def __init__(self) -> None:
        super().__init__(
            "检查之后草稿又变了，请再看一遍变化。",
            "The draft changed after this check; look at the changes again.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """What publishing came to."""

    number: int
    placed: bool | None
    """Whether everybody was placed at once; otherwise the worker is about to; None: not asked."""


def releases_page(here: Here) -> ReleasesPage:
    rows = releases.history(here.space, here.program_id)
    return ReleasesPage(
        releases=tuple(_row(here, each) for each in rows),
        changes=_lines(_draft_changes(here)),
        versions_url=here.url("builder.draft_versions"),
        publish_url=here.url("builder.check") if here.visitor.may(Can.PUBLISH) else None,
    )


def _draft_changes(here: Here) -> tuple[Change, ...]:
    if here.standing.number is not None:
        return here.standing.changes
    return compare(None, drafts.get(here.space, here.program_id).content)


def _row(here: Here, row: Stored) -> ReleaseRow:
    return ReleaseRow(
        number=row.number,
        url=here.url("builder.release", number=row.number),
        note=_note(row),
        by=row.published_by,
        at=row.published_at,
        live=row.number == here.standing.number,
    )


def _note(row: Stored) -> Words:
    if row.restores is not None:
        return Words(f"恢复第 {row.restores} 版", f"Restores release {row.restores}")
    return Words(row.note, row.note)


def _lines(found: tuple[Change, ...]) -> tuple[DiffLine, ...]:
    return tuple(DiffLine(sort=each.kind.value, text=each.sentence) for each in found)


def release_page(here: Here, number: int) -> ReleasePage:
    row = programs.get_release(here.space, here.program_id, number)
    before = programs.get_release(here.space, here.program_id, number - 1) if number > 1 else None
    current = here.standing.number
    now = programs.get_release(here.space, here.program_id, current) if current else row
    return ReleasePage(
        url=here.url("builder.release", number=number),
        number=number,
        live=number == current,
        at=row.published_at,
        by=row.published_by,
        note=_note(row),
        changes=_lines(compare(before.content if before else None, row.content)),
        back=_lines(compare(now.content, row.content)),
        text=json.dumps(row.content, ensure_ascii=False, indent=2),
        draft_url=_draft_url(here, number),
    )


def _draft_url(here: Here, number: int) -> str | None:
    if not here.visitor.may(Can.EDIT_DRAFT):
        return None
    return here.url("builder.draft_from_release", number=number)


def publish_page(here: Here) -> PublishPage:
    examined = drafts.examine(drafts.get(here.space, here.program_id))
    errors = [each for each in examined.findings if each.severity is Severity.ERROR]
    changes, affected = _draft_changes(here), _affected(here)
    nothing = here.standing.number is not None and not changes and not errors
    return PublishPage(
        backtest_url=None if errors or affected is None else here.url("builder.played"),
        url=here.url("builder.publish"),
        ladder_url=here.url("builder.ladder"),
        version=examined.version,
        number=1 + max((each.number for each in _all(here)), default=0),
        findings=examined.findings,
        places=places_of(here, examined.content, examined.findings),
        unsent=unsent(here, examined.checked),
        blocked=len(errors),
        changes=_lines(changes),
        affected=affected,
        at_once=affected is not None and affected <= LIMIT,
        nothing=nothing,
        impact=None if errors or nothing else impact_shown(here, examined, listed=True),
    )


def _all(here: Here) -> list[Stored]:
    return programs.releases(here.space, here.program_id)


def _affected(here: Here) -> int | None:
    if here.standing.number is None:
        return None
    return count_up_to(here.space, live(here.space, here.program_id), LIMIT * 1000)


def publish(here: Here, *, version: int, note: str, apply: Apply) -> Live:
    """Publish the draft that was checked. Raises `NotReady`, `DraftMoved`."""

    def act(space: Space) -> Published:
        if drafts.get(space, here.program_id).version != version:
            raise DraftMoved
        return releases.publish(
            space,
            here.program_id,
            note=note,
            now=from_instant(here.now),
            by=here.visitor.user.email,
            apply=apply,
        )

    return and_place(here, act, apply)


def roll_back(here: Here, number: int) -> Live:
    """Publish the content of an old release once more."""
    if number == here.standing.number:
        raise NotFound("这一版正在生效。", "This release is the live one.")

    def act(space: Space) -> Published:
        return releases.roll_back(
            space,
            here.program_id,
            number,
            now=from_instant(here.now),
            by=here.visitor.user.email,
            apply=Apply.NOW,
        )

    return and_place(here, act)


def and_place(here: Here, act: Callable[[Space], Published], apply: Apply = Apply.NOW) -> Live:
    """Release in a transaction of its own; a small programme's members are placed at once.

    What a request does not finish, the worker does.
    """
    spaces, workspace_id = services().spaces, here.space.workspace_id
    with spaces.writing(workspace_id) as space:
        published = act(space)
    with spaces.reading(workspace_id) as space:
        found = live(space, here.program_id)
        few = count_up_to(space, found, LIMIT + 1) <= LIMIT
    if apply is not Apply.NOW:
        if few:
            evaluation.prepare(spaces, workspace_id, here.program_id, now=here.now)
        return Live(number=published.number, placed=None)
    if few:
        evaluation.evaluate(
            spaces,
            workspace_id,
            here.program_id,
            now=here.now,
            reason=Reason.PUBLISH,
            occurrence=release_occurrence(published.number),
        )
    return Live(number=published.number, placed=few)
