"""What the list of members shows, as a table and as a board: values ready to be drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import Finding
from app.web.records.filter_rows import Row
from app.web.records.model import Chip, TierShown
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The head of a column; `url` sorts by it, `sorted` is what `aria-sort` says."""

    label: Words
    number: bool = False
    url: str | None = None
    sorted: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A value in the table; a tier is drawn as a badge."""

    text: str
    tier: TierShown | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    id: int
    title: str
    initial: str
    tone: str | None
    number: str
    url: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShown:
    """Members who have the same in a column."""

    label: str
    tier: TierShown | None
    members: int
    total: str
    url: str
    rows: tuple[MemberRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A column of the board to which a card can go."""

    key: str
    label: str
    url: str | None
    """A page that asks for the reason first; None: the field is changed at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A member on the board."""

    id: int
    title: str
    initial: str
    number: str
    url: str
    figure: str
    progress: float | None
    missing: Words | None
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardColumn:
    key: str
    label: str
    tone: str | None
    members: int
    total: str
    cards: tuple[Card, ...]
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    columns: tuple[BoardColumn, ...]
    movable: bool
    move_url: str | None
    """Where a change of the field is sent; None: cards lead to the page of tiers."""
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    label: str
    url: str
    current: bool
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewShown:
    """The saved view that is open."""

    name: str
    mine: bool
    shared: bool
    dirty: bool
    url: str
    """Where it is saved, renamed and shared."""
    delete_url: str
    plain_url: str
    """The view as it is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    key: str
    label: Words
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SortRow:
    key: str
    descending: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """What the panel of columns, order and groups offers."""

    columns: tuple[Option, ...]
    sortable: tuple[Option, ...]
    sorts: tuple[SortRow, ...]
    groups: tuple[Option, ...]
    totals: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterShown:
    """The filter as rows, where rows can show it, and as it is written."""

    how: str
    rows: tuple[Row, ...] | None
    fields: tuple[Option, ...]
    comparisons: tuple[tuple[str, Words], ...]
    condition: str
    clear_url: str
    sentence: str
    findings: tuple[Finding, ...]
    words: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersPage:
    url: str
    at_risk_url: str
    segments_url: str
    tabs: tuple[Tab, ...]
    view: ViewShown | None
    undo_view: tuple[str, str] | None
    """A view that was just deleted: its name, and where it is brought back."""
    undo_move_url: str | None
    """Where the card that was just moved is put back."""
    save_url: str
    may_share: bool
    counted: str
    search: str
    personal: bool
    segment: Words | None
    filter: FilterShown
    display: Display
    chips: tuple[Chip, ...]
    modes: tuple[Chip, ...]
    columns: tuple[Heading, ...]
    rows: tuple[MemberRow, ...]
    groups: tuple[GroupShown, ...]
    board: Board | None
    size: int
    first_url: str | None
    next_url: str | None
    plain_url: str
    narrowed: bool
    """Whether fewer than all members are asked for."""
    bulk_url: str | None
    start_url: str | None
    """Where an automation is started for those who are chosen."""
    export_url: str | None
    add_url: str | None
    """Where a member is added by hand."""
    keep_url: str | None
    """Where the condition is kept as a segment of the draft."""
    everybody: int
    kept: Mapping[str, Mapping[str, str]]
    """What each form of the page sends along, by the form."""

    @property
    def tickable(self) -> bool:
        """Whether anything can be done with members who are chosen."""
        return self.bulk_url is not None or self.start_url is not None
