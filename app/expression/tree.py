"""The typed tree: a closed union of nodes that every meaning takes apart completely."""

from dataclasses import dataclass
from typing import TypeAlias

from app.expression.types import Type
from app.expression.windows import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A literal, already in the form in which values are kept."""

    path: str
    type: Type
    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A field; a dotted name goes through references. The empty name is the current item."""

    path: str
    type: Type
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list whose items are themselves computed."""

    path: str
    type: Type
    items: "tuple[Typed, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Convert:
    """A number in another numeric type: exact, or refused before."""

    path: str
    type: Type
    value: "Typed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """A value that is null when it leaves the range of its type."""

    path: str
    type: Type
    value: "Typed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Apply:
    """An operator with its arguments; `words` are those that are no values: units, parts, names."""

    path: str
    type: Type
    operator: str
    arguments: "tuple[Typed, ...]" = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantifier:
    """The words all, some and none, over the rows of a relation, or over a list; two-valued."""

    path: str
    type: Type
    operator: str
    relation: str | None
    items: "Typed | None"
    condition: "Typed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transform:
    """map, filter or reduce over a list; for one record only."""

    path: str
    type: Type
    operator: str
    items: "Typed"
    body: "Typed"
    start: "Typed | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollup:
    """A metric: what a function makes of a relation's rows in a window."""

    path: str
    type: Type
    function: str
    relation: str
    field: str | None
    window: Window
    filter: "Typed | None"
    normal_form: str
    """Canonical JSON; equal metrics have equal forms wherever they are written."""
    source: str
    """Canonical JSON of relation, field and filter: what day buckets are kept by."""
    occurred: str = ""
    """The field that windows go by."""
    by_instant: bool = False
    """Whether that field is a date-time, whose local day counts."""
    field_type: Type | None = None
    mode: str | None = None
    """`current` or `best`, of a streak."""
    unit: str | None = None
    """`day`, `week` or `month`, of a streak."""
    cap: int | None = None
    """How many records of one day count at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankCut:
    """A rank compared with a literal: whether this member's metric reaches the cut."""

    path: str
    type: Type
    metric: "Typed"
    mode: str
    """`percent` (100 × members strictly ahead ÷ ranked) or `position` (1 + members ahead)."""
    operator: str
    """`<` or `<=`: being near enough to the top."""
    threshold: float | int
    negated: bool
    """True where the rule asks for the members that are not near enough."""
    normal_form: str
    """Canonical JSON of metric, mode, operator and threshold."""


Typed: TypeAlias = (
    Constant
    | Variable
    | Listing
    | Convert
    | Guard
    | Apply
    | Quantifier
    | Transform
    | Rollup
    | RankCut
)


def children(node: Typed) -> "tuple[Typed, ...]":
    """Give the nodes directly below, also those that see other rows."""
    match node:
        case Constant() | Variable():
            return ()
        case Listing(items=items):
            return items
        case Convert(value=value) | Guard(value=value):
            return (value,)
        case Apply(arguments=arguments):
            return arguments
        case Quantifier(items=items, condition=condition):
            return (condition,) if items is None else (items, condition)
        case Transform(items=items, body=body, start=start):
            return (items, body) if start is None else (items, body, start)
        case Rollup(filter=condition):
            return () if condition is None else (condition,)
        case RankCut(metric=metric):
            return (metric,)
