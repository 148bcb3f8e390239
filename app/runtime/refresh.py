"""Computing the columns of metrics for a set of owners, from day buckets and from records."""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Update, and_, func, or_, select, true, update

from app.days import Moment
from app.expression import aggregate
from app.expression.aggregate import Buckets
from app.expression.check import Checked
from app.expression.sql import to_sql
from app.expression.tree import Rollup
from app.expression.windows import Window, bounds
from app.runtime.buckets import kept_in_buckets
from app.runtime.releases import Live
from app.runtime.source import TableSource
from app.storage.buckets import bucket
from app.storage.sets import bound, numbers
from app.storage.space import Space

Values = dict[str, ColumnElement[Any]]
"""What each column is to hold."""


def refresh(
    space: Space,
    live: Live,
    owner: str,
    ids: Sequence[int],
    moment: Moment,
    *,
    since_ever: bool = False,
) -> None:
    """Compute every metric of these owners as of today; rows that are right stay untouched.

    `since_ever` has windows that begin with the tier begin before everything.
    """
    if not live.checked.rollups.get(owner):
        return
    dialect = space.connection.dialect.name
    make = partial(_statement, live, owner, moment, dialect, since_ever=since_ever)
    name = "refresh since ever" if since_ever else "refresh"
    statement = live.statement((name, owner, dialect), moment, make)
    space.execute(statement, {"ids": bound(dialect, list(ids))})


def _statement(live: Live, owner: str, moment: Moment, dialect: str, *, since_ever: bool) -> Update:
    kept = live.catalogue.records[owner]
    table = kept.table
    own = and_(
        table.c.workspace_id == live.catalogue.workspace_id, table.c.id.in_(numbers(dialect))
    )
    maker = _Maker(live, owner, moment, dialect, since_ever=since_ever)
    joined, values = maker.joined()
    computed = maker.from_records()
    statement = update(table).where(own).values({**values, **computed})
    for each in joined:
        statement = statement.where(each.c.id == table.c.id)
    if not computed:
        # Writing a row that is right already would cost as much as one that is not.
        changes = [table.c[name].is_distinct_from(value) for name, value in values.items()]
        statement = statement.where(or_(*changes))
    return statement


