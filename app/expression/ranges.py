"""Which type holds the values of two types, and how far results of arithmetic may reach."""

from app.expression.types import (
    LARGEST,
    SMALLEST,
    WHOLE,
    Choice,
    Decimal,
    Integer,
    ListOf,
    Null,
    Number,
    Reference,
    Text,
    Type,
    is_numeric,
    is_textual,
    with_null,
)


def unify(left: Type, right: Type) -> Type | None:
    """Find the type that holds the values of both; None for unlike types."""
    if isinstance(left, Null):
        return with_null(right)
    if isinstance(right, Null):
        return with_null(left)
    nullable = left.nullable or right.nullable
    if is_numeric(left) and is_numeric(right):
        return with_null(_numeric(left, right), nullable=nullable)
    if is_textual(left) and is_textual(right):
        if isinstance(left, Choice) and isinstance(right, Choice) and left.options == right.options:
            return with_null(left, nullable=nullable)
        return Text(nullable)
    if isinstance(left, Reference) and isinstance(right, Reference):
        return _references(left, right)
    if isinstance(left, ListOf) and isinstance(right, ListOf):
        item = unify(left.item, right.item)
        return None if item is None else ListOf(item, nullable)
    return with_null(left, nullable=nullable) if type(left) is type(right) else None


def _references(left: Reference, right: Reference) -> Type | None:
    if left.object and right.object and left.object != right.object:
        return None
    return Reference(left.object or right.object, left.nullable or right.nullable)


def _numeric(left: Type, right: Type) -> Type:
    if isinstance(left, Number) or isinstance(right, Number):
        first, second = as_number(left), as_number(right)
        return Number(max(first.magnitude, second.magnitude), min(first.smallest, second.smallest))
    scale = max(scale_of(left), scale_of(right))
    lows, highs = zip(_scaled(left, scale), _scaled(right, scale), strict=True)
    if scale:
        return Decimal(scale, min(lows), max(highs))
    return Integer(min(lows), max(highs))


def scale_of(kind: Type) -> int:
    return kind.scale if isinstance(kind, Decimal) else 0


def _scaled(kind: Type, scale: int) -> tuple[int, int]:
    assert isinstance(kind, Integer | Decimal)
    factor = 10 ** (scale - scale_of(kind))
    return kind.lo * factor, kind.hi * factor


def as_number(kind: Type) -> Number:
    """Say how far a numeric type reaches when it is read as a double."""
    match kind:
        case Number():
            return kind
        case Integer(lo=lo, hi=hi, nullable=nullable):
            return Number(float(max(abs(lo), abs(hi), 1)), 1.0, nullable)
        case Decimal(scale=scale, lo=lo, hi=hi, nullable=nullable):
            unit = 10.0**scale
            return Number(max(abs(lo), abs(hi), 1) / unit, 1 / unit, nullable)
        case _:
            raise TypeError(f"{kind} is no numeric type.")


def fits(kind: Type) -> bool:
    """Say whether every value of a computed numeric type can be kept."""
    match kind:
        case Integer(lo=lo, hi=hi) | Decimal(lo=lo, hi=hi):
            return lo >= -WHOLE and hi <= WHOLE
        case Number(magnitude=magnitude, smallest=smallest):
            return magnitude <= LARGEST and smallest >= SMALLEST
        case _:
            return True


def guarded(kind: Type) -> Type:
    """Give the type of a value that is null wherever it would not fit."""
    match kind:
        case Integer(lo=lo, hi=hi):
            return Integer(_kept(lo), _kept(hi))
        case Decimal(scale=scale, lo=lo, hi=hi):
            return Decimal(scale, _kept(lo), _kept(hi))
        case Number(magnitude=magnitude, smallest=smallest):
            return Number(min(magnitude, LARGEST), max(smallest, SMALLEST))
        case _:
            return kind


def _kept(end: int) -> int:
    return max(-WHOLE, min(end, WHOLE))
