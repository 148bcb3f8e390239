"""What the pages about earning show: values, for the templates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.errors import Finding
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Urls:
    """What may be done with one thing; None where this visitor may not."""

    edit: str | None = None
    duplicate: str | None = None
    delete: str | None = None
    effect: str | None = None
    """Where before and after are compared, of a boost that is live and has a first day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A rule, a boost or a budget as it is read."""

    key: str
    label: Words
    sentence: Words
    state: Words | None
    """What of it is not published yet."""
    off: bool = False
    findings: tuple[Finding, ...] = ()
    figures: tuple[tuple[Words, str], ...] = ()
    urls: Urls = field(default_factory=Urls)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """How much of a budget is used in its stretch now."""

    shown: Shown
    limit: int
    used: int
    refused: int
    share: float
    tone: str
    note: Words | None
    since: int | None
    in_money: bool
    unit: Words
    drawing: tuple[Words, ...] = ()
    """What names it."""
    released: bool = True
    """Whether anything may have come out of it yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What one rule would bring."""

    label: Words
    amount: int
    currency: Words
    steps: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The form that tries a record, and what came of it."""

    url: str
    asked: Mapping[str, str]
    problem: Words | None = None
    member: str | None = None
    tried: tuple[Tried, ...] | None = None
    totals: tuple[tuple[Words, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EarningPage:
    rules: tuple[Shown, ...]
    boosts: tuple[Shown, ...]
    multipliers: tuple[tuple[Words, Words], ...]
    """Tiers that earn faster, and by how much."""
    together: Words
    most: float | None
    ceilings: tuple[Words, ...]
    budgets: tuple[Bar, ...]
    lost: tuple[Words, ...]
    """Of budgets that are named and not there, who names them."""
    changes: tuple[Words, ...]
    """What the draft changes, in words."""
    trial: Trial | None
    check_url: str | None
    settings_url: str | None
    new_urls: Mapping[str, str]
    readable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    value: str
    label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """A rule, a boost or a budget being written."""

    part: str
    title: Words
    url: str
    back_url: str
    values: Mapping[str, Any]
    errors: Mapping[str, Words]
    problem: Words | None
    choices: Mapping[str, tuple[Choice, ...]]
    sentence: Words | None
    findings: tuple[Finding, ...]
    place: str | None
    """Where its condition stands, for the editor; None: it has none."""
    version: str
