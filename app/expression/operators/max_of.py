"""`max_of`: the greatest value of a field; null where no record has one."""

from typing import Any

from sqlalchemy import ColumnElement, case, func

from app.expression.outermost import Outermost
from app.expression.rolling import Buckets
from app.expression.tree import Rollup
from app.words import Words


class MaxOf(Outermost):
    key = "max_of"
    label = Words("最大", "greatest of")
    measure = Words("{window}最大{label}", "greatest {label} {window}")
    choose = max
    sql_function = "max"

    def from_buckets(
        self, rollup: Rollup, buckets: Buckets, in_window: ColumnElement[bool]
    ) -> ColumnElement[Any]:
        return func.max(case((in_window, buckets.most)))