class _Maker:
    """Builds the parts of the statement for one owner."""

    def __init__(
        self, live: Live, owner: str, moment: Moment, dialect: str, *, since_ever: bool
    ) -> None:
        self.since_ever = since_ever
        self.live = live
        self.owner = owner
        self.kept = live.catalogue.records[owner]
        self.moment = moment
        self.dialect = dialect
        self.one = self.kept.table.alias()
        self.one_by_one = dialect != "sqlite"

    def source(self, table: FromClause, *, materialised: bool = True) -> TableSource:
        return TableSource(
            catalogue=self.live.catalogue,
            records=self.kept,
            table=table,
            moment=self.moment,
            materialised=materialised,
            since_ever=self.since_ever,
        )

    def by_source(self) -> list[list[Rollup]]:
        """Group the metrics that one pass over the same buckets can compute."""
        groups: dict[str, list[Rollup]] = defaultdict(list)
        for each in self.live.checked.rollups[self.owner]:
            if kept_in_buckets(each):
                groups[f"{each.source} {each.unit}"].append(each)
        return list(groups.values())

    def joined(self) -> tuple[list[FromClause], Values]:
        """Give derived tables of one row an owner, and what the columns take from them.

        PostgreSQL cannot know how many owners are bound and may compare each with each where
        derived tables meet; there, the buckets are looked up for one owner after the other.
        """
        values: Values = {}
        parts = []
        for rollups in self.by_source():
            streaks = rollups[0].function == "streak_of"
            part, taken = self.streaks(rollups) if streaks else self.sums(rollups)
            parts.append(part)
            values |= taken
        if not self.one_by_one or not parts:
            return parts, values
        columns = {name: value.label(name) for name, value in values.items()}
        beside: FromClause = self.one
        for part in parts:
            beside = beside.outerjoin(part, true())
        found = (
            select(self.one.c.id, *columns.values())
            .select_from(beside)
            .where(self.one.c.id.in_(numbers(self.dialect)))
            .subquery()
        )
        return [found], {name: found.c[name] for name in columns}

    def sums(self, rollups: Sequence[Rollup]) -> tuple[FromClause, Values]:
        """Add up the buckets of one source, each metric over its own window."""
        there = bucket.alias()
        columns = Buckets(
            day=there.c.day,
            rows=there.c.rows,
            total=there.c.total,
            least=there.c.least,
            most=there.c.most,
        )
        source = self.source(self.one)
        totals = [
            aggregate.from_buckets(
                each, columns, self.in_window(each.window, there.c.day, source)
            ).label(f"v{n}")
            for n, each in enumerate(rollups)
        ]
        mine = and_(there.c.member_id == self.one.c.id, self.of_source(there, rollups))
        found: FromClause
        if self.one_by_one:
            found = select(*totals).where(mine).correlate(self.one).lateral()
        else:
            found = (
                select(self.one.c.id, *totals)
                .select_from(self.one)
                .outerjoin(there, mine)
                .where(self.one.c.id.in_(numbers(self.dialect)))
                .group_by(self.one.c.id)
                .subquery()
            )
        names = [self.kept.metrics[each.normal_form].value.name for each in rollups]
        return found, {name: found.c[f"v{n}"] for n, name in enumerate(names)}

    def of_source(self, there: FromClause, rollups: Sequence[Rollup]) -> ColumnElement[bool]:
        """Say which buckets may matter; a bound on the day spares old ones."""
        source_id = self.live.catalogue.sources[f"{self.owner} {rollups[0].source}"]
        first = [bounds(each.window, self.moment)[0] for each in rollups]
        conditions = [
            there.c.workspace_id == self.live.catalogue.workspace_id,
            there.c.source_id == source_id,
            there.c.day <= self.moment.today,
        ]
        known = [each for each in first if each is not None]
        if len(known) == len(first):
            conditions.append(there.c.day >= min(known))
        return and_(*conditions)

    def in_window(
        self, window: Window, day: ColumnElement[int], source: TableSource
    ) -> ColumnElement[bool]:
        start = None if window.needs is None else source.start(window)
        return aggregate.in_window(window, day, self.moment, start)

    def streaks(self, rollups: Sequence[Rollup]) -> tuple[FromClause, Values]:
        """Give the best streak, and the current one as its length and the day it ends."""
        there = bucket.alias()
        days = select(there.c.member_id, there.c.day).where(self.of_source(there, rollups))
        unit, calendar = rollups[0], self.moment.calendar
        found: FromClause
        if self.one_by_one:
            mine = days.where(there.c.member_id == self.one.c.id).correlate(self.one)
            found = aggregate.streaks_of_buckets(mine, unit, calendar).lateral()
        else:
            among = days.where(there.c.member_id.in_(numbers(self.dialect)))
            runs = aggregate.streaks_of_buckets(among, unit, calendar).subquery()
            found = (
                select(self.one.c.id, runs.c.best, runs.c.current_length, runs.c.current_end)
                .select_from(self.one)
                .outerjoin(runs, runs.c.member_id == self.one.c.id)
                .where(self.one.c.id.in_(numbers(self.dialect)))
                .subquery()
            )
        values: Values = {}
        for kept in (self.kept.metrics[each.normal_form] for each in rollups):
            if kept.end is None:
                values[kept.value.name] = func.coalesce(found.c.best, 0)
            else:
                values[kept.value.name] = func.coalesce(found.c.current_length, 0)
                values[kept.end.name] = found.c.current_end
        return found, values

    def from_records(self) -> Values:
        """Compute what day buckets cannot tell, as a subquery over the records of each owner."""
        source = self.source(self.kept.table, materialised=False)
        return {
            self.kept.metrics[each.normal_form].value.name: to_sql(whole(each), source, self.moment)
            for each in self.live.checked.rollups[self.owner]
            if not kept_in_buckets(each)
        }


def whole(rollup: Rollup) -> Checked:
    """Give a metric as a rule of its own."""
    return Checked(
        tree=rollup, type=rollup.type, findings=(), rollups=(rollup,), ranks=(), variables=()
    )
