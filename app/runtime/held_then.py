"""What a member held on a ladder at a moment: earned and other layers, and since which day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.days import Moment, add_months, last_return, local_day
from app.program.checked import CheckedLadder
from app.program.ladder import Due, Ladder
from app.program.period import Span
from app.runtime.holding import Holding, holding
from app.runtime.placing import Placing
from app.runtime.releases import Live
from app.storage import layers, standings
from app.storage.catalogue import LadderColumns
from app.storage.layers import Layer, State
from app.storage.space import Space
from app.storage.standings import Change

YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldThen:
    """One member's tiers, as far as they were known at a moment."""

    live: Live
    moment: Moment
    changes: Sequence[Change]
    """Up to then, newest first."""
    layers: Sequence[Layer]

    @classmethod
    def read(cls, space: Space, live: Live, member_id: int, moment: Moment) -> "HeldThen":
        program_id, at = live.catalogue.program_id, moment.now
        changes = standings.changes_of(space, program_id, member_id)
        held = layers.of_member(space, program_id, member_id)
        return cls(
            live=live,
            moment=moment,
            changes=[each for each in changes if each.at <= at],
            layers=[_as_of(each, at) for each in held if each.created_at <= at],
        )

    def holding(self, ladder: CheckedLadder) -> Holding:
        """Say on what grounds a tier was held."""
        columns = self.columns(ladder.ladder)
        last, moved, earned = self._last(columns)
        row = {
            columns.earned.name: None if last is None else last.new_earned_id,
            columns.tier.name: None if last is None else last.new_tier_id,
            columns.since.name: None if moved is None else moved.at,
            columns.reached.name: None if earned is None else self._day(earned.at),
        }
        placing = Placing(self.live, ladder, self.moment)
        return holding(placing, row, self.layers, now=self.moment.now)

    def columns(self, ladder: Ladder) -> LadderColumns:
        return self.live.catalogue.members.ladders[ladder.key]

    def _last(self, columns: LadderColumns) -> tuple[Change | None, Change | None, Change | None]:
        """Give the last change, and those by which the tier in force and the earned one came."""
        mine = [each for each in self.changes if each.ladder_id == columns.id]
        moved = (each for each in mine if each.old_tier_id != each.new_tier_id)
        earned = (each for each in mine if each.old_earned_id != each.new_earned_id)
        return next(iter(mine), None), next(moved, None), next(earned, None)

    def _day(self, instant: int) -> int:
        return local_day(instant, self.moment.calendar.zone)

    def period_start(
        self, ladder: Ladder, fields: Mapping[str, Any], begun: int | None
    ) -> int | None:
        """Give the first day of the qualification period; None: since ever.

        `begun` is what the member's row has now. Where the period has begun anew since, the day is
        worked out from when the tier was reached; that one was kept in grace is not known then.
        """
        today = self.moment.today
        if not ladder.own_periods:
            return ladder.period.start(today)
        if begun is not None and begun <= today:
            return begun
        match ladder.period.span:
            case Span.JOINED:
                joined = fields.get("joined_at.day")
                policy = self.moment.calendar.leap_day
                return None if joined is None else last_return(joined, today, policy)
            case Span.TIER:
                return self._since_kept(ladder, fields)
            case _:
                return ladder.period.start(today)

    def _since_kept(self, ladder: Ladder, fields: Mapping[str, Any]) -> int:
        """Give the day on which the tier was reached, or last kept at a review."""
        _, _, earned = self._last(self.columns(ladder))
        at = fields["created_at"] if earned is None else earned.at
        *_, last = self._reviews(ladder, self._day(at))
        return last

    def _reviews(self, ladder: Ladder, reached: int) -> Iterator[int]:
        """Give the days on which periods began, up to then."""
        day = reached
        while day <= self.moment.today:
            yield day
            if ladder.review.due is Due.EVALUATION:
                return
            validity = ladder.review.validity
            counted = validity is not None and ladder.review.due is Due.VALIDITY
            later = validity.after(day) if validity is not None and counted else None
            if later is None:
                twice = ladder.review.due is Due.NEXT_PERIOD and day == reached
                later = add_months(day, 2 * YEAR if twice else YEAR)
            day = later


def _as_of(layer: Layer, at: int) -> Layer:
    """Give a layer that was ended later as it was before."""
    if layer.closed_at is None or layer.closed_at <= at:
        return layer
    state = State.ACTIVE if layer.starts_at <= at else State.WAITING
    return replace(layer, state=state, closed_at=None, closed_by=None, closed_why=None)
