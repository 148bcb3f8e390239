"""What the pages of the builder show: values ready to be drawn."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.errors import Finding
from app.program.rules_page import Section
from app.web.builder.unsent import Unsent
from app.web.records.model import TierShown
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One thing that a ladder or a tier says besides its conditions."""

    icon: str
    name: Words
    lines: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleShown:
    """One tier of the draft with its rules read aloud."""

    tier: TierShown
    place: int
    sentence: Words | None
    """What it takes to rise here."""
    terms: tuple[Term, ...]
    members: int | None
    changed: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TierRead:
    """What members read about one tier."""

    tier: TierShown
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """The page of rules as members read it."""

    sections: tuple[Section, ...]
    tiers: tuple[TierRead, ...]
    """Lowest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderRules:
    key: str
    label: Words
    note: Words
    terms: tuple[Term, ...]
    rungs: tuple[RuleShown, ...]
    """Highest first."""
    page: PageRead


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderPage:
    """The rules of the draft, for whoever reads without scripts."""

    saved_at: int | None
    ladders: tuple[LadderRules, ...]
    other_findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffLine:
    """One difference in words; `sort` is added, removed or changed."""

    sort: str
    text: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRow:
    number: int
    url: str
    note: Words
    by: str | None
    at: int
    live: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasesPage:
    releases: tuple[ReleaseRow, ...]
    changes: tuple[DiffLine, ...]
    versions_url: str
    publish_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberMoved:
    """Somebody who would go from one tier to another."""

    name: str
    initial: str
    url: str
    old: TierShown | None
    new: TierShown | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementShown:
    """How many members move one way, and some of them."""

    sort: str
    """`rises`, `falls`, `stays`, `enters` or `leaves`."""
    members: int
    examples: tuple[MemberMoved, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How many go from one tier to another, and where they are listed."""

    members: int
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """Members of one tier by where they would go; None in a cell is nobody."""

    tier: TierShown | None
    cells: tuple[Cell | None, ...]
    stays: int | None
    """The position of the cell of those who stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderImpactShown:
    label: Words
    movements: tuple[MovementShown, ...]
    columns: tuple[TierShown | None, ...]
    """The new tiers; None is not being on the ladder."""
    rows: tuple[MatrixRow, ...]


NO_NOTE = Words("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One sort of thing that would go out, and how much of it."""

    icon: str
    name: Words
    detail: Words
    count: int
    what: Words
    """What is counted."""
    amount: str = ""
    """Written instead of the count, where it is money."""
    note: Words = NO_NOTE
    """Which budget stops some of it; blank where none does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactShown:
    """What publishing would do to the members' tiers."""

    members: int
    looked_at: int
    estimated: bool
    blank: tuple[Words, ...]
    """Fields that nobody has a value of yet."""
    findings: tuple[Finding, ...]
    """What the members there are say about the draft."""
    ladders: tuple[LadderImpactShown, ...]
    sent: tuple[Sent, ...]
    """What would go out."""
    chosen: bool
    """Whether the reader chooses when it applies; the numbers are of applying it at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishPage:
    backtest_url: str | None
    """Where the draft is played over the past; None while there is nothing to play."""
    url: str
    ladder_url: str
    version: int
    """Of the draft that was checked; publishing names it."""
    number: int
    findings: tuple[Finding, ...]
    places: Mapping[str, str]
    """Where each path of a finding is put right."""
    unsent: tuple[Unsent, ...]
    """Automations that speak by a channel nobody has set up."""
    blocked: int
    """How many findings stand in the way."""
    changes: tuple[DiffLine, ...]
    affected: int | None
    at_once: bool
    """Whether there are few enough members to place them within the request."""
    nothing: bool
    """The draft is what is live already."""
    impact: ImpactShown | None
    """None where there is nobody to move, nothing to publish or something to put right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePage:
    url: str
    number: int
    live: bool
    at: int
    by: str | None
    note: Words
    changes: tuple[DiffLine, ...]
    """Against the release before."""
    back: tuple[DiffLine, ...]
    """Against what is live: what rolling back would change."""
    text: str
    draft_url: str | None
    """Where it is put into the draft."""
