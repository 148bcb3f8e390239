"""What the page of one member shows: ladders, layers, the review ahead, history."""

from dataclasses import dataclass

from app.web.records.holdings import HoldingShown
from app.web.records.model import (
    Event,
    Fact,
    LevelShown,
    Line,
    NextTier,
    Rung,
    StagesShown,
    TierShown,
)
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerShown:
    """A tier held besides the earned one."""

    kind: Words
    tier: TierShown | None
    phase: Words
    starts_at: int
    over_at: int | None
    in_force: bool
    reason: Words
    ended: Words | None
    """How it came to its end."""
    end_url: str | None
    """Where it is ended, for whom may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingShown:
    """The review ahead: whether the tier is kept as things stand, and what it takes."""

    state: str
    """kept, rises, risk or grace."""
    badge: Words
    text: Words
    due: int
    left: int
    """Days until then."""
    then: TierShown | None
    """The tier in force after the review as things stand."""
    missing: Words | None
    condition: Line | None
    told: int | None
    """When the member was told of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundsShown:
    """What the tier in force is made of."""

    earned: TierShown | None
    reached: int | None
    """The local day on which the earned tier was reached."""
    decides: bool
    """Whether the earned tier is the one in force."""
    source: Words | None
    """Which layer the tier comes from, where it is not the earned one."""
    locked: bool
    layers: tuple[LayerShown, ...]
    past: tuple[LayerShown, ...]
    """Layers that are over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    state: str
    text: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class TierChange:
    old: TierShown | None
    new: TierShown | None
    up: bool
    at: int
    reason: Words
    release: int | None
    moved: bool
    """Whether the tier in force changed, and not the earned one alone."""
    why_url: str
    """Where it is explained as of then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLadder:
    label: Words
    tier: TierShown | None
    since: int | None
    next: NextTier | None
    grounds: GroundsShown
    keeping: KeepingShown | None
    why: tuple[Reason, ...]
    rungs: tuple[Rung, ...]
    """Highest first."""
    history: tuple[TierChange, ...]
    level: LevelShown | None = None
    stages: tuple[StagesShown, ...] = ()
    make_up_url: str | None = None
    """Where what is missing is sold, for whom may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberPage:
    name: str
    initial: str
    number: str
    facts: tuple[Fact, ...]
    masked: bool
    ladders: tuple[MemberLadder, ...]
    timeline: tuple[Event, ...]
    as_of: int
    then_url: str
    """Where a day of the past is asked for."""
    set_url: str | None = None
    """Where a tier is set, for whom may."""
    newest_url: str | None = None
    older_url: str | None = None
    holdings: tuple[HoldingShown, ...] = ()
    correct_url: str | None = None
    """Where entries are put right, for whom may."""
