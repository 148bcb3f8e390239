"""Where the values of a released programme lie: its objects, fields, metrics and ladders."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, FromClause, MetaData, PrimaryKeyConstraint, Table

from app.program.fields.base import Stored
from app.program.objects import MEMBER, Object
from app.program.program import Program
from app.storage.space import Space
from app.storage.standing_tables import ladder, tier
from app.storage.tables import field_column, metric, object_table, source
from app.storage.types import BIG, COLUMN_TYPES, ROW_ID


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricColumn:
    """The column of one rollup; a streak also has the day its current run ends."""

    id: int
    form: str
    source_id: int
    value: Column[Any]
    end: Column[Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderColumns:
    """Where a member stands on one ladder; tiers are kept as ids."""

    id: int
    earned: Column[Any]
    """The tier the member has earned."""
    tier: Column[Any]
    """The tier that is in force: the highest of all layers."""
    since: Column[Any]
    """When the tier in force began, in microseconds UTC."""
    since_day: Column[Any]
    lift: Column[Any]
    """The highest tier of the other layers that are active: manual, trial, paid."""
    lock: Column[Any]
    """The tier a person has locked the member to, whatever the other layers say."""
    reached: Column[Any]
    """The local day on which the earned tier was reached."""
    begun: Column[Any]
    """The first local day of the qualification period the member is in, where members differ."""
    due: Column[Any]
    """The local day on which the earned tier is reviewed; null: not on a day of its own."""
    grace: Column[Any]
    """The day on which the review was not passed, while the tier is kept nevertheless."""
    recheck: Column[Any]
    """The day on which a promotion is looked at again because a refund took from it."""
    tiers: Mapping[str, int]

    @property
    def all(self) -> list[Column[Any]]:
        return [getattr(self, key) for key in LADDER_COLUMNS]

    def key_of(self, tier_id: int | None) -> str | None:
        return next((key for key, each in self.tiers.items() if each == tier_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The table of one object."""

    id: int
    object: Object
    table: Table
    fields: Mapping[str, Column[Any]]
    days: Mapping[str, Column[Any]]
    """For each date-time field, the programme's local day of its moment."""
    metrics: Mapping[str, MetricColumn]
    """By normal form."""
    ladders: Mapping[str, LadderColumns]
    seen: FromClause | None = None
    """What is read instead of the table, for a programme that has no tables of its own yet."""

    @property
    def readable(self) -> FromClause:
        """The records as rules read them."""
        return self.table if self.seen is None else self.seen

    @property
    def identity(self) -> Column[Any]:
        return self.table.c.id

    @property
    def owner(self) -> Column[Any]:
        """The member a record belongs to; a member belongs to itself."""
        return self.table.c.member_id if "member_id" in self.table.c else self.table.c.id

    @property
    def day(self) -> Column[Any]:
        """The local day in which a record happened."""
        occurred = self.object.occurred or ""
        return self.days[occurred] if occurred in self.days else self.fields[occurred]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All tables of one released programme; immutable, as the release is."""

    workspace_id: int
    program_id: int
    release_id: int
    program: Program
    records: Mapping[str, Records]
    sources: Mapping[str, int]
    """Ids of sources, by object key and normal form joined with a space."""

    @property
    def members(self) -> Records:
        return self.records[MEMBER]


def table_of(
    object_id: int, designed: Object, columns: Iterable[Column[Any]], meta: MetaData
) -> Table:
    """Describe the table of an object; no name in it comes from an operator.

    What a member owns is keyed by member and id. SQLite is never distributed: its key is the id,
    which `schema` sees to.
    """
    head = [Column("workspace_id", BIG, nullable=False)]
    key = ["id"]
    if designed.of_member and designed.key != MEMBER:
        head.append(Column("member_id", BIG, nullable=False))
        key = ["member_id", "id"]
    head.append(Column("id", ROW_ID, nullable=False, autoincrement=False))
    head.append(Column("created_at", BIG, nullable=False))
    name = f"r_{object_id}"
    return Table(name, meta, *head, *columns, PrimaryKeyConstraint(*key, name=f"pk_{name}"))


def column_name(field_id: int) -> str:
    return f"c_{field_id}"


def day_name(field_id: int) -> str:
    return f"d_{field_id}"


def value_column(field_id: int, stored: str) -> Column[Any]:
    return Column(column_name(field_id), COLUMN_TYPES[Stored(stored)])


def metric_columns(metric_id: int, stored: str, *, streak: bool) -> list[Column[Any]]:
    value: Column[Any] = Column(f"m_{metric_id}", COLUMN_TYPES[Stored(stored)])
    return [value, Column(f"e_{metric_id}", BIG)] if streak else [value]


LADDER_COLUMNS = {
    "earned": "earned_{}",
    "tier": "tier_{}",
    "since": "since_{}",
    "since_day": "since_{}__day",
    "lift": "lift_{}",
    "lock": "lock_{}",
    "reached": "reached_{}",
    "begun": "from_{}",
    "due": "due_{}",
    "grace": "grace_{}",
    "recheck": "recheck_{}",
}
"""What is kept of a member on a ladder, and the names of its columns."""


def ladder_columns(ladder_id: int, tiers: Mapping[str, int]) -> LadderColumns:
    kept = {key: Column(name.format(ladder_id), BIG) for key, name in LADDER_COLUMNS.items()}
    return LadderColumns(id=ladder_id, tiers=tiers, **kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What a release needs of the tables, as it is written down with the release."""

    columns: Mapping[str, Mapping[str, int]]
    """The id of the column each field uses, by object and field."""
    forms: Mapping[str, tuple[str, ...]]
    """The normal forms of the metrics it reads, by object."""


