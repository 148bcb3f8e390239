"""Before and after an incentive, each member around their own day (R-25, E-21)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erfc, sqrt

from sqlalchemy import ColumnElement, true

from app.analytics.incentives import HOLDOUT, Incentive, Since, Subject, incentive
from app.days import clock_between
from app.program.objects import ACTIVITY, ORDER
from app.runtime.releases import Live
from app.runtime.sight import PRIME, SPREAD
from app.storage.before_after import MEASURES, Around, BeforeAfter, Crowd, Sums, Window, crowd
from app.storage.space import Space
from app.storage.tier_history import Drawn
from app.words import Words

DAYS = (7, 30, 90)
LOOKED_AT = 20_000
"""Of more members a fixed sample of about so many stands for all."""
FEW = 30
"""Of fewer members in a group nothing is said."""
SURE = 0.05 / len(MEASURES)
"""Five questions are asked at once, so that each must be five times as sure."""
AMOUNT = "amount"
LABELS: Mapping[str, Words] = {
    "active_days": Words("活跃天数", "Active days"),
    "interactions": Words("互动次数", "Interactions"),
    "promotions": Words("晋升次数", "Promotions"),
    "orders": Words("订单数", "Orders"),
    AMOUNT: Words("消费金额", "Spend"),
}
NOT_A_PROOF = Words(
    "前后对比不是证明：季节、别的活动、会员本来就在变活跃，都会让“之后”变高；临近升级的人本来就更爱买。",
    "Before and after is no proof: the season, other campaigns, and members who were on the rise"
    " anyway make “after” higher.",
)
A_HOLDOUT_IS = Words(
    "要知道是不是它带来的，请在自动化里加一步“A/B 分组”并留出对照组，和没有得到它的人比一比。",
    "To know whether it did it, add an A/B test with members held out: what changed for those"
    " who did not get it tells.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What one group did of one thing, before and after; amounts in cents."""

    name: str
    counted: int
    sums: Sums

    @property
    def change(self) -> int:
        return self.sums.after - self.sums.before

    def each(self, total: int) -> float | None:
        """Give what a sum is for each member who counts."""
        return total / self.counted if self.counted else None

    @property
    def spread(self) -> float:
        """Estimate the variance of the members' changes."""
        if self.counted < 2:  # noqa: PLR2004  # Of one member there is none.
            return 0.0
        mean = self.change / self.counted
        return max(self.sums.squares - self.counted * mean * mean, 0.0) / (self.counted - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """How much more changed for a group than for those held out, for each member."""

    more: float
    differs: bool | None
    """Whether that is more than chance would have it; None: too few members to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupWindow:
    """One group in one window."""

    variant: str
    label: Words
    members: int
    counted: int
    early: int
    new: int
    measures: tuple[Measure, ...]
    beside: Mapping[str, Beside]
    """By measure; nothing where nobody was held out, and for those who were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSeen:
    days: int
    groups: tuple[GroupWindow, ...]
    """Those held out first, as they are what the others are measured against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """An incentive with what members did before and after it."""

    incentive: Incentive
    since: Since
    members: int
    """How many met it, of those who are still there."""
    estimated: bool
    windows: tuple[WindowSeen, ...]


def effect(
    space: Space,
    live: Live,
    subject: Subject,
    key: str,
    *,
    now: int,
    since: Since = Since.ENTERED,
    most: int = LOOKED_AT,
) -> Effect:
    """Compare the days before with the days after, for members each around their own day.

    Two statements, however many members and windows. Raises `NotFound` and `Invalid`.
    """
    found = incentive(space, live, subject, key, since)
    members = live.catalogue.members
    there = crowd(space, found.met, members, now=now)
    drawn = _drawn(there, most)
    windows = _windows(space, live, found, there, drawn, now) if there.members else []
    return Effect(
        incentive=found,
        since=since,
        members=there.members,
        estimated=there.members > most,
        windows=tuple(
            _seen(found, days, [each for each in windows if each.days == days]) for days in DAYS
        ),
    )


def _drawn(there: Crowd, most: int) -> Drawn:
    """Say by id whether a member is looked at, always the same ones."""

    def drawn(member_id: ColumnElement[int]) -> ColumnElement[bool]:
        if there.members <= most:
            return true()
        place: ColumnElement[int] = member_id % PRIME * SPREAD % PRIME
        return place < PRIME * most // there.members

    return drawn


def _windows(
    space: Space, live: Live, found: Incentive, there: Crowd, drawn: Drawn, now: int
) -> list[Window]:
    records, program = live.catalogue.records, live.checked.program
    moment = live.moment(now)
    ladders = {each.key: each for each in program.ladders}
    around = Around(
        members=records["member"],
        orders=records[ORDER],
        activities=records[ACTIVITY],
        kinds=program.settings.active_kinds,
        positions={
            tier_id: ladders[key].position(tier)
            for key, columns in live.catalogue.members.ladders.items()
            for tier, tier_id in columns.tiers.items()
            if key in ladders
        },
        windows=DAYS,
    )
    assert there.first is not None
    # Promotions are looked for around the moments as well.
    clock = clock_between(moment.calendar.zone, there.first, now, reach=max(DAYS))
    asked = BeforeAfter(space, around, clock, moment.today)
    return asked.windows(found.met, drawn, now=now)


def _seen(found: Incentive, days: int, windows: Sequence[Window]) -> WindowSeen:
    measured = {
        each.variant: tuple(
            Measure(name=name, counted=each.counted, sums=each.sums[name]) for name in MEASURES
        )
        for each in windows
    }
    held = measured.get(HOLDOUT) if found.held_out else None
    groups = [
        GroupWindow(
            variant=each.variant,
            label=found.groups.get(each.variant, Words(each.variant, each.variant)),
            members=each.members,
            counted=each.counted,
            early=each.early,
            new=each.new,
            measures=measured[each.variant],
            beside={}
            if held is None or each.variant == HOLDOUT
            else _beside(measured[each.variant], held),
        )
        for each in sorted(windows, key=lambda each: (each.variant != HOLDOUT, each.variant))
    ]
    return WindowSeen(days=days, groups=tuple(groups))


def _beside(ours: Sequence[Measure], held: Sequence[Measure]) -> dict[str, Beside]:
    return {
        one.name: Beside(
            more=one.change / one.counted - other.change / other.counted,
            differs=_differs(one, other),
        )
        for one, other in zip(ours, held, strict=True)
        if one.counted and other.counted
    }


def _differs(one: Measure, other: Measure) -> bool | None:
    """Ask whether the mean changes differ: Welch's test, with the normal distribution."""
    if min(one.counted, other.counted) < FEW:
        return None
    apart = one.change / one.counted - other.change / other.counted
    spread = sqrt(one.spread / one.counted + other.spread / other.counted)
    if spread == 0:
        return apart != 0
    return erfc(abs(apart) / spread / sqrt(2)) < SURE
