"""What the pages about what tiers give show: values, for the templates."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.program.rules_page import Section
from app.web.records.inputs import Input
from app.web.records.model import TierShown
from app.words import Words

Choices = tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A benefit on a tier."""

    name: str
    tier: Words
    given: bool
    inputs: tuple[Input, ...]
    said: Words
    """How much it is, where the draft has it."""
    error: Words | None
    theirs: Words | None
    """What somebody else said meanwhile, where it is not the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    label: Words
    kind: Words
    usual: Words
    url: str | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    label: Words
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixPage:
    """What all tiers of a ladder give, being written."""

    title: Words
    ladder: Words
    url: str
    back_url: str
    here_url: str
    new_url: str
    tiers: tuple[tuple[TierShown, str], ...]
    """With where the pack of each is set."""
    groups: tuple[Group, ...]
    wrong: int
    problem: Words | None
    moved: bool
    by: str
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row: its inputs have names that end in its number."""

    number: int
    values: Mapping[str, str]
    error: Words | None
    note: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPage:
    """What a tier brings, being written."""

    title: Words
    tier: TierShown
    url: str
    back_url: str
    here_url: str
    new_coupon_url: str
    tiers_url: str
    coupons: tuple[Line, ...]
    points: tuple[Line, ...]
    recurring: tuple[Line, ...]
    again: bool
    void_unused: bool
    designs: Choices
    currencies: Choices
    every: Choices
    promised: tuple[Section, ...]
    """What members read of it."""
    wrong: int
    problem: Words | None
    moved: bool
    by: str
    theirs: Words
    seen: str
