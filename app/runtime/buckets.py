"""Day buckets: what happened to an owner on one day, for one source of metrics."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Delete,
    FromClause,
    Select,
    and_,
    delete,
    func,
    insert,
    literal,
    null,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects import postgresql, sqlite

from app.days import Moment
from app.expression.aggregate import is_bucketed
from app.expression.check import Checked
from app.expression.rowsource import RowSource
from app.expression.sql import met
from app.expression.tree import Rollup, children
from app.expression.types import Boolean, Date, Decimal, Instant, Integer
from app.runtime.releases import Live
from app.runtime.source import belonging, counts, rows_of
from app.storage.buckets import bucket, of_source
from app.storage.catalogue import Catalogue
from app.storage.sets import bound_pairs, pairs
from app.storage.space import Space

CLOCKED = frozenset({"today", "now", "days_since", "days_until"})
WHOLE = (Integer, Decimal, Date, Instant)


def kept_in_buckets(rollup: Rollup) -> bool:
    """Say whether a metric can be had from days: whole values and a filter that time leaves be."""
    if not is_bucketed(rollup) or reads_clock(rollup):
        return False
    return rollup.field_type is None or isinstance(rollup.field_type, WHOLE)


def reads_clock(rollup: Rollup) -> bool:
    """Say whether the filter gives another answer on another day."""
    waiting = [] if rollup.filter is None else [rollup.filter]
    while waiting:
        node = waiting.pop()
        if getattr(node, "operator", None) in CLOCKED:
            return True
        waiting.extend(children(node))
    return False


def _counted(
    catalogue: Catalogue, rollup: Rollup, moment: Moment, table: FromClause
) -> ColumnElement[bool]:
    """Say which records a source sees."""
    child = catalogue.records[rollup.relation]
    conditions = [table.c.workspace_id == catalogue.workspace_id]
    counted = counts(child, table)
    if counted is not None:
        conditions.append(counted)
    if rollup.filter is not None:
        row = Checked(
            tree=rollup.filter, type=Boolean(), findings=(), rollups=(), ranks=(), variables=()
        )
        conditions.append(met(row, RowSource(rows_of(child, table, true())), moment))
    return and_(*conditions)


def _days(
    catalogue: Catalogue, owner: str, rollup: Rollup, moment: Moment
) -> tuple[FromClause, ColumnElement[Any], ColumnElement[Any], Select[Any]]:
    """Give the child table, its owner and day, and the SELECT of bucket rows grouped by both."""
    child = catalogue.records[rollup.relation]
    table = child.table
    belongs = belonging(child, catalogue.records[owner], table)
    day = table.c[child.day.name]
    value = None if rollup.field is None else table.c[child.fields[rollup.field].name]
    totals = [func.sum(value), func.min(value), func.max(value)]
    rows = (
        select(
            literal(catalogue.workspace_id),
            literal(catalogue.sources[f"{owner} {rollup.source}"]),
            belongs,
            day,
            func.count(),
            *(totals if value is not None else [null()] * 3),
        )
        .where(_counted(catalogue, rollup, moment, table))
        .where(belongs.is_not(None))
        .where(day.is_not(None))
        .where(true() if value is None else value.is_not(None))
        .group_by(belongs, day)
    )
    return table, belongs, day, rows


COLUMNS = ["workspace_id", "source_id", "member_id", "day", "rows", "total", "least", "most"]


def rebuild(
    space: Space,
    live: Live,
    owner: str,
    rollup: Rollup,
    *,
    touched: Sequence[tuple[int, int]],
    moment: Moment,
) -> None:
    """Compute the buckets of these owners and days anew, whatever came, changed or went."""
    dialect = space.connection.dialect.name
    values = bound_pairs(dialect, list(touched))
    name = (owner, rollup.source, dialect)
    make = partial(_rebuilt, live, owner, rollup, moment, dialect)
    written = space.execute(live.statement(("rebuild", *name), moment, make), values).rowcount
    if written < len(touched):
        empty = partial(_emptied, live, owner, rollup, moment, dialect)
        space.execute(live.statement(("empty", *name), moment, empty), values)


def _rebuilt(live: Live, owner: str, rollup: Rollup, moment: Moment, dialect: str) -> Any:
    """Write the bucket of each day that has records, over the one that may be there."""
    named = pairs(dialect).subquery()
    _, belongs, day, rows = _days(live.catalogue, owner, rollup, moment)
    rows = rows.where(belongs == named.c.a).where(day == named.c.b)
    start = sqlite.insert(bucket) if dialect == "sqlite" else postgresql.insert(bucket)
    found = start.from_select(COLUMNS, rows)
    return found.on_conflict_do_update(
        index_elements=list(bucket.primary_key),
        set_={name: found.excluded[name] for name in ("rows", "total", "least", "most")},
    ).execution_options(preserve_rowcount=True)


def _emptied(live: Live, owner: str, rollup: Rollup, moment: Moment, dialect: str) -> Delete:
    """Remove the buckets of days whose records have all gone or no longer count."""
    _, belongs, day, rows = _days(live.catalogue, owner, rollup, moment)
    there = rows.where(belongs == bucket.c.member_id).where(day == bucket.c.day)
    return (
        delete(bucket)
        .where(bucket.c.workspace_id == live.catalogue.workspace_id)
        .where(bucket.c.source_id == live.catalogue.sources[f"{owner} {rollup.source}"])
        .where(tuple_(bucket.c.member_id, bucket.c.day).in_(pairs(dialect)))
        .where(~there.with_only_columns(literal(1)).group_by(None).correlate(bucket).exists())
    )


def fill(
    space: Space,
    live: Live,
    owner: str,
    rollup: Rollup,
    *,
    moment: Moment,
    after: int,
    up_to: int,
) -> None:
    """Compute all buckets of the owners with `after` < id <= `up_to`."""
    source_id = live.catalogue.sources[f"{owner} {rollup.source}"]
    space.execute(
        of_source(space, source_id)
        .where(bucket.c.member_id > after)
        .where(bucket.c.member_id <= up_to)
    )
    _, belongs, _, rows = _days(live.catalogue, owner, rollup, moment)
    rows = rows.where(belongs > after).where(belongs <= up_to)
    space.execute(insert(bucket).from_select(COLUMNS, rows))


__all__ = ["fill", "kept_in_buckets", "reads_clock", "rebuild"]
