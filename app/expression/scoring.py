"""A score taken apart: what each part gives, and what one part alone would take to reach more."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import ceil, floor

from app.expression.comparison import Comparer, Comparison, Part, bare
from app.expression.operators.score import share
from app.expression.ranges import scale_of
from app.expression.speaker import measured
from app.expression.tree import Apply, Typed
from app.expression.types import Number
from app.words import Words

TOWARDS = frozenset({">=", ">"})


def weights(node: Apply) -> list[tuple[float, float]]:
    """Give weight and cap of each part of a score."""
    numbers = [float(word) for word in node.words]
    return list(zip(numbers[0::2], numbers[1::2], strict=True))


def score_in(node: Typed) -> Apply | None:
    """Find the score that a comparison is about, also where it is rounded."""
    found = bare(node)
    if isinstance(found, Apply) and found.operator == "round":
        found = bare(found.arguments[0])
    return found if isinstance(found, Apply) and found.operator == "score" else None


def taken_apart(compared: Comparison, score: Apply, compare: Comparer) -> Comparison:
    """Add to a comparison what its score is made of."""
    parts = [_part(*each, compare) for each in zip(score.arguments, weights(score), strict=True)]
    known = [each.points for each in parts if each.points is not None]
    missing = compared.threshold
    if len(known) == len(parts) and compared.operator in TOWARDS and _is_number(missing):
        ways = _closing(parts, score, float(missing), compare)  # type: ignore[arg-type]  # A number.
        parts = [replace(each, closing=way) for each, way in zip(parts, ways, strict=True)]
    return replace(
        compared,
        parts=tuple(parts),
        shown_value=_shown(compared.value, floor) or compared.shown_value,
        shown_gap=_shown(compared.gap, ceil),
    )


def _shown(value: object, towards: Callable[[float], int]) -> Words | None:
    """Write points to two places, so that what is missing never looks like nothing."""
    if not _is_number(value):
        return None
    text = f"{towards(round(value * 100, 6)) / 100:,.2f}".rstrip("0").rstrip(".")  # type: ignore[operator]  # A number.
    return Words(text, text)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _part(node: Typed, weighed: tuple[float, float], compare: Comparer) -> Part:
    weight, cap = weighed
    written, number = bare(node), compare.value_of(node)
    unit = compare.say.unit(written)
    shown_cap = cap if isinstance(written.type, Number) else round(cap * _units(written))
    points = None if number is None else share(number, weight, cap)
    value = compare.value_of(written)
    return Part(
        subject=compare.say.words(written),
        value=value,
        share=None if points is None else points / weight,
        weight=weight,
        points=points,
        shown_value=Words("无数据", "no data")
        if value is None
        else measured(value, written.type, unit),
        shown_cap=measured(shown_cap, written.type, unit),
    )


def _units(node: Typed) -> int:
    return int(10 ** scale_of(node.type))


def _closing(
    parts: list[Part], score: Apply, threshold: float, compare: Comparer
) -> Iterator[Comparison | None]:
    total = sum(each.points or 0.0 for each in parts)
    for part, node, (weight, cap) in zip(parts, score.arguments, weights(score), strict=True):
        wanted = threshold - total + (part.points or 0.0)
        if total >= threshold or wanted > weight:
            yield None
            continue
        yield _up_to(wanted * cap / weight, part, bare(node), compare, cap)


def _up_to(value: float, part: Part, node: Typed, compare: Comparer, cap: float) -> Comparison:
    """Say what it takes to bring one part up to a value."""
    units, unit = _units(node), compare.say.unit(node)
    whole = not isinstance(node.type, Number)
    # A tiny excess of a double is none: 50 parts of 100 are not 51.
    wanted = ceil(value * units - 1e-6) if whole else value
    gap = wanted - part.value  # type: ignore[operator]  # A part with points has a number.
    return Comparison(
        subject=part.subject,
        value=part.value,
        operator=">=",
        threshold=wanted,
        gap=gap,
        progress=max(0.0, 1 - gap / (cap * (units if whole else 1))),
        unit=unit,
        shown_value=part.shown_value,
        shown_threshold=measured(wanted, node.type, unit),
        shown_gap=measured(gap, node.type, unit),
        template=compare.template(node),
    )
