"""What a draft would have done each month of the past, told from the records there are.

Members are looked at on the last day of each month. Records and refunds count from the day they
happened; fields are as they are now, since a draft knows no history. Of more members than `most`,
a fixed sample stands for all (≈). Nothing is written.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from app.builder.findings import examine
from app.builder.releases import live_program, refuse_blocked
from app.clock import to_instant
from app.days import Moment, add_months, from_day, start_of_day, start_of_month
from app.program.checked import CheckedLadder
from app.program.codec import load
from app.program.ladder import Ladder
from app.runtime.deciding import Course, Decider
from app.runtime.placing import NOWHERE
from app.runtime.replay import Replay, Then
from app.runtime.sight import count_members, drawn
from app.storage import foreseen
from app.storage.catalogue import Catalogue, LadderColumns
from app.storage.space import Space
from app.storage.standings import moves_between

MONTHS = 12
LOOKED_AT = 2_000

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One month under the draft, beside what really happened in it."""

    first: int
    """Its first local day, as days since 1970-01-01."""
    tiers: Mapping[str, int]
    """How many members would have been on each tier when it ended."""
    promoted: int
    demoted: int
    really_promoted: int
    """By the rules that were live then."""
    really_demoted: int

    def to_json(self) -> dict[str, Any]:
        return {
            "month": from_day(self.first).isoformat()[:7],
            "tiers": dict(self.tiers),
            "promoted": self.promoted,
            "demoted": self.demoted,
            "really_promoted": self.really_promoted,
            "really_demoted": self.really_demoted,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderBacktest:
    ladder: Ladder
    months: tuple[Month, ...]
    """Oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """What a draft would have done."""

    members: int
    looked_at: int
    ladders: tuple[LadderBacktest, ...]

    @property
    def estimated(self) -> bool:
        return self.looked_at < self.members

    def to_json(self) -> dict[str, Any]:
        return {
            "members": self.members,
            "looked_at": self.looked_at,
            "estimated": self.estimated,
            "ladders": [
                {"ladder": each.ladder.key, "months": [month.to_json() for month in each.months]}
                for each in self.ladders
            ],
        }


def backtest(
    space: Space,
    program_id: int,
    content: Any,
    *,
    now: datetime,
    months: int = MONTHS,
    most: int = LOOKED_AT,
    tell: Progress | None = None,
) -> Backtest:
    """Play a document over the last whole months.

    Raises `Unreadable` and, where it has errors, `NotReady`.
    """
    checked = examine(load(content), live=live_program(space, program_id))
    refuse_blocked(checked)
    catalogue = foreseen.foresee(space, program_id, checked.program, {})
    moment = Moment.of(to_instant(now), checked.program.settings.calendar)
    play = _Play.of(space, catalogue, moment, most)
    return Backtest(
        members=play.members,
        looked_at=len(play.joined),
        ladders=tuple(
            LadderBacktest(ladder=each.ladder, months=tuple(play.months(each, months, tell)))
            for each in checked.ladders.values()
        ),
    )


@dataclass(frozen=True, slots=True)
class _Play:
    """The members of a backtest and their joining days."""

    space: Space
    catalogue: Catalogue
    moment: Moment
    members: int
    joined: Mapping[int, int]

    @classmethod
    def of(
        cls,
        space: Space,
        catalogue: Catalogue,
        moment: Moment,
        most: int,
    ) -> "_Play":
        members = catalogue.members
        table = members.readable
        day = table.c[members.days["joined_at"].name]
        own = table.c.workspace_id == space.workspace_id
        there = count_members(space, members, own)
        which = drawn(members, there, most).which
        rows: Any = space.execute(select(table.c.id, day).where(own, which, day.is_not(None)))
        return cls(space, catalogue, moment, there, {row[0]: row[1] for row in rows})

    def months(self, ladder: CheckedLadder, months: int, tell: Progress | None) -> Sequence[Month]:
        """Go from month to month; the one before the first only says where members begin."""
        decider = Decider(ladder.ladder, self.moment.calendar)
        columns = self.catalogue.members.ladders[ladder.ladder.key]
        this = start_of_month(self.moment.today)
        courses: dict[int, Course] = {}
        found = []
        for n in range(months + 1):
            end = add_months(this, n - months)
            before = courses
            courses = self._step(ladder, decider, columns, before, end)
            if n:
                found.append(self._month(ladder.ladder, columns, before, courses, end))
            if tell is not None:
                tell(ladder.ladder.key, n, months)
        return found

    def _step(
        self,
        ladder: CheckedLadder,
        decider: Decider,
        columns: LadderColumns,
        before: Mapping[int, Course],
        end: int,
    ) -> dict[int, Course]:
        """Look at everybody who had joined on the last day of a month, and decide."""
        here = [each for each, day in self.joined.items() if day < end]
        keys = [each.key for each in ladder.ladder.tiers]
        then = []
        for each in here:
            course = before.get(each, Course())
            tier = None if course.position == NOWHERE else columns.tiers[keys[course.position]]
            begun = course.begun
            if begun is None:
                begun = decider.begun(end - 1, self.joined[each])
            then.append(
                Then(id=each, begun=begun, since=course.since, tier=tier, grace=course.grace)
            )
        moment = replace(
            self.moment,
            now=start_of_day(end, self.moment.calendar.zone) - 1,
            today=end - 1,
        )
        share = Fraction(len(self.joined), self.members) if self.members else Fraction(1)
        replay = Replay(self.space, self.catalogue, ladder, moment, share)
        return {
            look.id: decider.step(before.get(look.id, Course()), look, end, self.joined[look.id])
            for look in replay.look(then)
        }

    def _month(
        self,
        ladder: Ladder,
        columns: LadderColumns,
        before: Mapping[int, Course],
        after: Mapping[int, Course],
        end: int,
    ) -> Month:
        first = add_months(end, -1)
        up = down = 0
        for member, course in after.items():
            old = before.get(member, Course()).position
            if old != NOWHERE != course.position:
                up += course.position > old
                down += course.position < old
        counts = Counter(each.position for each in after.values())
        really = self._really(ladder, columns, first, end)
        return Month(
            first=first,
            tiers={each.key: self._all(counts[n]) for n, each in enumerate(ladder.tiers)},
            promoted=self._all(up),
            demoted=self._all(down),
            really_promoted=really[0],
            really_demoted=really[1],
        )

    def _all(self, count: int) -> int:
        """Say how many there are among all, where so many are among those looked at."""
        return round(count * self.members / len(self.joined)) if self.joined else 0

    def _really(
        self, ladder: Ladder, columns: LadderColumns, first: int, end: int
    ) -> tuple[int, int]:
        zone = self.moment.calendar.zone
        up = down = 0
        since, until = (start_of_day(each, zone) for each in (first, end))
        for old, new, count in moves_between(self.space, columns.id, since, until):
            places = [ladder.position(columns.key_of(each)) for each in (old, new)]
            if NOWHERE not in places:
                up += count if places[1] > places[0] else 0
                down += count if places[1] < places[0] else 0
        return up, down
