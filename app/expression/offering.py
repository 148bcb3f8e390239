"""What an operator offers to whoever builds rules by hand: its places, and what fits into each.

An editor is drawn from this alone. The shapes of places are a closed set, which an editor knows;
operators are an open shelf, of which it knows none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.expression.types import (
    Boolean,
    Choice,
    Date,
    Decimal,
    Instant,
    Integer,
    ListOf,
    Null,
    Number,
    Reference,
    Text,
    Type,
)
from app.words import Words


class Role(StrEnum):
    """What an offer is in a rule."""

    RULE = "rule"
    """True or false by itself."""
    OPERAND = "operand"
    """A value that is compared."""
    GROUP = "group"
    """Joins rules."""


class Section(StrEnum):
    """Where an operand is found in a list of all of them."""

    FIELD = "field"
    METRIC = "metric"
    STANDING = "standing"
    DATE = "date"
    CALCULATION = "calculation"

    @property
    def label(self) -> Words:
        return _SECTIONS[self]


_SECTIONS = {
    Section.FIELD: Words("字段", "Fields"),
    Section.METRIC: Words("指标", "Metrics"),
    Section.STANDING: Words("等级与排名", "Tiers and ranks"),
    Section.DATE: Words("日期", "Dates"),
    Section.CALCULATION: Words("计算", "Calculations"),
}


class Kind(StrEnum):
    """Of what sort a value is, as far as operators and inputs differ by it."""

    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"
    LIST = "list"
    REFERENCE = "reference"
    RANK = "rank"
    """A place among all; it is compared with a fixed number only."""


NUMERIC = (Kind.INTEGER, Kind.NUMBER, Kind.MONEY)
TIMES = (Kind.DATE, Kind.DATETIME)
TEXTUAL = (Kind.TEXT, Kind.CHOICE)
SINGLE = (*NUMERIC, *TEXTUAL, *TIMES, Kind.BOOLEAN, Kind.REFERENCE)
ANY = (*SINGLE, Kind.LIST)

_KINDS: Mapping[type[Type], Kind] = {
    Boolean: Kind.BOOLEAN,
    Integer: Kind.INTEGER,
    Number: Kind.NUMBER,
    Decimal: Kind.MONEY,
    Text: Kind.TEXT,
    Choice: Kind.CHOICE,
    Date: Kind.DATE,
    Instant: Kind.DATETIME,
    Reference: Kind.REFERENCE,
    ListOf: Kind.LIST,
}
EXAMPLES: Mapping[Kind, Type] = {
    Kind.BOOLEAN: Boolean(),
    Kind.INTEGER: Integer(),
    Kind.NUMBER: Number(),
    Kind.MONEY: Decimal(),
    Kind.TEXT: Text(),
    Kind.CHOICE: Choice(("a", "b")),
    Kind.DATE: Date(),
    Kind.DATETIME: Instant(),
    Kind.REFERENCE: Reference("store"),
    Kind.LIST: ListOf(Text()),
}
"""A type of each kind."""


def kind_of(kind: Type) -> Kind | None:
    """Say of what sort values of a type are; None for a bare null."""
    return None if isinstance(kind, Null) else _KINDS[type(kind)]


class Shape(StrEnum):
    """What is written in a place."""

    OPERAND = "operand"
    """A value that is computed: a field, a metric, a date."""
    VALUE = "value"
    """A literal of the sort of another place, or an operand of that sort."""
    VALUES = "values"
    """A list of literals of the sort of another place."""
    WORD = "word"
    """One of some words."""
    NAME = "name"
    """The name of a field of the record itself, as a text."""
    RECORDS = "records"
    """The name of an object with records."""
    RECORD_FIELD = "record_field"
    """The name of a field of such an object: `order.net`."""
    WINDOW = "window"
    NUMBER = "number"
    """A literal number."""
    TEXT = "text"
    """A literal text."""
    TITLE = "title"
    """A literal text, or one each in Chinese and English."""
    CONDITION = "condition"
    """A condition; with `rows_of`, about the records named in another place."""
    LADDER = "ladder"
    PARTS = "parts"
    """A list of lists, each with places of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One of the words a place takes."""

    key: str
    label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place of an operator, where something is written."""

    shape: Shape
    label: Words
    accepts: tuple[Kind, ...] = ()
    """Kinds that may stand here; none for shapes that are no values."""
    like: int | None = None
    """The place whose sort this one follows."""
    items: bool = False
    """Whether it follows the items of that place, which is a list."""
    words: tuple[Word, ...] = ()
    rows_of: int | None = None
    """The place that names the records a condition is about."""
    slots: "tuple[Slot, ...]" = ()
    """The places of each part."""
    spread: bool = False
    """Whether each part is an argument of its own."""
    optional: bool = False
    fixed: bool = False
    """Whether only a literal may be written."""
    least: float | None = None
    most: float | None = None
    usual: str | float | None = None
    """What a new one begins with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Of what sort a value is, and what it counts: money, count, day, percent and the like."""

    kind: Kind
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What comes out: always the same, or by what stands in a place."""

    always: Outcome | None = None
    of: int | None = None
    """The place on which the outcome depends."""
    by_kind: Mapping[Kind, Outcome] = field(default_factory=dict)
    """By the kind in that place; a kind that is not named comes out as it went in."""
    unit_in: int | None = None
    """The place whose word is the unit."""
    tiers_of: int | None = None
    """The place that names the ladder whose tiers are the choices."""


def always(kind: Kind, unit: str | None = None) -> Result:
    return Result(always=Outcome(kind=kind, unit=unit))


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One way of using an operator."""

    role: Role
    label: Words | None = None
    """None: what the operator itself is called."""
    slots: tuple[Slot, ...] = ()
    section: Section | None = None
    result: Result | None = None
    subject: int = 0
    """The place of what a rule is about; the others follow its comparison."""
    negated: Words | None = None
    """What its opposite is called, which is written with `!` around it."""
    called: Mapping[Kind, Words] = field(default_factory=dict)
    """What it is called for a subject of some kinds."""
    order: int = 50
    """Where it stands among those that fit; the lowest is what one begins with."""
    listed: bool = True
    """Whether it is offered; another way of writing the same is only understood."""
    bare: bool = False
    """Whether the first place alone is the rule, without any operator."""
    alone: bool = False
    """Whether its only argument is usually written without a list."""
    single: bool = False
    """Whether it is for one record only."""
    of_change: bool = False
    """Whether it asks for what was before the change at hand."""
    of_ladder: bool = False
    """Whether it is for the conditions of a ladder only."""


