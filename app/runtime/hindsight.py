"""Where a member stood at a moment of the past and why, as known then."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.days import EVER, Moment, local_day, start_of_day
from app.errors import Invalid, NotFound
from app.expression.python import node_to_python
from app.program.checked import CheckedLadder
from app.program.dates import day_of, instant_of
from app.program.objects import MEMBER
from app.runtime.held_then import HeldThen
from app.runtime.holding import Holding
from app.runtime.knowing import Known, read_row_by_row, that_counts, with_cuts
from app.runtime.past import Past
from app.runtime.releases import Live, live_release
from app.runtime.standing import LadderView, Standing, ladder_view
from app.storage import cuts
from app.storage.held import Held
from app.storage.space import Space
from app.storage.stages import of_members
from app.storage.timetable import timetable

AHEAD = 10**6
"""A day behind every other: of members who left, it is not known when their period began."""


class NothingThen(NotFound):
    """The programme had not been published by that moment."""

    def __init__(self) -> None:
        super().__init__(
            "那时这个方案还没有发布，没有规则可以解释。",
            "The programme had not been published by then, so there were no rules to explain.",
        )


class NobodyThen(NotFound):
    """The member was not known by that moment, or not any more."""

    def __init__(self) -> None:
        super().__init__(
            "那时系统里没有这位会员：或者还没有录入，或者已经注销、已并入另一位会员。",
            "There was no such member then: not recorded yet, deleted, or merged into another.",
        )


def read_moment(text: str, live: Live, *, now: int) -> int:
    """Read when to look at: a moment, or a day, which is looked at as it ended. Raises `Invalid`.

    Without an offset it is the programme's local time.
    """
    zone = live.checked.program.settings.calendar.zone
    day = day_of(text) if ":" not in text else None
    at = instant_of(text, zone) if day is None else min(start_of_day(day + 1, zone) - 1, now)
    if at is None:
        raise Invalid(
            "请写一天（2026-05-03）或一个时刻（2026-05-03T12:00:00+08:00）。",
            "Name a day (2026-05-03) or a moment (2026-05-03T12:00:00+08:00).",
        )
    if at > now or (day is not None and start_of_day(day, zone) > now):
        raise Invalid("这个时刻还没有到。", "That moment is yet to come.")
    return at


def release_at(space: Space, program_id: int, at: int) -> Live:
    """Give the release that was live at a moment. Raises `NothingThen`."""
    term = timetable(space, program_id).at(at)
    if term is None:
        raise NothingThen
    return live_release(space, program_id, term.release_id)


def standing_at(space: Space, then: Live, member_id: int, *, at: int) -> Standing:
    """Explain a member's tiers as of a moment, by the release that was live then.

    What came in, was corrected or went away later makes no difference. Raises `NobodyThen`.
    """
    program_id = then.catalogue.program_id
    past = Past(space, then, timetable(space, program_id), at)
    fields = past.member(member_id)
    if fields is None:
        raise NobodyThen
    moment = then.moment(at)
    kept = cuts.cuts_at(space, program_id, at)
    held = HeldThen.read(space, then, member_id, moment)
    ladders = {key: each.of(fields["created_at"]) for key, each in then.checked.ladders.items()}
    holds = {key: held.holding(each) for key, each in ladders.items()}
    reader = _Reader(past, fields, moment, held)
    known = Known(
        values=reader.values(holds),
        moment=moment,
        stages=[each for each in of_members(space, program_id, [member_id]) if each.at <= at],
    )
    return Standing(
        member_id=member_id,
        fields=fields,
        ladders=tuple(
            _ladder(then, each, holds[key], with_cuts(known, each, kept), held)
            for key, each in ladders.items()
        ),
        moment=moment,
        ranked_at=min((each.at for each in kept.values()), default=None),
    )


def _ladder(
    then: Live, ladder: CheckedLadder, holds: Holding, known: Known, held: HeldThen
) -> LadderView:
    tier = Held(tier=holds.tier, since=holds.since)
    return replace(ladder_view(then, ladder, tier, known, held.changes), holding=holds)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads what conditions may see of one member."""

    past: Past
    fields: Mapping[str, Any]
    moment: Moment
    held: HeldThen

    @property
    def live(self) -> Live:
        return self.past.live

    def references(self) -> dict[str, Any]:
        found = {}
        for each in self.live.catalogue.members.object.of_kind("reference"):
            named = self.fields.get(each.key)
            if named is not None:
                found[each.key] = self.past.record(str(each.options["object"]), named)
        return found

    def relations(self) -> dict[str, Any]:
        """Give the member's own records, of every object that a metric or a condition reads."""
        wanted = {each.relation for each in self.live.checked.rollups[MEMBER]}
        return {
            key: [
                row
                for row in self.past.of_member(key, self.fields["id"])
                if that_counts(self.live.catalogue.records[key], row)
            ]
            for key in wanted | read_row_by_row(self.live)
        }

    def starts(self, holds: Mapping[str, Holding]) -> dict[str, int | None]:
        """Give the first days of the windows that differ by member."""
        found: dict[str, int | None] = {"start:joined": self.fields.get("joined_at.day")}
        zone = self.moment.calendar.zone
        begun = self.past.begun(self.fields["id"])
        for key, each in holds.items():
            since = each.since
            found[f"start:tier:{key}"] = None if since is None else local_day(since, zone)
            ladder = self.live.checked.program.ladder(key)
            first = self.held.period_start(ladder, self.fields, begun.get(key, AHEAD))
            found[f"start:period:{key}"] = EVER if first is None else first
        return found

    def values(self, holds: Mapping[str, Holding]) -> dict[str, Any]:
        """Give what conditions could read: fields, references, records, metrics, tiers."""
        values: dict[str, Any] = {**self.fields, **self.references(), **self.relations()}
        values |= self.starts(holds)
        values |= {f"tier:{key}": each.tier for key, each in holds.items()}
        metrics = {
            each.normal_form: node_to_python(each)(values, self.moment)
            for each in self.live.checked.rollups[MEMBER]
        }
        return values | metrics
