"""Whether a ladder works: who rises from each tier, who is stuck on what, what would help."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import Any

from app.analytics.blocking import Stuck, stuck
from app.analytics.conditions import Anatomy, anatomy, parameter_in, with_threshold
from app.analytics.looking import Crowd, Looking
from app.analytics.periods import LAST_YEAR_ROLLING, Span, day_json, period
from app.analytics.progression import Progression, main_metric, progression
from app.analytics.proposals import DEFAULT, Proposal, Wanted, proposed
from app.analytics.rates import Rate
from app.analytics.staying import median_days
from app.days import Moment, local_day, start_of_day
from app.errors import NotFound
from app.program.checked import CheckedLadder
from app.program.ladder import Ladder, Tier
from app.runtime.releases import Live
from app.storage.overview import members_by_tier
from app.storage.space import Space
from app.storage.tier_history import TierHistory

LOOKED_AT = 20_000
LEAST_DAYS = 30
STALLED_DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a diagnosis is to look at."""

    span: Span | None = None
    """None: the last twelve months; of a younger history, its second half."""
    least_days: int = LEAST_DAYS
    """So long a member must have been on a tier when the period begins, to be counted."""
    wanted: Wanted = DEFAULT
    stalled_days: int = STALLED_DAYS
    most: int = LOOKED_AT
    """Of more members on a tier, a fixed sample of about so many stands for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TierDiagnosis:
    """One tier, and the way up from it."""

    tier: Tier
    members: int
    next: Tier | None
    rate: Rate | None
    """None for the highest tier, from which nobody rises: see `retained` there."""
    fate: Rate
    """The same members, also of the highest tier."""
    median_days: int | None
    """None: more than half of those who came are still there."""
    stuck: Stuck | None
    proposals: tuple[Proposal, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "tier": self.tier.key,
            "label": self.tier.label.to_json(),
            "members": self.members,
            "next": None if self.next is None else self.next.key,
            "promotion": None if self.rate is None else self.rate.to_json(),
            "counted": self.fate.members,
            "promoted": self.fate.rose,
            "retained": self.fate.kept,
            "demoted": self.fate.fell,
            "left": self.fate.left,
            "median_days": self.median_days,
            "stuck": None if self.stuck is None else self.stuck.to_json(),
            "proposals": [each.to_json() for each in self.proposals],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """A ladder, tier by tier, lowest first."""

    ladder: Ladder
    asked: Asked
    span: Span
    shortened: bool
    """Whether the history is too young for the twelve months that are looked at by default."""
    begins: int | None
    """The local day of the first change of a tier."""
    today: int
    tiers: tuple[TierDiagnosis, ...]
    progression: Progression | None = field(default=None)

    @property
    def estimated(self) -> bool:
        return any(each.stuck is not None and each.stuck.crowd.estimated for each in self.tiers)

    def to_json(self) -> dict[str, Any]:
        return {
            "ladder": self.ladder.key,
            "label": self.ladder.label.to_json(),
            "period": {
                "from": day_json(self.span.first),
                "until": day_json(self.span.until),
                "shortened": self.shortened,
            },
            "history_begins": None if self.begins is None else day_json(self.begins),
            "least_days": self.asked.least_days,
            "wanted": self.asked.wanted.to_json(),
            "estimated": self.estimated,
            "tiers": [each.to_json() for each in self.tiers],
            "progression": None if self.progression is None else self.progression.to_json(),
        }


def checked_ladder(live: Live, key: str) -> CheckedLadder:
    """Find a ladder that is live. Raises `NotFound`."""
    if key not in live.checked.ladders:
        listed = ", ".join(live.checked.ladders) or "—"
        raise NotFound(
            f"没有这个等级体系。可用：{listed}。", f"There is no such ladder. Known: {listed}."
        )
    return live.checked.ladders[key]


def diagnose(space: Space, live: Live, key: str, asked: Asked, *, now: int) -> Diagnosis:
    """Look at one ladder of what is live. Raises `NotFound`. Nothing is written."""
    return _Physician(space, live, checked_ladder(live, key), asked, live.moment(now)).diagnosis()


@dataclass(frozen=True, slots=True)
class _Physician:
    """One examination."""

    space: Space
    live: Live
    ladder: CheckedLadder
    asked: Asked
    moment: Moment

    @property
    def key(self) -> str:
        return self.ladder.ladder.key

    @property
    def looking(self) -> Looking:
        return Looking(self.space, self.live, self.key, self.moment, self.asked.most)

    @property
    def history(self) -> TierHistory:
        return TierHistory(self.space, self.live.catalogue.program_id, self.looking.columns.id)

    def diagnosis(self) -> Diagnosis:
        begins = self._begins()
        span, shortened = self._span(begins)
        columns = self.looking.columns
        counted = members_by_tier(self.space, self.live.catalogue.members, columns)
        fates, days = self._fates(span), self._median_days(sum(counted.values()))
        conditions = {
            key: anatomy(checked, self.ladder.scope)
            for key, checked in self.ladder.conditions.items()
        }
        crowds = self._crowds(conditions, counted)
        proposals = self._proposals(conditions, crowds)
        tiers = self.ladder.ladder.tiers
        nobody = Rate(members=0, rose=0, fell=0, left=0)
        return Diagnosis(
            ladder=self.ladder.ladder,
            asked=self.asked,
            span=span,
            shortened=shortened,
            begins=begins,
            today=self.moment.today,
            tiers=tuple(
                TierDiagnosis(
                    tier=tier,
                    members=counted.get(tier.key, 0),
                    next=above,
                    rate=None if above is None else fates.get(tier.key, nobody),
                    fate=fates.get(tier.key, nobody),
                    median_days=days.get(tier.key),
                    stuck=None
                    if above is None or tier.key not in crowds
                    else self._stuck(conditions[above.key], crowds[tier.key]),
                    proposals=tuple(proposals.get(tier.key, ())),
                )
                for tier, above in zip(tiers, (*tiers[1:], None), strict=True)
            ),
            progression=self._progression(conditions, counted),
        )

    def _stuck(self, condition: Anatomy, crowd: Crowd) -> Stuck:
        today, stalled_days = self.moment.today, self.asked.stalled_days
        return stuck(condition, crowd, today=today, stalled_days=stalled_days)

    def _begins(self) -> int | None:
        first = self.history.begins()
        return None if first is None else local_day(first, self.moment.calendar.zone)

    def _span(self, begins: int | None) -> tuple[Span, bool]:
        """Settle the period: by default the last twelve months.

        While the history is younger, its second half, so that members have come to the tiers
        before they are followed.
        """
        if self.asked.span is not None:
            return self.asked.span, False
        whole = period(LAST_YEAR_ROLLING, self.moment.today)
        if begins is None or begins + self.asked.least_days <= whole.first:
            return whole, False
        half = (whole.until - begins) // 2
        first = begins + max(self.asked.least_days, half, 1)
        if first >= whole.until:
            return whole, False
        return Span(first=max(first, whole.first), until=whole.until), True

    def _fates(self, span: Span) -> Mapping[str, Rate]:
        zone = self.moment.calendar.zone
        tiers = self.looking.columns.tiers
        ladder = self.ladder.ladder
        heights = {tiers[each.key]: n for n, each in enumerate(ladder.tiers)}
        found = self.history.fates(
            heights,
            # Whoever came on the local day that lies n days back has been there for n days.
            since_before=start_of_day(span.first - self.asked.least_days + 1, zone),
            start=start_of_day(span.first, zone),
            end=start_of_day(span.until, zone),
        )
        keys = {tier_id: key for key, tier_id in tiers.items()}
        return {
            keys[each.tier_id]: Rate(
                members=each.members, rose=each.rose, fell=each.fell, left=each.left
            )
            for each in found
        }

    def _median_days(self, members: int) -> Mapping[str, int | None]:
        drawn = partial(self.looking.drawn, members)
        found = self.history.stretches(now=self.moment.now, drawn=drawn)
        return {
            key: median_days(each for each in found if each.tier_id == tier_id)
            for key, tier_id in self.looking.columns.tiers.items()
        }

    def _crowds(
        self, conditions: Mapping[str, Anatomy], counted: Mapping[str | None, int]
    ) -> Mapping[str, Crowd]:
        """Look at the members on each tier as the condition of the next one sees them."""
        return {
            tier.key: self.looking.crowd(tier.key, conditions[above.key], counted.get(tier.key, 0))
            for tier, above in pairwise(self.ladder.ladder.tiers)
            if above.key in conditions
        }

    def _proposals(
        self, conditions: Mapping[str, Anatomy], crowds: Mapping[str, Crowd]
    ) -> Mapping[str, list[Proposal]]:
        """Propose a number for each threshold, the others left as they are, and count for it."""
        found = [
            (
                tier.key,
                conditions[above.key],
                replace(each, parameter=parameter_in(above.condition, each.test.path)),
            )
            for tier, above in pairwise(self.ladder.ladder.tiers)
            if tier.key in crowds
            for each in proposed(conditions[above.key], crowds[tier.key], self.asked.wanted)
        ]
        fitting = [each for each in found if each[2].value is not None]
        counts = iter(
            self.looking.qualifying(
                [
                    (tier, with_threshold(condition.checked, each.test, each.value))
                    for tier, condition, each in fitting
                ]
            )
        )
        by_tier: dict[str, list[Proposal]] = {}
        for tier, _, each in found:
            would = None if each.value is None else next(counts)
            by_tier.setdefault(tier, []).append(replace(each, would=would))
        return by_tier

    def _progression(
        self, conditions: Mapping[str, Anatomy], counted: Mapping[str | None, int]
    ) -> Progression | None:
        asked = main_metric(conditions)
        if not asked:
            return None
        tier, test = asked[0]
        assert test.threshold is not None
        placed = sum(n for key, n in counted.items() if key is not None)
        values = self.looking.values_on_ladder(
            conditions[tier].checked, test.threshold.metric, placed
        )
        return progression(asked, values)
