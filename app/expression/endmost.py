"""What `first_of` and `last_of` share: a field of the earliest or latest record that has it."""

from typing import Any, ClassVar

from sqlalchemy import select

from app.days import Moment
from app.expression.counting import Dated
from app.expression.dialects import ByteOrder
from app.expression.rolling import Rolling
from app.expression.source import Rows
from app.expression.translator import Column, Translator
from app.expression.tree import Rollup
from app.expression.types import ListOf, Type, is_textual, with_null


class Endmost(Rolling):
    """Records of the same moment are told apart by the value itself."""

    bucketed = False
    latest: ClassVar[bool]

    def result(self, kind: Type | None) -> Type | None:
        return None if kind is None or isinstance(kind, ListOf) else with_null(kind)

    def of_rows(self, node: Rollup, rows: list[Dated], moment: Moment) -> object:
        field = node.field or ""
        found: list[tuple[Any, Any]] = [
            (each.row[node.occurred], value)
            for each in rows
            if (value := each.row.get(field)) is not None
        ]
        if not found:
            return None
        return (max(found) if self.latest else min(found))[1]

    def aggregate(self, node: Rollup, rows: Rows, column: Column | None) -> Column:
        assert column is not None
        return column

    def sql_metric(self, node: Rollup, translate: Translator) -> Column:
        rows = translate.source.rows(node.relation)
        column = rows.columns[node.field or ""]
        occurred = rows.columns.get(node.occurred, rows.day)
        value = ByteOrder(column) if node.field_type and is_textual(node.field_type) else column
        order = [occurred.desc(), value.desc()] if self.latest else [occurred, value]
        found = select(column).select_from(rows.table)
        found = found.where(self.counts(node, rows, translate), column.is_not(None))
        return found.order_by(*order).limit(1).correlate_except(rows.table).scalar_subquery()
