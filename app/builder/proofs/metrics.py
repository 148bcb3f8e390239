"""What holds of metrics by their nature: counts are not negative, a year has what a month has."""

from collections.abc import Iterator
from itertools import permutations

from app.builder.proofs.terms import Free, Terms
from app.builder.proofs.windows import Windows
from app.expression.proving import Term
from app.expression.tree import RankCut, Rollup
from app.expression.types import USUAL_WHOLE, Decimal, Integer

NEVER_NEGATIVE = frozenset({("order", "net")})
"""What was paid less what was refunded; a refund never takes more than there is."""
COUNTS = frozenset({"count_of", "days_of", "streak_of"})


def metric_facts(terms: Terms, windows: Windows) -> Iterator[Term]:
    """Say what is true of every member's metrics, of one and of any two."""
    found = [
        (each, rollup)
        for key, rollup in terms.rollups.items()
        for each in (terms.free_by_key[key],)
    ]
    for each, rollup in found:
        yield from _alone(windows, each, rollup)
    for (one, narrow), (other, wide) in permutations(found, 2):
        if narrow.relation == wide.relation and _within(narrow, wide, windows):
            yield from _together(terms, one, narrow, other, wide)
    yield from _cuts(terms)


def _alone(windows: Windows, each: Free, rollup: Rollup) -> Iterator[Term]:
    match rollup.function:
        case "count_of":
            yield each.value >= 0
        case "days_of":
            yield each.value >= 0
            longest = windows.longest(rollup.window)
            if longest is not None:
                yield each.value <= longest
        case "streak_of":
            yield each.value >= 0
        case "sum_of":
            if never_negative(rollup):
                yield each.value >= 0
            if _never_too_large(rollup):
                yield each.known
        case "min_of" | "max_of" | "first_of" | "last_of":
            if never_negative(rollup):
                yield each.value >= 0


def never_negative(rollup: Rollup) -> bool:
    kind = rollup.field_type
    if (rollup.relation, rollup.field) in NEVER_NEGATIVE:
        return True
    return isinstance(kind, Integer | Decimal) and kind.lo >= 0


def _never_too_large(rollup: Rollup) -> bool:
    """Whether a total is beyond what is kept only after thousands of the largest values."""
    kind = rollup.field_type
    return isinstance(kind, Integer | Decimal) and max(-kind.lo, kind.hi) <= USUAL_WHOLE


def _within(narrow: Rollup, wide: Rollup, windows: Windows) -> bool:
    """Whether every row that the one counts is counted by the other."""
    if wide.filter is not None and _filter(narrow) != _filter(wide):
        return False
    return windows.within(narrow.window, wide.window)


def _filter(rollup: Rollup) -> str:
    """Give the canonical filter: what the source has besides relation and field."""
    return rollup.source.split(",", 2)[2] if rollup.filter is not None else ""


def _together(terms: Terms, one: Free, narrow: Rollup, other: Free, wide: Rollup) -> Iterator[Term]:
    """Say what follows where every row of the one is a row of the other."""
    if wide.function in COUNTS:
        yield from _counted(terms, one, narrow, other, wide)
    elif narrow.field == wide.field:
        yield from _valued(terms, one, narrow, other, wide)


def _counted(terms: Terms, one: Free, narrow: Rollup, other: Free, wide: Rollup) -> Iterator[Term]:
    match narrow.function, wide.function:
        case ("count_of", "count_of") | ("days_of" | "streak_of", "days_of" | "count_of"):
            yield one.value <= other.value
        case ("count_of", "days_of"):
            yield _implies(terms, one.value >= 1, other.value >= 1)
        case ("streak_of", "streak_of"):
            if narrow.unit == wide.unit and (narrow.mode, wide.mode) != ("best", "current"):
                yield one.value <= other.value
        case ("days_of" | "count_of", "streak_of") if wide.mode == "best":
            yield _implies(terms, one.value >= 1, other.value >= 1)
        case ("sum_of", "count_of"):
            something = terms.every([one.known, one.value != 0])
            yield _implies(terms, something, other.value >= 1)
        case ("min_of" | "max_of" | "first_of" | "last_of" | "avg_of", "count_of"):
            yield _implies(terms, one.known, other.value >= 1)


def _valued(terms: Terms, one: Free, narrow: Rollup, other: Free, wide: Rollup) -> Iterator[Term]:
    match narrow.function, wide.function:
        case ("sum_of", "sum_of") if never_negative(narrow):
            both = terms.every([one.known, other.known])
            yield _implies(terms, both, one.value <= other.value)
        case ("min_of" | "max_of" | "first_of" | "last_of", "max_of"):
            yield _implies(terms, one.known, terms.every([other.known, one.value <= other.value]))
        case ("min_of" | "max_of" | "first_of" | "last_of", "min_of"):
            yield _implies(terms, one.known, terms.every([other.known, one.value >= other.value]))


def _cuts(terms: Terms) -> Iterator[Term]:
    """Being among the first ten takes at least what being among the first twenty takes."""
    for (one, near), (other, far) in permutations(terms.cuts.items(), 2):
        if _is_stricter(near, far):
            nearer, further = terms.free_by_key[one], terms.free_by_key[other]
            reaches = terms.every([further.known, nearer.value >= further.value])
            yield _implies(terms, nearer.known, reaches)


def _is_stricter(near: RankCut, far: RankCut) -> bool:
    same = near.mode == far.mode and near.metric.type == far.metric.type
    if not same or _metric(near) != _metric(far):
        return False
    return (near.threshold, near.operator) < (far.threshold, far.operator)


def _metric(rank: RankCut) -> str:
    return rank.metric.normal_form if isinstance(rank.metric, Rollup) else rank.normal_form


def _implies(terms: Terms, given: Term, follows: Term) -> Term:
    return terms.some([terms.opposite(given), follows])
