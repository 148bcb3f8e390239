"""Metrics without a column of their own, computed once for each member that is looked at."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy import Column, ColumnElement, select

from app.days import Moment
from app.expression.sql import to_sql
from app.expression.tree import Quantifier, Rollup, Typed, children
from app.program.objects import MEMBER
from app.runtime.refresh import whole
from app.runtime.source import TableSource
from app.storage.catalogue import Catalogue, MetricColumn

NOT_KEPT = -1
"""The id of a metric that is in no table."""


def computed(
    catalogue: Catalogue, rollups: Iterable[Rollup], moment: Moment, which: ColumnElement[bool]
) -> Catalogue:
    """Give these members alone, with a column for each of these metrics that has none.

    Statements compute a metric once for each member then, however often conditions read it. A
    current streak is told where it is asked, since its value alone does not say when it ends.
    """
    members = catalogue.members
    table = members.readable
    missing = {
        each.normal_form: each
        for each in rollups
        if each.normal_form not in members.metrics and not _runs_on(each)
    }
    if not missing:
        return catalogue
    source = TableSource(catalogue=catalogue, records=members, table=table, moment=moment)
    first = len(members.metrics)
    columns = [
        to_sql(whole(each), source, moment).label(f"metric_{n}")
        for n, each in enumerate(missing.values(), first)
    ]
    own = table.c.workspace_id == catalogue.workspace_id
    seen = select(*table.c, *columns).where(own, which).cte().prefix_with("MATERIALIZED")
    metrics = {form: _column(form, seen.c[f"metric_{n}"]) for n, form in enumerate(missing, first)}
    found = replace(members, seen=seen, metrics={**members.metrics, **metrics})
    return replace(catalogue, records={**catalogue.records, MEMBER: found})


def _runs_on(rollup: Rollup) -> bool:
    return rollup.function == "streak_of" and rollup.mode == "current"


def _column(form: str, computed: ColumnElement[object]) -> MetricColumn:
    return MetricColumn(
        id=NOT_KEPT,
        form=form,
        source_id=NOT_KEPT,
        value=Column(computed.key, computed.type),
        end=None,
    )


def rollups_in(node: Typed) -> Iterator[Rollup]:
    """Give the metrics that a tree reads; what is within reads other records."""
    if isinstance(node, Rollup):
        yield node
        return
    if isinstance(node, Quantifier) and node.relation is not None:
        return
    for each in children(node):
        yield from rollups_in(each)
