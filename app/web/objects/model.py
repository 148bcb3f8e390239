"""What the pages of records show: values ready to be drawn."""

from dataclasses import dataclass

from app.web.records.inputs import Input
from app.web.records.list_model import Heading, Option
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectShown:
    """An object with its records."""

    label: Words
    icon: str
    counted: str
    last: int | None
    """When the last record came in."""
    url: str
    add_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectsPage:
    objects: tuple[ObjectShown, ...]
    design_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerShown:
    """Whose a record is."""

    name: str
    number: str
    url: str | None
    """None: the member has left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    title: str
    url: str
    owner: OwnerShown | None
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceFilter:
    """A field that offers choices, as a filter of the list."""

    name: str
    label: Words
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    label: Words
    key: str
    counted: str
    url: str
    search: str
    may_name: bool
    """Whether members are found by name and phone."""
    of_member: bool
    of_whom: str | None
    """The one member whose records are listed."""
    everybody_url: str
    """The same list, of all members."""
    filters: tuple[ChoiceFilter, ...]
    kept: tuple[tuple[str, str], ...]
    """What the form of the search sends along."""
    columns: tuple[Heading, ...]
    rows: tuple[RecordRow, ...]
    narrowed: bool
    posted: bool
    """Whether records come about in a way of their own alone."""
    add_url: str | None
    first_url: str | None
    next_url: str | None
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFact:
    label: Words
    value: str
    url: str | None = None
    computed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeShown:
    """A field that changed."""

    label: Words
    old: str
    new: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Records that belong to this one, such as the refunds of an order."""

    label: Words
    rows: tuple[tuple[str, str, str], ...]
    """Title, what it says, address."""
    add_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    title: str
    label: Words
    facts: tuple[RecordFact, ...]
    owner: OwnerShown | None
    created_at: int
    changes: tuple[ChangeShown, ...]
    beside: Beside | None
    masked: bool
    edit_url: str | None
    delete_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """A field that cannot be changed any more."""

    label: Words
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """The fields of a record as a form."""

    title: Words
    url: str
    back_url: str
    inputs: tuple[Input, ...]
    fixed: tuple[Fixed, ...] = ()
    why_fixed: Words | None = None
    problem: Words | None = None
    known_url: str | None = None
    """The record that has the same number already."""
    asks_member: bool = False
    member: str = ""
    member_error: Words | None = None
    by_name: bool = False
    once: str = ""
    """What a new record's form is called; a form of a change needs no name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalPage:
    title: str
    label: Words
    url: str
    back_url: str
    follows: tuple[Words, ...]
    """What comes of it, a sentence each."""
    problem: Words | None = None
