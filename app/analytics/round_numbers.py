"""The roundest number between two bounds: a threshold that people can remember."""

from fractions import Fraction
from math import ceil, floor

MOST_PLACES = 9
_STEPS = (10, 5, 2)
"""Of 1,000, 500 and 200 the first is the roundest; then come 100, 50 and 20."""


def roundest(low: int, high: int, near: int) -> int:
    """Give the whole number with `low` <= n <= `high` that ends in most noughts.

    Where several are as round, the one nearest to `near`.
    """
    if low <= 0 <= high:
        return 0
    power: int = 10 ** len(str(max(abs(low), abs(high))))
    while power > 1:
        for part in _STEPS:
            step = power * part // 10
            first, last = -(-low // step), high // step
            if first <= last:
                return step * min(max(round(Fraction(near, step)), first), last)
        power //= 10
    return min(max(near, low), high)


def roundest_above(over: Fraction | None, up_to: Fraction, near: Fraction) -> float:
    """Give the roundest fraction with `over` < x <= `up_to`; None as `over` is `up_to` itself."""
    for places in range(MOST_PLACES + 1):
        scale: int = 10**places
        high = floor(up_to * scale)
        low = ceil(up_to * scale) if over is None else floor(over * scale) + 1
        if low <= high:
            return roundest(low, high, round(near * scale)) / scale
    return float(up_to)
