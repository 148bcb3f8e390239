"""How the rule language finds a released programme's values in its tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Double, FromClause, and_, case, func, literal, select

from app.days import EVER, Moment
from app.expression.source import Rows
from app.expression.tree import RankCut, Rollup
from app.expression.windows import Window
from app.program.objects import MEMBER, ORDER
from app.program.period import Span
from app.program.scope import scope_of
from app.runtime.returns import last_return
from app.storage.catalogue import Catalogue, Records
from app.storage.cuts import cut_of


def counts(records: Records, table: FromClause) -> ColumnElement[bool] | None:
    """Say which records metrics see: a fully refunded order does not count."""
    if records.object.key != ORDER:
        return None
    return table.c[records.fields["status"].name].is_distinct_from("refunded")


def belonging(child: Records, owner: Records, table: FromClause) -> ColumnElement[Any]:
    """Give the column of a child record that names its owner."""
    if owner.object.key == MEMBER:
        return table.c.member_id
    reference = next(
        each
        for each in child.object.of_kind("reference")
        if each.options.get("object") == owner.object.key
    )
    return table.c[child.fields[reference.key].name]


def cut_form(ladder: str, rank: RankCut) -> str:
    """Name the cut of a rank; another ladder ranks other members."""
    return f"{ladder} {rank.normal_form}"


def rows_of(child: Records, table: FromClause, belongs: ColumnElement[bool]) -> Rows:
    """Give child records as the rule language reads rows."""
    return Rows(
        table=table,
        belongs=belongs,
        columns={
            **{key: table.c[column.name] for key, column in child.fields.items()},
            **{f"{key}.day": table.c[column.name] for key, column in child.days.items()},
        },
        day=table.c[child.day.name],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSource:
    """Columns of one object's table; metrics that are kept are columns too."""

    catalogue: Catalogue
    records: Records
    table: FromClause
    moment: Moment
    ladder: str = ""
    """Whose conditions are looked at; ranks are among the members of this ladder."""
    cuts: Mapping[str, float | None] | None = None
    """What ranks are compared with, by form; None reads what the last evaluation found."""
    materialised: bool = True
    """False computes every metric from the records, as a preview and an explanation need."""
    since_ever: bool = False
    """Windows that begin with the tier begin before everything."""

    def variable(self, name: str) -> ColumnElement[Any]:
        head, _, tail = name.partition(".")
        if not tail:
            return self.table.c[self.records.fields[head].name]
        return self._there(head, self._referred(head).fields[tail])

    def _there(self, reference: str, column: Column[Any]) -> ColumnElement[Any]:
        there = self._referred(reference).readable.alias()
        here = self.table.c[self.records.fields[reference].name]
        return select(there.c[column.name]).where(there.c.id == here).scalar_subquery()

    def _referred(self, field: str) -> Records:
        options: Mapping[str, Any] = self.records.object.field(field).options
        return self.catalogue.records[str(options["object"])]

    def day(self, name: str) -> ColumnElement[int]:
        head, _, tail = name.partition(".")
        if not tail:
            return self.table.c[self.records.days[head].name]
        return self._there(head, self._referred(head).days[tail])

    def before(self, name: str) -> ColumnElement[Any]:
        raise LookupError(f"{name}: what a field held before is known to triggers only.")

    def tier(self, ladder: str) -> ColumnElement[Any]:
        columns = self.records.ladders[ladder]
        return case(
            {each: key for key, each in columns.tiers.items()},
            value=self.table.c[columns.tier.name],
        )

    def rollup(self, rollup: Rollup) -> ColumnElement[Any] | None:
        kept = self.records.metrics.get(rollup.normal_form)
        if kept is None or not self.materialised:
            return None
        return self.table.c[kept.value.name]

    def streak_end(self, rollup: Rollup) -> ColumnElement[Any]:
        kept = self.records.metrics[rollup.normal_form]
        assert kept.end is not None
        return self.table.c[kept.end.name]

    def rows(self, relation: str) -> Rows:
        child = self.catalogue.records[relation]
        there: FromClause = child.readable.alias()
        belongs = belonging(child, self.records, there) == self.table.c.id
        counted = counts(child, there)
        return rows_of(child, there, belongs if counted is None else and_(belongs, counted))

    def start(self, window: Window) -> ColumnElement[Any]:
        match window.needs:
            case "joined":
                return self.table.c[self.records.days["joined_at"].name]
            case "tier" if self.since_ever:
                return literal(EVER)
            case "tier":
                return self.table.c[self.records.ladders[window.ladder or ""].since_day.name]
            case _:
                return self._period_start(window.ladder or "")

    def _period_start(self, key: str) -> ColumnElement[Any]:
        """Give the first day of the period; for one in grace, of the period that was not passed."""
        program, moment = self.catalogue.program, self.moment
        ladder, columns = program.ladder(key), self.records.ladders[key]
        first = ladder.period.start(moment.today)
        everyone: ColumnElement[Any] = literal(EVER if first is None else first)
        if not ladder.own_periods:
            return everyone
        begun = func.coalesce(self.table.c[columns.begun.name], everyone)
        if ladder.period.span is Span.TIER:
            return everyone if self.since_ever else begun
        if ladder.period.span is Span.JOINED:
            scope = scope_of(program, MEMBER, ladder=key)
            found = last_return(self, scope, moment, moment.today)
            everyone = func.coalesce(found, everyone)
        return case((self.table.c[columns.grace.name] <= moment.today, begun), else_=everyone)

    def cut(self, rank: RankCut) -> ColumnElement[Any] | None:
        form = cut_form(self.ladder, rank)
        if self.cuts is not None:
            return literal(self.cuts.get(form), Double())
        return cut_of(self.catalogue.workspace_id, self.catalogue.program_id, form)
