"""What values a rule may speak about: the closed union of types, and what a rule may see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from app.words import Words

WHOLE = 2**53
"""Integers are exact up to here in Python, in both databases and in the browser."""
USUAL_WHOLE = 10**12
"""How large an integer or an amount is taken to be when nothing is declared."""
LARGEST = 1e150
"""The product of any two numbers up to here is still a finite double; so is any quotient."""
SMALLEST = 1e-150
FIRST_DAY = -718_797
"""0002-01-01 as a day; a date is at least this, and at most 9999-12-31."""
LAST_DAY = 2_932_896


@dataclass(frozen=True, slots=True)
class Boolean:
    """Yes or no; where it may be null it reads as unknown."""

    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Integer:
    lo: int = -USUAL_WHOLE
    hi: int = USUAL_WHOLE
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Number:
    """A finite double: zero, or between `smallest` and `magnitude` in size."""

    magnitude: float = 1e12
    smallest: float = 1e-9
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Decimal:
    """A decimal kept as an integer of its smallest unit; money is one of scale 2."""

    scale: int = 2
    lo: int = -USUAL_WHOLE
    hi: int = USUAL_WHOLE
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Text:
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """A text out of a list; an empty list of options allows any."""

    options: tuple[str, ...] = ()
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Date:
    """A day, counted since 1970-01-01."""

    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment in microseconds since 1970 UTC."""

    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Reference:
    """The id of a record of another object."""

    object: str = ""
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class ListOf:
    item: "Type"
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Null:
    """The type of a bare null."""

    nullable: bool = True


Type = (
    Boolean
    | Integer
    | Number
    | Decimal
    | Text
    | Choice
    | Date
    | Instant
    | Reference
    | ListOf
    | Null
)


@dataclass(frozen=True, slots=True)
class Relation:
    """Records that belong to the one a rule looks at."""

    fields: Mapping[str, Type]
    occurred: str
    """Its date or date-time field; windows go by it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a rule may see, and what it is called."""

    variables: Mapping[str, Type] = field(default_factory=dict)
    references: Mapping[str, "Scope"] = field(default_factory=dict)
    relations: Mapping[str, Relation] = field(default_factory=dict)
    ladders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Tier keys of each ladder, lowest first."""
    ladder: str | None = None
    """What `period`, `tier` and `{"tier": []}` mean when no ladder is named."""
    changes: bool = False
    """Whether there is an earlier state to ask for (`changed`, `before`)."""
    labels: Mapping[str, Words] = field(default_factory=dict)
    """By variable, `relation`, `relation.field`, `variable:option`, `tier:ladder:key`."""
    parameters: Mapping[str, object] = field(default_factory=dict)
    """Values of the programme, as JSON literals: `{"var": "active_kinds"}` stands for its value."""

    def find(self, name: str) -> Type | None:
        """Look a variable up; a dotted name goes through references."""
        head, dot, rest = name.partition(".")
        if not dot:
            return self.variables.get(name)
        if head in self.references:
            found = self.references[head].find(rest)
            return None if found is None else with_null(found)
        return None

    def names(self) -> list[str]:
        """List every variable that may be read, also one reference away."""
        through = [
            f"{head}.{name}" for head, scope in self.references.items() for name in scope.variables
        ]
        return [*self.variables, *through]

    def label(self, key: str) -> Words:
        """Say what a thing is called; without a label, by its key."""
        if key in self.labels:
            return self.labels[key]
        head, dot, rest = key.partition(".")
        if dot and head in self.references:
            owner, own = self.label(head), self.references[head].label(rest)
            return Words(f"{owner.zh}的{own.zh}", f"{owner.en} {own.en}")
        return Words(key, key)


EMPTY: Mapping[str, str] = MappingProxyType({})


def with_null(kind: Type, *, nullable: bool = True) -> Type:
    """Give the same type with or without null."""
    match kind:
        case Boolean():
            return Boolean(nullable)
        case Integer(lo=lo, hi=hi):
            return Integer(lo, hi, nullable)
        case Number(magnitude=magnitude, smallest=smallest):
            return Number(magnitude, smallest, nullable)
        case Decimal(scale=scale, lo=lo, hi=hi):
            return Decimal(scale, lo, hi, nullable)
        case Text():
            return Text(nullable)
        case Choice(options=options):
            return Choice(options, nullable)
        case Date():
            return Date(nullable)
        case Instant():
            return Instant(nullable)
        case Reference(object=name):
            return Reference(name, nullable)
        case ListOf(item=item):
            return ListOf(item, nullable)
        case Null():
            return kind


NAMES: dict[type[Type], Words] = {
    Boolean: Words("是/否", "yes/no"),
    Integer: Words("整数", "integer"),
    Number: Words("数值", "number"),
    Decimal: Words("金额", "money"),
    Text: Words("文本", "text"),
    Choice: Words("选项", "choice"),
    Date: Words("日期", "date"),
    Instant: Words("日期时间", "date and time"),
    Reference: Words("关联记录", "reference"),
    ListOf: Words("列表", "list"),
    Null: Words("空值", "null"),
}


def name_of(kind: Type) -> Words:
    """Name a type for a person."""
    return NAMES[type(kind)]


def is_numeric(kind: Type) -> bool:
    return isinstance(kind, Integer | Number | Decimal)


def is_textual(kind: Type) -> bool:
    return isinstance(kind, Text | Choice)


def is_ordered(kind: Type) -> bool:
    return isinstance(kind, Integer | Number | Decimal | Text | Choice | Date | Instant)
