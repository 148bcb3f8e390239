"""`first_of`: a field of the earliest record in which it is set; null where there is none."""

from app.expression.endmost import Endmost
from app.words import Words


class FirstOf(Endmost):
    key = "first_of"
    label = Words("首次", "first")
    measure = Words("{window}首次{label}", "first {label} {window}")
    latest = False
