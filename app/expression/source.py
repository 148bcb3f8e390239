"""What the SQL meaning needs to know about tables, told by whoever owns them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, FromClause

from app.expression.tree import RankCut, Rollup
from app.expression.windows import Window


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a relation as a correlated subquery may read them."""

    table: FromClause
    belongs: ColumnElement[bool]
    """Joins a row to the record the rule looks at."""
    columns: Mapping[str, ColumnElement[object]]
    """By field; `paid_at.day` is the local day kept beside a date-time field."""
    day: ColumnElement[int]
    """The local day a row occurred."""


class Source(Protocol):
    """Where the values of one record, or of a set of records, stand."""

    def variable(self, name: str) -> ColumnElement[object]:
        """Give a field's column; dotted names go through references."""
        ...

    def day(self, name: str) -> ColumnElement[int]:
        """Give the local day kept beside a date-time field."""
        ...

    def before(self, name: str) -> ColumnElement[object]:
        """Give what a field held before the change at hand."""
        ...

    def tier(self, ladder: str) -> ColumnElement[str]:
        """Give the key of the tier on which the member stands."""
        ...

    def rollup(self, rollup: Rollup) -> ColumnElement[object] | None:
        """Give a metric's column; None where it is not kept.

        Of a current streak it is the length that was last computed.
        """
        ...

    def streak_end(self, rollup: Rollup) -> ColumnElement[int]:
        """Give the last day of a kept current streak."""
        ...

    def rows(self, relation: str) -> Rows:
        """Give the rows of a relation, for a metric that is not kept."""
        ...

    def start(self, window: Window) -> ColumnElement[int]:
        """Give the first local day of a window that differs by member."""
        ...

    def cut(self, rank: RankCut) -> ColumnElement[object] | None:
        """Give the smallest metric that is still near enough to the top, if it is known."""
        ...
