"""What the ladder editor is told besides the draft: rules read aloud, figures, what may be set."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.builder.measures import Measure
from app.builder.starts import Start
from app.web.builder.model import ImpactShown, Term
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRead:
    """A part of the page of rules as members read it."""

    title: Words
    lines: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRead:
    """A benefit as a tier gives it."""

    benefit: str
    said: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class TierRead:
    """A tier of the draft, read aloud."""

    key: str
    sentence: Words | None
    """What it takes to rise here."""
    terms: tuple[Term, ...]
    """How it is kept, lost and tried, and what leads here."""
    changed: bool
    """Whether it is not as it is live."""
    benefits: tuple[GivenRead, ...]
    pack: Words | None
    recurring: tuple[Words, ...]
    promised: tuple[SectionRead, ...]
    """What members read about this tier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderRead:
    """A ladder of the draft, read aloud."""

    key: str
    note: Words
    terms: tuple[Term, ...]
    tiers: tuple[TierRead, ...]
    """Lowest first."""
    promised: tuple[SectionRead, ...]
    """What members read that holds for all tiers."""
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaddersRead:
    """All ladders of a draft, read aloud."""

    readable: bool
    """Whether the document could be read at all."""
    ladders: tuple[LadderRead, ...]
    cases: Mapping[str, tuple[Words, ...]]
    """For whom each case of a parameter holds, by parameter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something that may be chosen, by its key."""

    key: str
    label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionShown:
    """What a kind of benefit asks for."""

    key: str
    label: Words
    number: bool
    unit: str
    coupon: bool
    """Whether it names a coupon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitKindShown:
    """A kind of benefit, with what it asks for."""

    label: Words
    options: tuple[OptionShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderIsland:
    """What the page of the ladder editor carries."""

    read: LaddersRead
    members: Mapping[str, Mapping[str, int]] | None
    """Members now, by ladder and tier; None before the first release."""
    usual: tuple[Measure, ...]
    starts: tuple[Start, ...]
    currencies: tuple[Choice, ...]
    benefit_kinds: Mapping[str, BenefitKindShown]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactAnswer:
    """What the saved draft would do to members, or why nobody can say."""

    impact: ImpactShown | None
    why: Words | None
    list_url: str | None
    """Where everybody who would move is listed."""
