"""`<`: below a threshold."""

from app.expression.comparing import Ordering
from app.words import Words


class LessThan(Ordering):
    key = "<"
    label = Words("低于", "is below")
    order = 3
    ranks = Words("排在前", "is in the top")
    symbol = "<"
    opposite = ">="
    threshold = Words("{0}低于 {1}", "{0} is below {1}")
    dates = Words("{0}早于 {1}", "{0} is before {1}")
