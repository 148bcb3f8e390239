"""Every night the worker looks whether what must hold of a programme does, and keeps the answer.

It only reads, a piece of the members at a time, so that nobody waits for it: SQLite's writer is
held for the row that says what was found, and for nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Engine

from app.clock import to_instant
from app.days import local_day
from app.runtime.every import in_every_program
from app.runtime.invariants import INVARIANTS, Look, Wrong
from app.runtime.invariants.base import EVERYBODY, MINUTE, MOST
from app.runtime.pace import Pace
from app.runtime.releases import Live, live
from app.runtime.retries import Retries
from app.storage import checkups, records, samples
from app.storage.space import Space
from app.storage.spaces import Spaces
from app.words import Words

log = structlog.get_logger(__name__)
JOB = "doctor"
AFTER_MIDNIGHT = 120 * MINUTE
"""The evaluation of the day comes first."""
PIECE, LARGEST = 1_000, 20_000
FEW = 20
"""Enough of them to begin with."""


@dataclass(slots=True, kw_only=True)
class Tally:
    """How often an invariant does not hold, and where to begin."""

    count: int = 0
    few: list[Wrong] = field(default_factory=list)

    def add(self, found: list[Wrong]) -> None:
        self.count = min(self.count + len(found), MOST)
        self.few += found[: FEW - len(self.few)]

    def to_json(self) -> dict[str, Any]:
        few = [
            {"what": each.what}
            | ({} if each.member_id is None else {"member": str(each.member_id)})
            for each in self.few
        ]
        return {"count": self.count, "few": few}


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What one look at a programme found."""

    program_id: int
    members: int
    found: Mapping[str, Tally]

    @property
    def is_well(self) -> bool:
        return not any(each.count for each in self.found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One invariant as pages, the API and the console tell of it."""

    key: str
    label: Words
    advice: Words
    count: int
    few: tuple[Wrong, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.count


def told(found: Mapping[str, Any]) -> list[Finding]:
    """Read what was kept; an invariant that this version does not know is left out."""
    return [
        Finding(
            key=each.key,
            label=each.label,
            advice=each.advice,
            count=int(found[each.key]["count"]),
            few=tuple(
                Wrong(
                    what=str(one["what"]),
                    member_id=int(one["member"]) if "member" in one else None,
                )
                for one in found[each.key]["few"]
            ),
        )
        for each in INVARIANTS
        if each.key in found
    ]


def examine(spaces: Spaces, workspace_id: int, program_id: int, *, now: int) -> Examined:
    """Look whether everything holds, a piece of the members at a time; nothing is written."""
    found = {each.key: Tally() for each in INVARIANTS}
    with spaces.reading(workspace_id) as space:
        current = live(space, program_id)
        _look(space, current, found, now=now)
    pace, after, members = Pace(PIECE, LARGEST), EVERYBODY[0], 0
    while after < EVERYBODY[1]:
        with pace.measured(), spaces.reading(workspace_id) as space:
            size = pace.size
            up_to, count = records.next_piece(space, current.catalogue.members, after, size)
            # Behind the last member there may still be rows of members who do not exist.
            last = up_to if count == size else EVERYBODY[1]
            _look(space, current, found, now=now, piece=(after + 1, last))
        members, after = members + count, last
    return Examined(program_id=program_id, members=members, found=found)


def _look(
    space: Space,
    current: Live,
    found: Mapping[str, Tally],
    *,
    now: int,
    piece: tuple[int, int] | None = None,
) -> None:
    look = Look(space=space, live=current, now=now, piece=piece or EVERYBODY)
    for each in INVARIANTS:
        if each.by_member == (piece is not None) and found[each.key].count < MOST:
            found[each.key].add(list(each.wrong(look)))


def examine_and_keep(
    spaces: Spaces, workspace_id: int, program_id: int, *, now: int, again: bool = True
) -> Examined | None:
    """Examine a programme and keep what was found; None where another is at it."""
    with spaces.reading(workspace_id) as space:
        day = _night(live(space, program_id), now)
    with spaces.writing(workspace_id) as space:
        if not checkups.begin(space, program_id, day, now=now, again=again):
            return None
    found = examine(spaces, workspace_id, program_id, now=now)
    kept = {key: each.to_json() for key, each in found.found.items()}
    with spaces.writing(workspace_id) as space:
        checkups.finish(space, program_id, day, kept, members=found.members, now=now)
    return found


def _night(current: Live, now: int) -> int:
    return local_day(now - AFTER_MIDNIGHT, current.checked.program.settings.calendar.zone)


def examine_what_is_due(
    engine: Engine, now: datetime, retries: Retries | None = None
) -> list[Examined]:
    """Examine every programme that was not examined since two in the morning of its own day.

    Any number of workers may do this: the row of a night is taken by one of them.
    """
    spaces, at = Spaces(engine), to_instant(now)
    done = in_every_program(
        spaces,
        JOB,
        partial(_examine_if_due, spaces, now=at),
        now=at,
        retries=retries or Retries(),
    )
    return [each for each in done if each is not None]


def _examine_if_due(
    spaces: Spaces, workspace_id: int, program_id: int, *, now: int
) -> Examined | None:
    with spaces.reading(workspace_id) as space:
        if samples.is_coming(space, program_id):
            return None  # It still lives through the year before today.
        last = checkups.latest(space, program_id, finished=False)
        day = _night(live(space, program_id), now)
    if last is not None and last.day >= day and last.finished_at is not None:
        return None
    found = examine_and_keep(spaces, workspace_id, program_id, now=now, again=False)
    if found is not None:
        wrong = {key: each.count for key, each in found.found.items() if each.count}
        say = log.error if wrong else log.info
        say("examined", workspace=workspace_id, program=program_id, wrong=wrong)
    return found
