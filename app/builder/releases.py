"""Releases: a draft that passed its checks becomes a numbered, unchangeable version."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.builder import drafts
from app.builder.continuity import metrics_kept, sources_kept
from app.builder.elders import not_for_new_members, with_elders
from app.builder.findings import examine
from app.builder.recurring import begin_what_is_new
from app.clock import to_instant
from app.errors import Finding, Invalid, Severity
from app.expression.tree import Rollup
from app.expression.types import Boolean, Choice, ListOf, Number, Text, Type
from app.program.checked import CheckedProgram, check_program
from app.program.codec import load
from app.program.fields.base import Reading, Stored
from app.program.program import Program
from app.storage import audit, buckets, form_links, programs, schema, standings, views
from app.storage.catalogue import Layout
from app.storage.conversion import convert
from app.storage.programs import Publication, ReleaseRow
from app.storage.schema import Wanted
from app.storage.space import Space


class NotReady(Invalid):
    """A draft that cannot be released yet; `findings` says what is missing."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(
            f"发布前要先改好 {len(findings)} 处。",
            f"Put right before release: {len(findings)}.",
            tuple(findings),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a publication made."""

    release_id: int
    number: int


def refuse_blocked(checked: CheckedProgram) -> None:
    """Raise `NotReady` where a programme has errors."""
    blockers = [each for each in checked.findings if each.severity is Severity.ERROR]
    if blockers:
        raise NotReady(blockers)


class Apply(StrEnum):
    """When the members there are get their tiers by a new release."""

    NOW = "now"
    """As soon as its metrics are filled: an evaluation is begun, which worker or caller finish."""
    NEXT = "next"
    """At the next evaluation; events follow the new rules at once."""
    NEW = "new"
    """Never: who was a member before stays under the conditions there were (E-19)."""


def publish(
    space: Space,
    program_id: int,
    *,
    note: str,
    now: datetime,
    by: str | None,
    apply: Apply = Apply.NEXT,
) -> Published:
    """Make the draft the next release and the live one. Raises `NotReady`.

    Tables and columns are made here. Metrics that are new are filled by
    `app.runtime.evaluation` before anybody is placed by them.
    """
    draft = drafts.get(space, program_id)
    published = _release(
        space, program_id, draft.content, note=note, restores=None, now=now, by=by, apply=apply
    )
    _begin(space, program_id, published, apply, now=now)
    return published


def publish_content(
    space: Space,
    program_id: int,
    content: Any,
    *,
    note: str,
    now: datetime,
    by: str | None,
    apply: Apply = Apply.NEXT,
) -> Published:
    """Publish a document that need not be the draft, which stays as it is. Raises `NotReady`."""
    published = _release(
        space, program_id, content, note=note, restores=None, now=now, by=by, apply=apply
    )
    _begin(space, program_id, published, apply, now=now)
    return published


def roll_back(
    space: Space,
    program_id: int,
    number: int,
    *,
    now: datetime,
    by: str | None,
    apply: Apply = Apply.NEXT,
) -> Published:
    """Publish an old release's content as a new release, and make it the draft."""
    old = programs.get_release(space, program_id, number)
    draft = drafts.get(space, program_id)
    programs.save_draft(
        space, program_id, old.content, seen=draft.version, at=to_instant(now), by=by
    )
    note = f"恢复到版本 {number} · Restores release {number}"
    published = _release(
        space, program_id, old.content, note=note, restores=number, now=now, by=by, apply=apply
    )
    _begin(space, program_id, published, apply, now=now)
    return published


def _begin(
    space: Space, program_id: int, published: Published, apply: Apply, *, now: datetime
) -> None:
    """Begin the evaluation that applies a release; it is due from the moment it is live."""
    if apply is Apply.NOW:
        standings.begin_evaluation(
            space,
            program_id,
            release_id=published.release_id,
            occurrence=standings.release_occurrence(published.number),
            at=to_instant(now),
        )


def _release(
    space: Space,
    program_id: int,
    content: Any,
    *,
    note: str,
    restores: int | None,
    now: datetime,
    by: str | None,
    apply: Apply,
) -> Published:
    live = live_program(space, program_id)
    checked = _ready(content, live, apply)
    elder = None
    if apply is Apply.NEW:
        elder = programs.get_program(space, program_id).live_release_id
        checked = with_elders(space, program_id, checked, since=to_instant(now))
    layout = _laid_out(space, program_id, live, checked)
    release_id, number = programs.add_release(
        space,
        program_id,
        deepcopy(content),
        layout,
        Publication(
            note=note,
            at=to_instant(now),
            by=by,
            restores=restores,
            elder_release_id=elder,
        ),
    )
    views.make(space, program_id, checked.program, layout)
    begin_what_is_new(space, program_id, live, checked.program, now=now)
    form_links.ensure(space, program_id, checked.forms, at=to_instant(now))
    audit.note(
        space,
        at=to_instant(now),
        actor=by,
        action="release.published" if restores is None else "release.restored",
        subject=f"program:{program_id}",
        detail={"number": number, "note": note, "restores": restores},
    )
    return Published(release_id=release_id, number=number)


def _ready(content: Any, live: Program | None, apply: Apply) -> CheckedProgram:
    """Check a document that is to be released. Raises `NotReady`."""
    checked = examine(load(content), live=live)
    blockers = [each for each in checked.findings if each.severity is Severity.ERROR]
    if apply is Apply.NEW:
        blockers += not_for_new_members(live, checked.program)
    if blockers:
        raise NotReady(blockers)
    return checked


def _laid_out(
    space: Space, program_id: int, live: Program | None, checked: CheckedProgram
) -> Layout:
    """Make the tables and columns of a release; give where everything is."""
    made = schema.prepare(space, program_id, checked.program, _wanted(checked))
    settings = checked.program.settings
    reading = Reading(zone=settings.calendar.zone, currency=settings.currency)
    for each in made.converted:
        convert(space, each, reading)
    if live is not None:
        _forget_what_is_not_kept(space, program_id, live, checked.program)
    return made.layout


def _forget_what_is_not_kept(
    space: Space, program_id: int, live: Program, program: Program
) -> None:
    """Have metrics computed anew that were not kept meanwhile, or that mean something else now."""
    before = check_program(live)
    buckets.forget(
        space,
        program_id,
        but_metrics=metrics_kept(before, program),
        but_sources=sources_kept(before, program),
    )


def _wanted(checked: CheckedProgram) -> Iterator[Wanted]:
    for object_key, rollups in checked.rollups.items():
        for each in rollups:
            yield Wanted(
                object=object_key,
                form=each.normal_form,
                source=each.source,
                stored=stored_as(each.type),
                streak=is_current_streak(each),
            )


def is_current_streak(rollup: Rollup) -> bool:
    return rollup.function == "streak_of" and rollup.mode == "current"


def stored_as(kind: Type) -> Stored:
    """Say in which kind of column a metric is kept."""
    match kind:
        case Boolean():
            return Stored.BOOLEAN
        case Number():
            return Stored.DOUBLE
        case Text() | Choice():
            return Stored.TEXT
        case ListOf():
            return Stored.LIST
        case _:
            return Stored.INTEGER


def history(space: Space, program_id: int) -> list[ReleaseRow]:
    """Give the releases of a programme of this workspace, newest first."""
    programs.get_program(space, program_id)
    return programs.releases(space, program_id)


def live_program(space: Space, program_id: int) -> Program | None:
    """Give the programme as it is live, or None before the first release."""
    row = programs.get_program(space, program_id)
    if row.live_release_id is None:
        return None
    return load(programs.get_release_by_id(space, program_id, row.live_release_id).content)
