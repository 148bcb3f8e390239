"""`last_of`: a field of the latest record in which it is set; null where there is none."""

from app.expression.endmost import Endmost
from app.words import Words


class LastOf(Endmost):
    key = "last_of"
    label = Words("最近一次", "last")
    measure = Words("{window}最近一次{label}", "last {label} {window}")
    latest = True
