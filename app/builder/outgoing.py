"""What would go out if a draft were published and applied now: points, notices, ends of trials.

What is booked may itself lift members or bring them to further stages; that is not counted.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.program.ladder import Stage, Tier
from app.runtime.foresight import Foreseeing
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

    @property
    def points(self) -> Mapping[str, int]:
        """What stages are worth, by currency."""
        found: Counter[str] = Counter()
        for each in self.stages:
            found[each.stage.currency] += each.points
        return {currency: many for currency, many in found.items() if many}

    @property
    def nothing(self) -> bool:
        return self == NOTHING

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
        }


NOTHING = Outgoing()


def outgoing(sight: Sight, found: Mapping[str, Foreseeing]) -> Outgoing:
    """Say what the evaluation would send and book for these members."""
    converted = expired = notices = 0
    for key, each in found.items():
        over = trials_over(sight, key, each)
        converted, expired = converted + over.converted, expired + over.expired
        notices += noticed(sight, key, each)
    return Outgoing(
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
