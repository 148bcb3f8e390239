"""Trying a flow of a draft: real members go through it by the real steps, and nothing is kept.

Each member has a transaction of their own, which is always undone, so that nobody waits long for
the writer of SQLite.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.builder import drafts
from app.builder.trying.entrants import MOST, Door, Entrant
from app.builder.trying.going import Going, Gone, not_entered
from app.builder.trying.trial import Trial, prepare
from app.clock import to_instant
from app.days import Calendar
from app.errors import Invalid
from app.program.checked_flows import kind_of
from app.runtime.changes import NoSuchRecord
from app.runtime.naming import find_member
from app.storage import records
from app.storage.space import Space
from app.storage.spaces import Spaces

LAST = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """With whom a flow is tried, when, and what is taken as happened."""

    members: Sequence[str] | None
    """As people name them, at most five; None: the last ones for whom the trigger fired."""
    moment: int | None = None
    """From when on; None: now."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """By step: the way to leave it by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTried:
    """How one member would go."""

    gone: Gone
    member: Mapping[str, Any]
    """The member's record, by field."""
    calendar: Calendar

    def to_json(self) -> dict[str, Any]:
        gone, member, written = self.gone, self.member, self.calendar.written
        return {
            "member": {
                "id": str(gone.entrant.member_id),
                "number": str(member.get("number") or gone.entrant.member_id),
                "name": str(member.get("name") or ""),
            },
            "state": gone.state,
            "began": written(gone.entrant.at),
            "ended": None if gone.ended is None else written(gone.ended),
            "steps": [
                {"step": each.step, "way": each.way, "at": written(each.at)}
                | {"says": each.says.to_json()}
                for each in gone.steps
            ],
            "would": [{"step": each.step, "says": each.says.to_json()} for each in gone.would],
            "why": None if gone.why is None else gone.why.to_json(),
        }


def try_flow(
    spaces: Spaces, workspace_id: int, program_id: int, key: str, wish: Wish, *, now: int
) -> list[RunTried]:
    """Let members go through a flow of the saved draft, and keep nothing.

    Raises `NothingLive`, `Unreadable`, `NoSuchFlow`, `NotReady`, `NoSuchRecord` and `Invalid`.
    """
    at = now if wish.moment is None else wish.moment
    with spaces.reading(workspace_id) as space:
        trial = prepare(space, program_id, drafts.get(space, program_id).content, key, at=at)
        _refuse_strange(trial, wish)
        door = Door(trial=trial, space=space, at=at)
        if wish.members is None:
            entrants = door.last()
        else:
            entrants = door.chosen([_member(space, trial, each) for each in wish.members])
        members = trial.current.catalogue.members
        named = records.find_rows(space, members, [each.member_id for each in entrants])
    return [
        RunTried(
            gone=_gone(spaces, workspace_id, trial, each, wish.answers),
            member=named.get(each.member_id, {}),
            calendar=trial.current.checked.program.settings.calendar,
        )
        for each in entrants
    ]


def _gone(
    spaces: Spaces, workspace_id: int, trial: Trial, entrant: Entrant, answers: Mapping[str, str]
) -> Gone:
    if entrant.refused is not None:
        return not_entered(entrant)
    with spaces.trying(workspace_id) as space:
        return Going(trial=trial, space=space, entrant=entrant, answers=answers).go()


def _refuse_strange(trial: Trial, wish: Wish) -> None:
    if wish.members is not None and not 0 < len(wish.members) <= MOST:
        raise Invalid(f"请选 1 到 {MOST} 位会员。", f"Choose one to {MOST} members.")
    for key, way in wish.answers.items():
        step = trial.flow.flow.find_step(key)
        kind = None if step is None else kind_of(step)
        if step is None or kind is None or way not in kind.ways(step.options):
            raise Invalid(
                f"步骤“{key}”没有出口“{way}”。", f"The step {key!r} has no way out {way!r}."
            )


def _member(space: Space, trial: Trial, text: str) -> int:
    """Find a member by id, by a unique field with its value, or by the member's number."""
    try:
        return find_member(space, trial.current, text)
    except NoSuchRecord:
        found = records.numbered(space, trial.current.catalogue.members, text)
        if found is None:
            raise
        return found


def moment_in(written: Any) -> int | None:
    """Read a moment that names its zone, if one is written. Raises `Invalid`."""
    if written is None:
        return None
    try:
        moment = datetime.fromisoformat(written)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Invalid(
            "时间要带时区，如 2026-03-01T12:00:00+08:00。",
            "Write a time with its zone, as in 2026-03-01T12:00:00+08:00.",
        )
    return to_instant(moment)
