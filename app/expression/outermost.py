"""What `min_of` and `max_of` share: the outermost value of a field; null where there is none."""

from collections.abc import Callable
from typing import Any, ClassVar

from sqlalchemy import func

from app.days import Moment
from app.expression.counting import Dated
from app.expression.rolling import Rolling
from app.expression.source import Rows
from app.expression.translator import Column
from app.expression.tree import Rollup
from app.expression.types import Date, Instant, Type, is_numeric, with_null
from app.words import Words


class Outermost(Rolling):
    choose: "ClassVar[Callable[..., Any]]"
    sql_function: ClassVar[str]

    def result(self, kind: Type | None) -> Type | None:
        if kind is None or not (is_numeric(kind) or isinstance(kind, Date | Instant)):
            return None
        return with_null(kind)

    def refusal(self, kind: Type | None) -> Words:
        return Words(
            "只能取数值、金额或日期的最大最小值。",
            "Only numbers, amounts and dates have a least and a greatest.",
        )

    def of_rows(self, node: Rollup, rows: list[Dated], moment: Moment) -> object:
        field = node.field or ""
        values = [value for each in rows if (value := each.row.get(field)) is not None]
        return type(self).choose(values) if values else None

    def aggregate(self, node: Rollup, rows: Rows, column: Column | None) -> Column:
        return getattr(func, self.sql_function)(column)  # type: ignore[no-any-return]
