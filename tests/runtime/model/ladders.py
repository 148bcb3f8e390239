"""What a ladder says, as the reference model reads its document."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.runtime.model.days import (
    PERIODS,
    counted,
    last_return,
    later,
    months_on,
    next_return,
    period_end,
    period_start,
)
from tests.runtime.model.rules import Rule, ranks_in


@dataclass(frozen=True, slots=True)
class Ladder:
    """One ladder's document, with its settings by name."""

    document: dict[str, Any]

    @property
    def tiers(self) -> list[str]:
        return [each["key"] for each in self.document["tiers"]]

    def place(self, tier: str | None) -> int:
        """Say how high a tier stands; -1 for none, and for one that the ladder has lost."""
        return self.tiers.index(tier) if tier in self.tiers else -1

    def reach(self, place: int) -> Rule:
        return self.document["tiers"][place].get("condition")

    def stay(self, place: int) -> Rule:
        tier = self.document["tiers"][place]
        return tier.get("retention") or tier.get("condition")

    @property
    def members(self) -> Rule:
        return self.document.get("members")

    @property
    def period(self) -> str:
        return str(self.document.get("period", "lifetime"))

    @property
    def steps(self) -> bool:
        return bool(self.document.get("promotion") == "step")

    @property
    def promoted(self) -> str:
        return str(self.document.get("promoted", "event"))

    @property
    def _review(self) -> dict[str, Any]:
        return dict(self.document.get("review", {}))

    @property
    def due(self) -> str:
        return str(self._review.get("due", "evaluation"))

    @property
    def dated(self) -> bool:
        return self.due != "evaluation"

    @property
    def demotion(self) -> str:
        return str(self._review.get("demotion", "requalify"))

    @property
    def floor(self) -> str | None:
        return self._review.get("floor")

    @property
    def grace_days(self) -> int:
        return int(self._review.get("grace_days", 0))

    @property
    def notice_days(self) -> int:
        return int(self._review.get("notice_days", 0))

    @property
    def trials(self) -> dict[str, dict[str, Any]]:
        return {each["key"]: each for each in self.document.get("trials", ())}

    def ranks(self) -> Iterator[Rule]:
        found = [tier.get(name) for tier in self.document["tiers"] for name in _ASKED]
        found += [self.members, *(each.get("who") for each in self.trials.values())]
        for each in found:
            yield from ranks_in(each)

    @property
    def everybody(self) -> bool:
        """Whether also the lowest tier is reviewed: for what no event has shown by then."""
        return self.promoted != "event" or any(True for _ in self.ranks())

    @property
    def own_periods(self) -> bool:
        graced = self.dated and self.grace_days > 0
        return self.period in {"joined", "tier"} or (self.period in PERIODS and graced)

    @property
    def clockwork(self) -> tuple[Any, ...]:
        """Give what the days of members depend on: a release that changes it begins them anew."""
        if not self.dated and not self.own_periods:
            return ()
        return (self.period, self.due, self.own_periods, self.everybody)

    def begins(self, day: date, joined: date) -> date:
        """Give the first day of the period of a tier that is reached or kept on a day."""
        if self.period in PERIODS:
            return period_start(day, self.period)
        return last_return(joined, day) if self.period == "joined" else day

    def ends(self, day: date, joined: date, *, reached: bool) -> date | None:
        """Give the day of review of a tier that is reached, or kept, on a day."""
        if not self.dated:
            return None
        if self.due not in {"period", "next_period"}:
            return later(day, self.due)
        end = self._period_end(day, joined)
        return self._period_end(end, joined) if reached and self.due == "next_period" else end

    def _period_end(self, day: date, joined: date) -> date:
        if self.period in PERIODS:
            return period_end(day, self.period)
        if self.period == "joined":
            return next_return(joined, day)
        return months_on(day, 12) if counted(self.period) is None else later(day, self.period)


_ASKED = ("condition", "retention")