def operand(*accepts: Kind, zh: str = "值", en: str = "value") -> Slot:
    return Slot(shape=Shape.OPERAND, label=Words(zh, en), accepts=accepts)


def value(like: int = 0, *, zh: str = "值", en: str = "value", items: bool = False) -> Slot:
    return Slot(shape=Shape.VALUE, label=Words(zh, en), like=like, items=items)


def values(like: int = 0, *, items: bool = False) -> Slot:
    return Slot(shape=Shape.VALUES, label=Words("选项", "options"), like=like, items=items)


def word(label: Words, words: Mapping[str, Words], usual: str, *, optional: bool = False) -> Slot:
    return Slot(
        shape=Shape.WORD,
        label=label,
        words=tuple(Word(key=key, label=said) for key, said in words.items()),
        usual=usual,
        optional=optional,
    )


def number(
    zh: str, en: str, *, least: float, most: float, usual: float, optional: bool = False
) -> Slot:
    return Slot(
        shape=Shape.NUMBER,
        label=Words(zh, en),
        least=least,
        most=most,
        usual=usual,
        optional=optional,
    )


RECORDS = Slot(shape=Shape.RECORDS, label=Words("记录", "records"))
WINDOW = Slot(shape=Shape.WINDOW, label=Words("时间范围", "time"), optional=True, usual="365d")
FILTER = Slot(
    shape=Shape.CONDITION, label=Words("只算满足条件的", "only where"), rows_of=0, optional=True
)

NEEDED = Slot(shape=Shape.CONDITION, label=Words("满足", "meets"), rows_of=0)
NAME = Slot(shape=Shape.NAME, label=Words("字段", "field"))


def rule(*slots: Slot, **more: object) -> Offer:
    return Offer(role=Role.RULE, slots=slots, **more)  # type: ignore[arg-type]  # As `Offer` has them.


def computed(section: Section, result: Result, *slots: Slot, **more: object) -> Offer:
    return Offer(role=Role.OPERAND, section=section, result=result, slots=slots, **more)  # type: ignore[arg-type]  # As `Offer` has them.


def alike(kinds: Iterable[Kind], of: int = 0) -> Result:
    """Say that a value comes out as it stands in a place."""
    return Result(of=of, by_kind={each: Outcome(kind=each) for each in kinds})
