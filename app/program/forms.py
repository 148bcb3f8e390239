"""Forms: what people are asked, on which pages, and what becomes of their answers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.program.field import Width
from app.program.objects import MEMBER
from app.words import Words

NOTHING = Words("", "")
OF_MEMBER = f"{MEMBER}."
"""What stands before a field of the member on a form of another object: `member.phone`."""


class Existing(StrEnum):
    """What answers do to a field of the member that has a value already."""

    FILL = "fill"
    """Leave it: a stranger who knows a phone number must not write over what is known."""
    OVERWRITE = "overwrite"


class PerMember(StrEnum):
    UNLIMITED = "unlimited"
    DAILY = "daily"
    """Once on each local day."""
    ONCE = "once"


class Proof(StrEnum):
    """When a browser has to work a moment before it may submit."""

    AUTO = "auto"
    """When more comes in than people would send."""
    ALWAYS = "always"
    NEVER = "never"


class Speaks(StrEnum):
    READER = "reader"
    """The language of whoever reads it."""
    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing on a page; `kind` names a file of `app/program/form_items/`.

    Each kind says which of these it takes; the others stay as they are here.
    """

    kind: str
    key: str
    """What conditions call its answer; unique on the form."""
    label: Words | None = None
    """None: the label of the field."""
    help: Words | None = None
    text: Words = NOTHING
    field: str | None = None
    """The field of the form's object that the answer goes to; `member.…` is one of the member."""
    object: str | None = None
    """The object of the rows of a sub-form."""
    width: Width = Width.FULL
    required: Any = None
    """True, false, or when: a condition. None: as the field says."""
    visible: Any = None
    """When it is shown: a condition. None: always."""
    computed: Any = None
    """What its value is, as JSON-Logic; then nobody types it."""
    value: Any = None
    """What a hidden item holds unless the link says otherwise, as JSON."""
    prefill: bool = False
    """Whether the link may give the value: `?key=…`."""
    least: int = 0
    most: int = 10
    items: tuple["Item", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    key: str
    label: Words = NOTHING
    intro: Words = NOTHING
    visible: Any = None
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """How the member is known."""

    by: str | None = None
    """A unique field of the member that the form asks for. None: only the link tells."""
    link: bool = True
    """Whether a personal link tells who it is."""
    create: bool = True
    """Whether somebody nobody knows becomes a member."""
    existing: Existing = Existing.FILL


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """When, how often and with which password the form may be sent."""

    opens: str | None = None
    """The first local day or moment, as JSON."""
    closes: str | None = None
    """From this local day or moment on it is closed."""
    limit: int | None = None
    """How many submissions are taken in all."""
    per_member: PerMember = PerMember.UNLIMITED
    password: bool = False
    """Whether one is asked for; the password itself is kept with the link, never here."""


class Agreed(StrEnum):
    """What somebody agrees to with a form."""

    TERMS = "terms"
    """What becomes of the answers."""
    MARKETING = "marketing"
    """Being sent offers and news, on every channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What people agree to; its text as it was is kept with each submission."""

    text: Words
    required: bool = True
    purpose: Agreed = Agreed.TERMS


@dataclass(frozen=True, slots=True, kw_only=True)
class Thanks:
    """What is shown once a submission is kept."""

    title: Words = NOTHING
    text: Words = NOTHING
    url: str | None = None
    """A page of one's own to go to instead."""
    tier: bool = True
    """Whether a tier that was reached by it is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What keeps machines from filling a form."""

    seconds: int = 2
    """Nobody fills the form faster; whoever does is asked to confirm."""
    hourly: int = 60
    """So many submissions an hour from one address are taken without a question."""
    proof: Proof = Proof.AUTO


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form whose answers become records of one object."""

    key: str
    label: Words
    intro: Words = NOTHING
    object: str = MEMBER
    who: Who = field(default_factory=Who)
    pages: tuple[Page, ...] = ()
    access: Access = field(default_factory=Access)
    consent: Consent | None = None
    thanks: Thanks = field(default_factory=Thanks)
    guard: Guard = field(default_factory=Guard)
    language: Speaks = Speaks.READER
    save_days: int = 30
    """For how many days what was typed may be resumed; 0: it cannot be saved."""
    embed: tuple[str, ...] = ()
    """Origins whose pages may show it in a frame."""

    @property
    def items(self) -> Iterator[Item]:
        """Give every item outside of sub-forms, those of sections behind their section."""
        for page in self.pages:
            yield from flat(page.items)

    def item(self, key: str) -> Item:
        return next(each for each in self.items if each.key == key)

    def find_item(self, key: str) -> Item | None:
        return next((each for each in self.items if each.key == key), None)


SECTION = "section"
ROWS = "rows"


def flat(items: tuple[Item, ...]) -> Iterator[Item]:
    """Give items with those of their sections; the items of rows are the rows' own."""
    for each in items:
        yield each
        if each.kind == SECTION:
            yield from flat(each.items)
