"""What the page of a diagnosis shows: values ready to be drawn, shares as per cents of a width."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.web.records.model import Chip, TierShown
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class RateShown:
    """A promotion rate beside the 10 % line; `low`, `high`, `at`, `line` are places on the axis."""

    verdict: str
    words: Words
    share: float
    between: tuple[float, float]
    low: float
    width: float
    at: float
    line: float
    axis: int
    """How many per cent the axis ends with."""
    rose: int
    members: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FateShown:
    """One of the things that became of the members, as a piece of a bar."""

    sort: str
    label: Words
    members: int
    start: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LackShown:
    subject: Words
    quartiles: tuple[Words, Words, Words] | None
    close: int
    """How many lack at most a tenth of the threshold."""
    unknown: int
    many: bool
    """Whether the part asks for several things, so that this one is to be named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockShown:
    sentence: Words
    unmet: int
    alone: int
    unmet_width: float
    alone_width: float
    lacks: tuple[LackShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseShown:
    """A member who lacks little; `url` where the visitor may read members."""

    name: str
    initial: str
    url: str
    subject: Words
    missing: Words
    days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalShown:
    subject: Words
    now: Words
    proposed: Words | None
    plain: str
    """The number as the document has it, to be copied."""
    share: float | None
    would: int | None
    tied: int
    why_none: Words | None
    parameter: str | None
    fits: bool
    """Whether the share is within what is wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckShown:
    about: str
    """≈ where the numbers stand for more members than were looked at."""
    members: int
    any_will_do: bool
    blocks: tuple[BlockShown, ...]
    ready: int
    near: int
    stalled: int
    stalled_days: int
    examples: tuple[CloseShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TierCard:
    tier: TierShown
    next: TierShown | None
    members: int
    members_url: str | None
    rate: RateShown | None
    fates: tuple[FateShown, ...]
    counted: int
    median_days: int | None
    stuck: StuckShown | None
    proposals: tuple[ProposalShown, ...]
    enough: bool
    """Whether as many rise as are wanted, or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiseShown:
    tier: TierShown
    now: Words
    proposed: Words
    plain: str
    share: float
    reach: int
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressionShown:
    subject: Words
    rises: tuple[RiseShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What was asked, as it was typed."""

    url: str
    ladder: str
    period: str
    periods: Mapping[str, Words]
    days: str
    wanted: str
    first: str
    until: str
    problem: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisPage:
    label: Words
    first: int
    last: int
    shortened: bool
    begins: int | None
    least_days: int
    wanted: str
    form: Form
    chips: tuple[Chip, ...]
    tiers: tuple[TierCard, ...]
    """Lowest first: the way up is read downwards."""
    progression: ProgressionShown | None
    ladder_url: str
    may_edit: bool
    looked_at: int | None
    """How many members of a tier stand for more; None: everybody was looked at."""
