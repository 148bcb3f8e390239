"""`<=`: at or below a threshold."""

from app.expression.comparing import Ordering
from app.words import Words


class AtMost(Ordering):
    key = "<="
    label = Words("不超过", "is at most")
    order = 2
    ranks = Words("排在前（含）", "is in the top, inclusive")
    symbol = "<="
    opposite = ">"
    threshold = Words("{0}不超过 {1}", "{0} is at most {1}")
    dates = Words("{0}不晚于 {1}", "{0} is on or before {1}")
