"""How long members stay on a tier."""

from collections import defaultdict
from collections.abc import Iterable

from app.storage.tier_history import Stretch

HALF = 0.5
ROUNDING = 1e-12
"""A product of shares that is one half may come out a little above."""


def median_days(stretches: Iterable[Stretch]) -> int | None:
    """Give the day by which half of those who reached a tier had gone from it, up or down.

    Stays that go on count for as long as they have lasted: the product-limit estimate of E. L.
    Kaplan and P. Meier, Nonparametric estimation from incomplete observations, Journal of the
    American Statistical Association 53 (1958) 457-481. None: more than half are still there.
    """
    ended: dict[int, int] = defaultdict(int)
    going: dict[int, int] = defaultdict(int)
    for each in stretches:
        (ended if each.ended else going)[each.days] += each.members
    there = sum(ended.values()) + sum(going.values())
    staying = 1.0
    for day in sorted({*ended, *going}):
        if ended[day]:
            staying *= 1 - ended[day] / there
            if staying <= HALF + ROUNDING:
                return day
        there -= ended[day] + going[day]
    return None
