"""`>=`: at or above a threshold (满)."""

from app.expression.comparing import Ordering
from app.words import Words


class AtLeast(Ordering):
    key = ">="
    label = Words("满", "is at least")
    order = 1
    ranks = Words("不在前", "is not in the top")
    symbol = ">="
    opposite = "<"
    threshold = Words("{0}满 {1}", "{0} is at least {1}")
    dates = Words("{0}不早于 {1}", "{0} is on or after {1}")
