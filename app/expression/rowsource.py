"""The rows of a relation as a source of their own: a filter sees their fields and nothing else."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement

from app.expression.source import Rows
from app.expression.tree import RankCut, Rollup
from app.expression.windows import Window


class RowSource:
    """What a filter over rows may read; the checker has refused everything else."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def variable(self, name: str) -> ColumnElement[Any]:
        return self._rows.columns[name]

    def day(self, name: str) -> ColumnElement[int]:
        """Give the companion column of a date-time field; only the row's own day needs none."""
        columns: Mapping[str, ColumnElement[Any]] = self._rows.columns
        return columns.get(f"{name}.day", self._rows.day)

    def before(self, name: str) -> ColumnElement[Any]:
        raise LookupError(f"A row has no earlier {name}.")

    def tier(self, ladder: str) -> ColumnElement[str]:
        raise LookupError(f"A row stands on no ladder {ladder}.")

    def rollup(self, rollup: Rollup) -> ColumnElement[Any] | None:
        raise LookupError(f"A row has no metric {rollup.normal_form}.")

    def streak_end(self, rollup: Rollup) -> ColumnElement[int]:
        raise LookupError(f"A row has no metric {rollup.normal_form}.")

    def rows(self, relation: str) -> Rows:
        raise LookupError(f"A row has no {relation} of its own.")

    def start(self, window: Window) -> ColumnElement[int]:
        raise LookupError(f"A row has no window {window}.")

    def cut(self, rank: RankCut) -> ColumnElement[Any] | None:
        raise LookupError(f"A row has no rank {rank.normal_form}.")
