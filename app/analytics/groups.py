"""Groups of an A/B test side by side: how active they were, how many rose, what they spent."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt

from app.errors import NotFound
from app.program.objects import ACTIVITY, ORDER
from app.runtime.releases import Live
from app.storage import variants
from app.storage.space import Space
from app.storage.variants import Looking, Outcome

DAY = 86_400_000_000
HOLDOUT = "holdout"
FEW = 30
"""Below so many members in a group nothing can be said."""
SURE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group; rates are shares of its members."""

    variant: str
    members: int
    active: float
    promoted: float
    bought: float
    spent_each: float
    """In the main unit, per member."""
    differs: bool | None
    """Whether its promotion or activity differs from the first group's by more than chance would
    have it; None: too few members to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    flow: str
    step: str
    days: int
    groups: tuple[Group, ...]


def compare(space: Space, live: Live, flow: str, step: str, *, days: int) -> Comparison:
    """Compare groups over so many days after each member came in. Raises `NotFound`."""
    found = live.checked.program.find_flow(flow)
    there = None if found is None else found.find_step(step)
    if there is None or there.kind != "ab_split":
        raise NotFound(
            f"自动化“{flow}”里没有 A/B 分组“{step}”。", f"{flow!r} has no A/B test {step!r}."
        )
    catalogue = live.catalogue
    ladders = {each.key: each for each in live.checked.program.ladders}
    positions = {
        tier_id: ladders[key].position(columns.key_of(tier_id))
        for key, columns in catalogue.members.ladders.items()
        for tier_id in columns.tiers.values()
        if key in ladders
    }
    asked = Looking(
        flow=flow,
        step=step,
        length=days * DAY,
        kinds=live.checked.program.settings.active_kinds,
        positions=positions,
    )
    records = catalogue.records
    outcomes = variants.outcomes(
        space, catalogue.program_id, asked, records[ORDER], records[ACTIVITY]
    )
    # What nothing was done for is what the others are measured against.
    outcomes.sort(key=lambda each: (each.variant != HOLDOUT, each.variant))
    return Comparison(
        flow=flow,
        step=step,
        days=days,
        groups=tuple(_group(each, outcomes) for each in outcomes),
    )


def _group(found: Outcome, everything: Sequence[Outcome]) -> Group:
    first = everything[0]
    few = min(found.members, first.members) < FEW
    differs = None if few or found is first else _differs(found, first)
    return Group(
        variant=found.variant,
        members=found.members,
        active=found.active / found.members,
        promoted=found.promoted / found.members,
        bought=found.buyers / found.members,
        spent_each=round(found.spent / found.members) / 100,
        differs=differs,
    )


def _differs(one: Outcome, other: Outcome) -> bool:
    pairs = ((one.active, other.active), (one.promoted, other.promoted))
    # Two questions are asked, so that each must be twice as sure.
    return any(_chance(a, one.members, b, other.members) < SURE / len(pairs) for a, b in pairs)


def _chance(a: int, n: int, b: int, m: int) -> float:
    """Give how likely two shares are to differ so much by chance alone (two-sided z-test)."""
    pooled = (a + b) / (n + m)
    spread = sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return 1.0 if spread == 0 else erfc(abs(a / n - b / m) / spread / sqrt(2))
