"""`sum_of`: the total of a field; 0 where there are no records."""

from typing import Any

from sqlalchemy import ColumnElement, case, func

from app.days import Moment
from app.expression.counting import Dated
from app.expression.dialects import Whole
from app.expression.rolling import Buckets, Rolling
from app.expression.source import Rows
from app.expression.translator import Column, bound
from app.expression.tree import Rollup
from app.expression.types import WHOLE, Decimal, Integer, Type
from app.words import Words


class SumOf(Rolling):
    key = "sum_of"
    label = Words("合计", "total of")
    order = 1

    def result(self, kind: Type | None) -> Type | None:
        # A total beyond 2^53 cannot be kept exactly and is null; it takes thousands of rows at
        # the very end of the range.
        match kind:
            case Decimal(scale=scale):
                return Decimal(scale, -WHOLE, WHOLE)
            case Integer():
                return Integer(-WHOLE, WHOLE)
            case _:
                return None

    def refusal(self, kind: Type | None) -> Words:
        return Words("只能合计整数或金额字段。", "Only whole numbers and amounts can be totalled.")

    def of_rows(self, node: Rollup, rows: list[Dated], moment: Moment) -> object:
        field = node.field or ""
        total: int = sum(each.row.get(field) or 0 for each in rows)
        return total if -WHOLE <= total <= WHOLE else None

    def aggregate(self, node: Rollup, rows: Rows, column: Column | None) -> Column:
        return _total(func.sum(column))

    def from_buckets(
        self, rollup: Rollup, buckets: Buckets, in_window: ColumnElement[bool]
    ) -> ColumnElement[Any]:
        return _total(func.sum(case((in_window, buckets.total))))


def _total(total: Column) -> Column:
    total = func.coalesce(total, bound(0))
    return case((total.between(bound(-WHOLE), bound(WHOLE)), Whole(total)))
