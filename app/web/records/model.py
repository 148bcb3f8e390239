"""What the pages about members show: values ready to be drawn."""

from dataclasses import dataclass

from app.web.budget_marks import MarkShown
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class TierShown:
    """A tier as a badge: its name and the tone of the ramp."""

    label: Words
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the ladder with the people on it; `start` and `width` are thousandths."""

    tier: TierShown
    members: int
    share: float
    start: float
    width: float
    rule: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderShown:
    label: Words
    steps: tuple[Step, ...]
    unplaced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Somebody went from one tier to another."""

    name: str
    initial: str
    url: str | None
    old: TierShown | None
    new: TierShown | None
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that changed for the whole programme."""

    text: Words
    detail: str
    at: int
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    title: Words
    release: int | None
    published_at: int | None
    total: int
    ups: int
    downs: int
    days: int
    """How far back promotions and demotions are counted."""
    risen: float | None
    ladders: tuple[LadderShown, ...]
    moves: tuple[Move, ...]
    happenings: tuple[Happening, ...]
    members_url: str | None
    at_risk_url: str | None
    ladder_url: str
    sample_url: str | None = None
    """Where one sees how far the sample data are, while they come in."""
    marks: tuple[MarkShown, ...] = ()
    """Budgets that have passed their mark."""
    budgets_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    label: Words
    url: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    label: Words
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A condition, or a group of conditions, as it stands for one member."""

    sentence: Words
    state: str
    """met, unmet or unknown."""
    value: str = ""
    threshold: str | None = None
    gap: Words | None = None
    progress: float | None = None
    children: tuple["Line", ...] = ()
    bonus: Words | None = None
    """What it counts towards a goal, where it only speeds one up."""
    added: Words | None = None
    """What already counts towards the goal, beside the value."""
    parts: tuple["PartShown", ...] = ()
    """What a score is made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartShown:
    """One part of a score."""

    label: Words
    value: Words
    cap: Words
    share: float | None
    points: str
    weight: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageShown:
    """A goal on the way to a tier."""

    label: Words
    reward: Words | None
    at: int | None
    """When it was reached."""
    progress: float | None
    missing: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StagesShown:
    """The goals on the way to one tier."""

    tier: TierShown
    stages: tuple[StageShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelShown:
    """On which micro-level of a tier a member is."""

    level: int
    levels: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One tier and how far the member is with its condition."""

    tier: TierShown
    state: str
    note: Words
    condition: Line | None
    current: bool = False
    next: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTier:
    tier: TierShown
    progress: float | None
    missing: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the time line."""

    icon: str
    title: Words
    detail: str
    amount: str
    at: int
