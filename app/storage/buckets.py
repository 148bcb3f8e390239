"""Day buckets and the state of the metrics that are computed from them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Delete, ScalarSelect, or_, select

from app.storage.space import Space
from app.storage.tables import bucket, metric, object_table, source

__all__ = [
    "bucket",
    "forget",
    "mark_filled",
    "metric_days",
    "of_source",
    "owners_between",
    "unready_sources",
]


def of_source(space: Space, source_id: int) -> Delete:
    """Begin a statement that removes buckets of one source."""
    return space.delete(bucket).where(bucket.c.source_id == source_id)


def owners_between(space: Space, source_id: int, days: Sequence[tuple[int, int]]) -> set[int]:
    """Give the owners that have a bucket on one of these days, first and last included.

    A source is one workspace's, so that naming it is enough; asking each bucket for its workspace
    as well would read the table where the index on days has the answer. Asked for distinct owners,
    SQLite would read all buckets of the source in their order.
    """
    statement = (
        select(bucket.c.member_id)
        .where(bucket.c.source_id == _own_source(space, source_id))
        .where(or_(*(bucket.c.day.between(*each) for each in days)))
    )
    return set(space.execute(statement).scalars())


def _own_source(space: Space, source_id: int) -> ScalarSelect[int]:
    return space.select(source, source.c.id).where(source.c.id == source_id).scalar_subquery()


def metric_days(space: Space, metric_ids: Sequence[int]) -> dict[int, int | None]:
    """Give the local day each metric's column is right for; None where it was never filled."""
    rows: Any = space.execute(
        space.select(metric, metric.c.id, metric.c.day).where(metric.c.id.in_(metric_ids))
    )
    return {row.id: row.day for row in rows}


def mark_filled(space: Space, metric_ids: Sequence[int], *, day: int) -> None:
    """Note that these metrics' columns are right for a day, and never go back."""
    space.execute(
        space.update(metric)
        .where(metric.c.id.in_(metric_ids))
        .where(or_(metric.c.day.is_(None), metric.c.day < day))
        .values(day=day)
    )


def mark_unfilled(space: Space, metric_ids: Sequence[int]) -> None:
    """Note that the columns of these metrics have to be computed for everybody."""
    space.execute(space.update(metric).where(metric.c.id.in_(metric_ids)).values(day=None))


def unready_sources(space: Space, source_ids: Sequence[int]) -> set[int]:
    """Say which sources have no complete buckets yet."""
    rows = space.execute(
        space.select(source, source.c.id)
        .where(source.c.id.in_(source_ids))
        .where(source.c.ready.is_(False))
    )
    return set(rows.scalars())


def mark_ready(space: Space, source_ids: Sequence[int]) -> None:
    space.execute(space.update(source).where(source.c.id.in_(source_ids)).values(ready=True))


def forget(
    space: Space,
    program_id: int,
    *,
    but_metrics: Mapping[str, Collection[str]],
    but_sources: Mapping[str, Collection[str]],
) -> None:
    """Have all metrics and buckets of a programme filled anew but these, by object and form."""
    objects = space.execute(
        space.select(object_table).where(object_table.c.program_id == program_id)
    ).all()
    for each in objects:
        space.execute(
            space.update(metric)
            .where(metric.c.object_id == each.id)
            .where(metric.c.form.not_in(list(but_metrics.get(each.key, ()))))
            .values(day=None)
        )
        space.execute(
            space.update(source)
            .where(source.c.object_id == each.id)
            .where(source.c.form.not_in(list(but_sources.get(each.key, ()))))
            .values(ready=False)
        )
