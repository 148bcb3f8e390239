"""`avg_of`: the mean of a field over the records where it is set; null where there are none."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Double, case, func, literal

from app.days import Moment
from app.expression.counting import Dated
from app.expression.dialects import AsNumber, Quotient
from app.expression.offering import Kind, Outcome, Result
from app.expression.ranges import as_number, scale_of
from app.expression.rolling import Buckets, Rolling
from app.expression.source import Rows
from app.expression.translator import Column, bound
from app.expression.tree import Apply, Rollup
from app.expression.types import WHOLE, Decimal, Integer, Number, Type
from app.words import Words

MOST_ROWS = 1e12


class AvgOf(Rolling):
    key = "avg_of"
    label = Words("平均", "average of")
    measure = Words("{window}平均{label}", "average {label} {window}")

    def outcome(self, taken: Mapping[Kind, Kind]) -> Result:
        units = {each: "money" if each is Kind.MONEY else None for each in taken}
        return Result(
            of=0, by_kind={each: Outcome(kind=Kind.NUMBER, unit=units[each]) for each in taken}
        )

    def result(self, kind: Type | None) -> Type | None:
        if not isinstance(kind, Integer | Decimal):
            return None
        number = as_number(kind)
        return Number(number.magnitude, number.smallest / MOST_ROWS)

    def refusal(self, kind: Type | None) -> Words:
        return Words("只能平均整数或金额字段。", "Only whole numbers and amounts can be averaged.")

    def of_rows(self, node: Rollup, rows: list[Dated], moment: Moment) -> object:
        values = [value for each in rows if (value := each.row.get(node.field or "")) is not None]
        total = sum(values)
        if not values or not -WHOLE <= total <= WHOLE:
            return None
        return float(total) / (len(values) * _unit(node))

    def aggregate(self, node: Rollup, rows: Rows, column: Column | None) -> Column:
        return _mean(node, func.sum(column), func.count(column))

    def from_buckets(
        self, rollup: Rollup, buckets: Buckets, in_window: ColumnElement[bool]
    ) -> ColumnElement[Any]:
        total = func.sum(case((in_window, buckets.total)))
        return _mean(rollup, total, func.sum(case((in_window, buckets.rows))))

    def unit(self, node: Apply | Rollup) -> str:
        is_money = isinstance(node, Rollup) and isinstance(node.field_type, Decimal)
        return "money" if is_money else "number"


def _unit(node: Rollup) -> float:
    return 10.0 ** scale_of(node.field_type) if node.field_type is not None else 1.0


def _mean(node: Rollup, total: Column, count: Column) -> Column:
    divisor = func.nullif(AsNumber(count) * literal(_unit(node), Double()), literal(0.0, Double()))
    exact = total.between(bound(-WHOLE), bound(WHOLE))
    return case((exact, Quotient(AsNumber(total), divisor)))
