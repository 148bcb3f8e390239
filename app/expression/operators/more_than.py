"""`>`: above a threshold."""

from app.expression.comparing import Ordering
from app.words import Words


class MoreThan(Ordering):
    key = ">"
    label = Words("超过", "is more than")
    order = 4
    ranks = Words("不在前（含）", "is not in the top, inclusive")
    symbol = ">"
    opposite = "<="
    threshold = Words("{0}超过 {1}", "{0} is more than {1}")
    dates = Words("{0}晚于 {1}", "{0} is after {1}")
