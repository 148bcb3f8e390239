"""What would go out if a draft were published and applied now, and what it would cost.

What is booked may itself lift members or bring them to further stages; that is not counted.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.builder.handing_out import (
    CouponsOut,
    PacksOut,
    RecurringOut,
    coupons_out,
    decimal,
    packs_out,
    recurring_out,
    wanted_of,
)
from app.builder.rations import Rations
from app.program.ladder import Stage, Tier
from app.runtime.foresight import Foreseeing
from app.runtime.pack_sight import bringing
from app.runtime.sending import noticed, trials_over
from app.runtime.sight import Sight


@dataclass(frozen=True, slots=True, kw_only=True)
class StageReached:
    """A stage that members would reach, each once for life."""

    ladder: str
    tier: Tier
    stage: Stage
    members: int

    @property
    def points(self) -> int:
        return self.members * self.stage.points


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What would go out to members."""

    stages: tuple[StageReached, ...] = ()
    converted: int = 0
    """Trials that would end because the tier is earned."""
    expired: int = 0
    """Trials whose time is over."""
    notices: int = 0
    """Members who would be told that they are about to lose a tier."""
    packs: tuple[PacksOut, ...] = ()
    coupons: tuple[CouponsOut, ...] = ()
    """Those that are in packs."""
    in_packs: Mapping[str, int] = field(default_factory=dict)
    """Points of packs, by currency."""
    recurring: tuple[RecurringOut, ...] = ()
    """What goes out again and again, beginning with the next stretch of the calendar."""

    @property
    def points(self) -> Mapping[str, int]:
        """What stages and packs are worth, by currency."""
        found: Counter[str] = Counter(self.in_packs)
        for each in self.stages:
            found[each.stage.currency] += each.points
        return {currency: many for currency, many in found.items() if many}

    @property
    def nothing(self) -> bool:
        """Whether nothing goes out when it is published."""
        return replace(self, recurring=()) == NOTHING

    @property
    def cost(self) -> int:
        """What the coupons cost if all are used, in the smallest unit, as far as it is known."""
        return sum(each.cost or 0 for each in self.coupons)

    @property
    def of_unknown_cost(self) -> tuple[CouponsOut, ...]:
        return tuple(each for each in self.coupons if each.cost is None)

    def to_json(self) -> dict[str, Any]:
        return {
            "points": [{"currency": key, "points": many} for key, many in self.points.items()],
            "stages": [
                {
                    "ladder": each.ladder,
                    "tier": each.tier.key,
                    "stage": each.stage.key,
                    "members": each.members,
                    "currency": each.stage.currency,
                    "points": each.points,
                }
                for each in self.stages
            ],
            "trials_converted": self.converted,
            "trials_ended": self.expired,
            "notices": self.notices,
            "packs": [
                {"ladder": each.ladder, "tier": each.tier.key, "members": each.members}
                for each in self.packs
            ],
            "coupons": [each.to_json() for each in self.coupons],
            "cost": decimal(self.cost),
            "cost_unknown": [each.design.key for each in self.of_unknown_cost],
            "recurring": [each.to_json() for each in self.recurring],
        }


NOTHING = Outgoing()


def outgoing(sight: Sight, found: Mapping[str, Foreseeing]) -> Outgoing:
    """Say what the evaluation would send and book for these members."""
    converted = expired = notices = 0
    for key, each in found.items():
        over = trials_over(sight, key, each)
        converted, expired = converted + over.converted, expired + over.expired
        notices += noticed(sight, key, each)
    brought, rations = bringing(sight, found), Rations.of(sight)
    wanted = wanted_of(sight, brought)
    given = rations.shared(wanted)
    return Outgoing(
        packs=tuple(packs_out(sight, brought)),
        coupons=tuple(coupons_out(sight, given)),
        in_packs={key: sight.for_all(many) for key, many in brought.points.items()},
        recurring=tuple(recurring_out(sight, found, rations.after(wanted, given))),
        stages=tuple(_stages(sight, found)),
        converted=sight.for_all(converted),
        expired=sight.for_all(expired),
        notices=sight.for_all(notices),
    )


def _stages(sight: Sight, found: Mapping[str, Foreseeing]) -> list[StageReached]:
    return [
        StageReached(
            ladder=key,
            tier=tier,
            stage=stage,
            members=sight.for_all(each.stages[tier.key, stage.key]),
        )
        for key, each in found.items()
        for tier in sight.checked.ladders[key].ladder.tiers
        for stage in tier.stages
        if each.stages.get((tier.key, stage.key))
    ]
