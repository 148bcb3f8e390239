"""`days_of`: on how many distinct days there was a record."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, case, func

from app.days import Moment
from app.expression.counting import Dated
from app.expression.rolling import Buckets, Rolling
from app.expression.source import Rows
from app.expression.translator import Column
from app.expression.tree import Apply, Rollup
from app.expression.types import LAST_DAY, Integer, Type
from app.words import Words


class DaysOf(Rolling):
    key = "days_of"
    label = Words("天数", "days with")
    order = 3
    reads_field = False
    measured_in = "day"
    measure = Words("{window}{label}天数", "days with {label} {window}")

    def result(self, kind: Type | None) -> Type | None:
        return Integer(0, 2 * LAST_DAY, nullable=False)

    def of_rows(self, node: Rollup, rows: list[Dated], moment: Moment) -> object:
        return len({each.day for each in rows})

    def aggregate(self, node: Rollup, rows: Rows, column: Column | None) -> Column:
        return func.count(rows.day.distinct(), type_=BigInteger())

    def from_buckets(
        self, rollup: Rollup, buckets: Buckets, in_window: ColumnElement[bool]
    ) -> ColumnElement[Any]:
        # Each day has one bucket, so that counting buckets counts days.
        return func.count(case((in_window, buckets.day)))

    def unit(self, node: Apply | Rollup) -> str:
        return "day"
