"""One rule on one record, in any of the three engines; the record comes with the question."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Select,
    cast,
    false,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import CTE

from app.days import Moment, local_day
from app.expression.check import Checked
from app.expression.source import Rows
from app.expression.sql import to_sql
from app.expression.translator import bound, sql_type
from app.expression.tree import RankCut, Rollup
from app.expression.types import Instant, Relation, Scope, Type
from app.expression.windows import Window


@dataclass(frozen=True, slots=True)
class _Field:
    key: str
    type: Type
    value: Any


class Bound:
    """A record as bound values, in common table expressions of its own."""

    def __init__(self, scope: Scope, values: dict[str, Any], moment: Moment) -> None:
        self._moment, self._scope = moment, scope
        fields = list(self._fields(scope, values, ""))
        self._names = {field.key: f"c{index}" for index, field in enumerate(fields)}
        self.record = self._table([fields], "record")
        self._relations = {
            key: self._rows(key, relation, values.get(key) or [])
            for key, relation in scope.relations.items()
        }

    def _fields(self, scope: Scope, values: dict[str, Any] | None, prefix: str) -> list[_Field]:
        found = []
        for key, kind in scope.variables.items():
            value = None if values is None else values.get(key)
            found.append(_Field(prefix + key, kind, value))
            if isinstance(kind, Instant):
                found.append(_Field(f"{prefix}{key}.day", kind, self._day(value)))
        for key, inner in scope.references.items():
            nested = None if values is None else values.get(key)
            found += self._fields(inner, nested, f"{prefix}{key}.")
        return found or [_Field("", Instant(), None)]

    def _day(self, instant: int | None) -> int | None:
        return None if instant is None else local_day(instant, self._moment.calendar.zone)

    def _table(self, rows: list[list[_Field]], name: str) -> CTE:
        selects = [self._select(row) for row in rows]
        both: Select[Any] | CompoundSelect[Any] = (
            selects[0] if len(selects) == 1 else union_all(*selects)
        )
        return both.cte(name)

    def _select(self, fields: list[_Field]) -> Select[Any]:
        return select(
            *(self._bound(field).label(f"c{index}") for index, field in enumerate(fields))
        )

    def _bound(self, field: _Field) -> ColumnElement[Any]:
        kind = sql_type(field.type)
        if field.value is None:
            return cast(null(), kind)
        return literal(field.value, kind)

    def _rows(self, key: str, relation: Relation, rows: list[dict[str, Any]]) -> Rows:
        name = f"rows_{list(self._scope.relations).index(key)}"
        scope = Scope(variables=relation.fields)
        filled = [[*self._fields(scope, row, ""), self._occurred(relation, row)] for row in rows]
        empty = [*self._fields(scope, {}, ""), _Field("occurred", Instant(), None)]
        fields = filled[0] if filled else empty
        if filled:
            table = self._table(filled, name)
        else:
            table = self._select(empty).where(false()).cte(name)
        columns = {field.key: table.c[f"c{i}"] for i, field in enumerate(fields)}
        return Rows(table, literal(1) == literal(1), columns, columns["occurred"])

    def _occurred(self, relation: Relation, row: dict[str, Any]) -> _Field:
        if not relation.occurred:
            return _Field("occurred", Instant(), self._moment.today)
        value = row.get(relation.occurred)
        by_instant = isinstance(relation.fields[relation.occurred], Instant)
        return _Field("occurred", Instant(), self._day(value) if by_instant else value)

    def variable(self, name: str) -> ColumnElement[Any]:
        return self.record.c[self._names[name]]

    def day(self, name: str) -> ColumnElement[int]:
        return self.record.c[self._names[f"{name}.day"]]

    def before(self, name: str) -> ColumnElement[Any]:
        raise LookupError(f"A single record has no earlier {name}.")

    def tier(self, ladder: str) -> ColumnElement[str]:
        raise LookupError(f"A single record stands on no ladder {ladder}.")

    def rollup(self, rollup: Rollup) -> ColumnElement[Any] | None:
        return None

    def streak_end(self, rollup: Rollup) -> ColumnElement[int]:
        raise LookupError(f"Nothing is kept of {rollup.normal_form}.")

    def rows(self, relation: str) -> Rows:
        return self._relations[relation]

    def start(self, window: Window) -> ColumnElement[int]:
        joined = self._names.get("joined")
        return cast(null(), bound(0).type) if joined is None else self.record.c[joined]

    def cut(self, rank: RankCut) -> ColumnElement[Any] | None:
        return None


def statement(
    checked: Checked, scope: Scope, values: dict[str, Any], moment: Moment
) -> Select[Any]:
    """Ask a database the rule about a record whose values are bound to the question."""
    source = Bound(scope, values, moment)
    return select(to_sql(checked, source, moment).label("result")).select_from(source.record)


def ask(
    connection: Connection,
    checked: Checked,
    scope: Scope,
    values: dict[str, Any],
    moment: Moment,
) -> Any:
    return connection.execute(statement(checked, scope, values, moment)).scalar_one()