def load(
    space: Space, *, program_id: int, release_id: int, program: Program, layout: Layout
) -> Catalogue:
    """Find every table and column of a release; an object it has no table for is left out.

    A given object that came with a newer version has none under a release of before.
    """
    objects = {
        row.key: row.id
        for row in space.execute(
            space.select(object_table).where(object_table.c.program_id == program_id)
        )
    }
    return Catalogue(
        workspace_id=space.workspace_id,
        program_id=program_id,
        release_id=release_id,
        program=program,
        records={
            each.key: _Loader(space, program_id, objects[each.key], each).records(layout)
            for each in program.objects
            if each.key in objects and each.key in layout.columns
        },
        sources=_sources(space, objects),
    )


def _sources(space: Space, objects: Mapping[str, int]) -> dict[str, int]:
    keys = {each: key for key, each in objects.items()}
    rows = space.execute(space.select(source).where(source.c.object_id.in_(objects.values())))
    return {f"{keys[row.object_id]} {row.form}": row.id for row in rows}


@dataclass(frozen=True, slots=True)
class _Loader:
    """Finds the columns of one object."""

    space: Space
    program_id: int
    object_id: int
    object: Object

    def records(self, layout: Layout) -> Records:
        values, days = self.fields(layout.columns.get(self.object.key, {}))
        metrics = self.metrics(layout.forms.get(self.object.key, ()))
        ladders = self.ladders() if self.object.key == MEMBER else {}
        groups: list[MetricColumn | LadderColumns] = [*metrics.values(), *ladders.values()]
        columns = [*values.values(), *days.values(), *(c for each in groups for c in _of(each))]
        return Records(
            id=self.object_id,
            object=self.object,
            table=table_of(self.object_id, self.object, columns, MetaData()),
            fields=values,
            days=days,
            metrics=metrics,
            ladders=ladders,
        )

    def fields(self, ids: Mapping[str, int]) -> tuple[dict[str, Column[Any]], ...]:
        rows = self.space.execute(
            self.space.select(field_column).where(field_column.c.id.in_(ids.values()))
        )
        kept = {row.id: row for row in rows}
        values = {key: value_column(each, kept[each].stored) for key, each in ids.items()}
        days = {key: Column(day_name(n), BIG) for key, n in ids.items() if kept[n].dated}
        return values, days

    def metrics(self, forms: Iterable[str]) -> dict[str, MetricColumn]:
        rows = self.space.execute(
            self.space.select(metric)
            .where(metric.c.object_id == self.object_id)
            .where(metric.c.form.in_(list(forms)))
        )
        found = {}
        for row in rows:
            group = metric_columns(row.id, row.stored, streak=row.streak)
            found[row.form] = MetricColumn(
                id=row.id,
                form=row.form,
                source_id=row.source_id,
                value=group[0],
                end=group[1] if row.streak else None,
            )
        return found

    def ladders(self) -> dict[str, LadderColumns]:
        rows = self.space.execute(
            self.space.select(ladder).where(ladder.c.program_id == self.program_id)
        ).all()
        return {row.key: self.ladder(row.id) for row in rows}

    def ladder(self, ladder_id: int) -> LadderColumns:
        tiers = self.space.execute(self.space.select(tier).where(tier.c.ladder_id == ladder_id))
        return ladder_columns(ladder_id, {each.key: each.id for each in tiers})


def _of(group: MetricColumn | LadderColumns) -> Iterable[Column[Any]]:
    match group:
        case MetricColumn():
            return (group.value,) if group.end is None else (group.value, group.end)
        case LadderColumns():
            return group.all
