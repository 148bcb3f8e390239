"""Which values a field or a metric can have at all, by its type."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from app.builder.proofs.logic import Logic
from app.expression.proving import Term
from app.expression.types import (
    FIRST_DAY,
    LAST_DAY,
    Boolean,
    Choice,
    Date,
    Decimal,
    Instant,
    Integer,
    Number,
    Text,
    Type,
)

A_DAY = 86_400_000_000
NOISE = Fraction(1, 2**52)
"""How far a double is at most from the amount that it stands for, as a share of it."""


def bounds(
    value: Term,
    kind: Type,
    logic: Logic,
    text: Callable[[str], Term],
    ends: tuple[float | None, float | None] = (None, None),
) -> Iterator[Term]:
    """Say between what a value lies; `text` gives the terms of texts, `ends` those of a double."""
    lo, hi = ends
    match kind:
        case Integer() | Decimal():
            least, most = kind.lo, kind.hi
        case Date():
            least, most = FIRST_DAY, LAST_DAY
        case Instant():
            least, most = FIRST_DAY * A_DAY, (LAST_DAY + 1) * A_DAY
        case Boolean():
            least, most = 0, 1
        case Choice(options=options) if options:
            yield logic.some([value == text(each) for each in options])
            return
        case Choice() | Text():
            yield value >= text("")
            return
        case Number(magnitude=magnitude):
            far = Fraction(magnitude) * (1 + NOISE)
            yield value >= logic.number(-far if lo is None else Fraction(lo))
            yield value <= logic.number(far if hi is None else Fraction(hi))
            return
        case _:
            return
    yield value >= least
    yield value <= most
