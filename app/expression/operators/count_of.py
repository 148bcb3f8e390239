"""`count_of`: how many records there are."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, case, func

from app.days import Moment
from app.expression.counting import Dated
from app.expression.dialects import Whole
from app.expression.rolling import Buckets, Rolling
from app.expression.source import Rows
from app.expression.translator import Column, bound
from app.expression.tree import Apply, Rollup
from app.expression.types import USUAL_WHOLE, Integer, Type
from app.words import Words


class CountOf(Rolling):
    key = "count_of"
    label = Words("次数", "number of")
    order = 2
    offered = Words("次数", "count")
    reads_field = False
    measure = Words("{window}{label}", "number of {label} {window}")

    def result(self, kind: Type | None) -> Type | None:
        return Integer(0, USUAL_WHOLE, nullable=False)

    def of_rows(self, node: Rollup, rows: list[Dated], moment: Moment) -> object:
        return len(rows)

    def aggregate(self, node: Rollup, rows: Rows, column: Column | None) -> Column:
        return func.count(type_=BigInteger())

    def from_buckets(
        self, rollup: Rollup, buckets: Buckets, in_window: ColumnElement[bool]
    ) -> ColumnElement[Any]:
        counted = func.sum(case((in_window, buckets.rows)))
        return Whole(func.coalesce(counted, bound(0)))

    def unit(self, node: Apply | Rollup) -> str:
        return "count"
