"""What the pages about designs of coupons and benefits show: values, for the templates."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.errors import Finding
from app.web.records.inputs import Input
from app.web.records.model import TierShown
from app.web.undoing import Undo
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class UseShown:
    """A place of the draft that needs a coupon or a benefit."""

    where: Words
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KindShown:
    """A kind of which one may be made."""

    label: Words
    about: Words
    icon: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KindGroup:
    label: Words
    kinds: tuple[KindShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Urls:
    """What may be done with a design; none of it for whoever may only read."""

    edit: str
    duplicate: str
    remove: str
    budget: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignRow:
    """A coupon or a benefit of the draft, in words."""

    label: Words
    kind: Words
    icon: str
    worth: Words
    validity: Words
    limits: Words
    takes: tuple[Words, ...]
    """What one takes out of which budget."""
    cost: Words
    uses: tuple[UseShown, ...]
    state: Words | None
    """What of it is not published yet."""
    findings: tuple[Finding, ...]
    is_open: bool
    """Whether its kind asks for what it leaves to tiers."""
    urls: Urls | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderLink:
    """Where it is set what the tiers of a ladder give."""

    label: Words
    url: str
    benefits: int
    """How often a tier has a benefit."""
    packs: tuple[tuple[TierShown, Words, str], ...]
    """Tiers with what their pack and their calendar bring, and where that is set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignsPage:
    coupons: tuple[DesignRow, ...]
    benefits: tuple[DesignRow, ...]
    ladders: tuple[LadderLink, ...]
    coupon_kinds: tuple[KindShown, ...]
    new_urls: Mapping[str, str]
    may_edit: bool
    readable: bool
    document_url: str
    undo: Undo | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartShown:
    """Inputs under one heading."""

    key: str
    title: Words
    about: Words
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WayShown:
    """A way of saying how long a coupon holds."""

    value: str
    label: Words
    chosen: bool
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What members read of a coupon or a benefit."""

    title: Words
    worth: Words
    terms: Words
    more: Words
    """What is told besides."""
    example: Words
    """How it would be with one that is issued today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Something that somebody else has said otherwise meanwhile."""

    label: Words
    theirs: str
    yours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanwhile:
    """Somebody else saved the same thing: what they said, and where it is."""

    by: str
    gone: bool
    differences: tuple[Difference, ...]
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """A coupon or a benefit being written."""

    title: Words
    kind: Words
    kind_key: str
    is_coupon: bool
    url: str
    told_url: str
    back_url: str
    parts: tuple[PartShown, ...]
    ways: tuple[WayShown, ...]
    way_error: Words | None
    wrong: int
    """How many inputs have something to be put right."""
    problem: Words | None
    findings: tuple[Finding, ...]
    """What the checks say that belongs to no input."""
    notes: Mapping[str, Words]
    """What the checks would have one think about, by input."""
    told: Told
    seen: str
    meanwhile: Meanwhile | None
    uses: tuple[UseShown, ...]
    tiers: tuple[tuple[TierShown, Words], ...]
    """Which tiers have a benefit, with what they give of it."""
    urls: Urls | None
    """None of one that is new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindsPage:
    """The kinds among which one chooses."""

    title: Words
    groups: tuple[KindGroup, ...]
    back_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePage:
    """What is about to be taken out, what needs it, and why else it stays."""

    label: Words
    uses: tuple[UseShown, ...]
    url: str
    back_url: str
    unused: int = 0
    """Coupons that members still hold."""
    stays: Words | None = None
