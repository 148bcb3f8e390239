"""`min_of`: the least value of a field; null where no record has one."""

from typing import Any

from sqlalchemy import ColumnElement, case, func

from app.expression.outermost import Outermost
from app.expression.rolling import Buckets
from app.expression.tree import Rollup
from app.words import Words


class MinOf(Outermost):
    key = "min_of"
    label = Words("最小", "least of")
    measure = Words("{window}最小{label}", "least {label} {window}")
    choose = min
    sql_function = "min"

    def from_buckets(
        self, rollup: Rollup, buckets: Buckets, in_window: ColumnElement[bool]
    ) -> ColumnElement[Any]:
        return func.min(case((in_window, buckets.least)))
