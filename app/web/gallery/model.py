"""What the pages of the gallery show: values ready to be drawn."""

from dataclasses import dataclass

from app.errors import Finding
from app.web.builder.model import RuleShown, Term
from app.web.records.model import TierShown
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CardShown:
    """One ready-made programme in the gallery."""

    key: str
    url: str
    label: Words
    summary: Words
    tiers: tuple[TierShown, ...]
    """Lowest first."""
    inside: tuple[Words, ...]
    """What it brings, in words."""
    people: int
    """How many members its sample data have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleShown:
    label: Words
    tier: TierShown


@dataclass(frozen=True, slots=True, kw_only=True)
class RungShown:
    """One tier of a template: its rules in words, and examples that stand on it."""

    rule: RuleShown
    examples: tuple[ExampleShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderPreview:
    label: Words
    note: Words
    terms: tuple[Term, ...]
    rungs: tuple[RungShown, ...]
    """Highest first."""
    tiers: tuple[TierShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueShown:
    label: Words
    value: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectShown:
    label: Words
    fields: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationShown:
    """One automation of a template: when it begins, and what it does."""

    label: Words
    icon: str
    when: Words
    steps: tuple[Words, ...]
    """In the order in which they are drawn, ends left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage:
    card: CardShown
    ladders: tuple[LadderPreview, ...]
    automations: tuple[AutomationShown, ...]
    parameters: tuple[ValueShown, ...]
    objects: tuple[ObjectShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A file that could not be read: what was in it, and why."""

    text: str
    problem: Words
    findings: tuple[tuple[Finding, int | None], ...]
    """Each with its line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingPage:
    """Sample data on their way into a programme."""

    label: Words
    done: int
    whole: int
    finished: bool
    worker: bool
    """Whether somebody is there to bring them in."""
    status_url: str
    home_url: str
