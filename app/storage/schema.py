"""Making the tables and columns that a programme needs; they are only ever added to."""

from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from sqlalchemy import Column, Connection, Index, MetaData, PrimaryKeyConstraint, Table
from sqlalchemy.schema import CreateColumn, CreateIndex, CreateTable

from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Stored
from app.program.ladder import Ladder
from app.program.objects import MEMBER, Object
from app.program.program import Program
from app.storage.catalogue import (
    Layout,
    column_name,
    day_name,
    ladder_columns,
    metric_columns,
    table_of,
    value_column,
)
from app.storage.conversion import Converted
from app.storage.space import Space
from app.storage.standing_tables import ladder, tier
from app.storage.tables import field_column, metric, object_table, source
from app.storage.types import BIG


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A metric that some condition reads."""

    object: str
    """Whose metric: `member`, or another object with child records."""
    form: str
    """Normal form of the rollup."""
    source: str
    """Normal form of its object, value and filter."""
    stored: Stored
    streak: bool
    """Whether it is a current streak, which is kept as a length and the day it ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What `prepare` found or made."""

    layout: Layout
    converted: tuple[Converted, ...]
    """Fields whose kind changed: their new columns are still empty."""


def prepare(space: Space, program_id: int, program: Program, wanted: Iterable[Wanted]) -> Made:
    """Bring the tables up to a programme; what is there already stays as it is."""
    metrics = list(wanted)
    columns: dict[str, dict[str, int]] = {}
    converted: list[Converted] = []
    for designed in program.objects:
        maker = _maker(space, program_id, designed)
        columns[designed.key] = maker.fields(converted)
        maker.metrics([each for each in metrics if each.object == designed.key])
        if designed.key == MEMBER:
            for each in program.ladders:
                maker.ladder(program_id, each)
        maker.make()
    forms = {
        each.key: tuple(sorted({m.form for m in metrics if m.object == each.key}))
        for each in program.objects
    }
    return Made(layout=Layout(columns=columns, forms=forms), converted=tuple(converted))


def _maker(space: Space, program_id: int, designed: Object) -> "_Maker":
    """Find the table of an object, or note that there is none yet."""
    found = space.execute(
        space.select(object_table)
        .where(object_table.c.program_id == program_id)
        .where(object_table.c.key == designed.key)
    ).one_or_none()
    if found is not None:
        table = table_of(found.id, designed, (), MetaData())
        return _Maker(space, found.id, table, designed, is_new=False)
    object_id = space.new_id()
    space.execute(
        space.insert(object_table).values(id=object_id, program_id=program_id, key=designed.key)
    )
    table = table_of(object_id, designed, (), MetaData())
    return _Maker(space, object_id, table, designed, is_new=True)


def create_table(connection: Connection, table: Table) -> None:
    """Make a table whose records are found by id alone as well as by their member."""
    if connection.dialect.name == "sqlite":
        columns = [Column(each.name, each.type, nullable=each.nullable) for each in table.columns]
        key = PrimaryKeyConstraint("id", name=f"pk_{table.name}")
        connection.execute(CreateTable(Table(table.name, MetaData(), *columns, key)))
        return
    connection.execute(CreateTable(table))
    if "member_id" in table.primary_key:
        connection.execute(CreateIndex(Index(f"ix_{table.name}_id", table.c.id)))


def second_wall(connection: Connection, table: str) -> None:
    """Have PostgreSQL itself refuse rows of other workspaces."""
    if connection.dialect.name == "sqlite":
        return
    for line in row_level_security(table):
        connection.exec_driver_sql(line)


def row_level_security(name: str) -> tuple[str, ...]:
    """Give the statements that keep a table's rows to the workspace a transaction has named."""
    chosen = "NULLIF(current_setting('rungs.workspace', true), '')"
    own = f"{chosen} IS NULL OR workspace_id = {chosen}::bigint"
    return (
        f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY own_workspace ON {name} USING ({own}) WITH CHECK ({own})",
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    """Collects what one object's table lacks, and makes all of it at once."""

    space: Space
    object_id: int
    table: Table
    object: Object
    _: KW_ONLY
    is_new: bool
    added: list[Column[Any]] = field(default_factory=list)
    indexes: list[Index] = field(default_factory=list)

    def add(self, column: Column[Any]) -> Column[Any]:
        self.table.append_column(column)
        self.added.append(column)
        return column

    def make(self) -> None:
        """Make the table with everything in it, or what it lacks."""
        if self.is_new:
            create_table(self.space.connection, self.table)
            second_wall(self.space.connection, self.table.name)
        else:
            self.extend()
        for each in self.indexes:
            self.space.execute(CreateIndex(each))

    def extend(self) -> None:
        dialect = self.space.connection.dialect
        parts = [f"ADD COLUMN {CreateColumn(each).compile(dialect=dialect)}" for each in self.added]
        # SQLite adds one column a statement.
        changes = parts if self.space.is_sqlite or not parts else [", ".join(parts)]
        for change in changes:
            self.space.connection.exec_driver_sql(f"ALTER TABLE {self.table.name} {change}")

    def fields(self, converted: list[Converted]) -> dict[str, int]:
        """Give the column of each stored field, and note those whose kind has changed."""
        rows = self.space.execute(
            self.space.select(field_column)
            .where(field_column.c.object_id == self.object_id)
            .order_by(field_column.c.id)
        ).all()
        kept = {(row.key, row.kind): row.id for row in rows}
        latest = {row.key: row for row in rows}
        ids = {}
        made: list[dict[str, Any]] = []
        for each in self.object.fields:
            if FIELD_KINDS[each.kind].stored is None:
                continue
            if (each.key, each.kind) in kept:
                ids[each.key] = kept[each.key, each.kind]
                continue
            ids[each.key] = self.new_field(each, made)
            if each.key in latest:
                before = latest[each.key]
                converted.append(self.conversion(each, before.kind, before.id, ids[each.key]))
        self.note(field_column, made)
        return ids

    def note(self, table: Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            self.space.execute(self.space.insert(table), rows)

    def conversion(self, designed: Field, kind: str, old: int, new: int) -> Converted:
        return Converted(
            table=self.table.name,
            field=designed,
            old_kind=kind,
            old_column=column_name(old),
            new_column=column_name(new),
            day_column=day_name(new) if FIELD_KINDS[designed.kind].dated else None,
        )

    def new_field(self, designed: Field, made: list[dict[str, Any]]) -> int:
        kind = FIELD_KINDS[designed.kind]
        assert kind.stored is not None
        field_id = self.space.new_id()
        made.append(
            {
                "id": field_id,
                "object_id": self.object_id,
                "key": designed.key,
                "kind": designed.kind,
                "stored": kind.stored.value,
                "dated": kind.dated,
            }
        )
        column = self.add(value_column(field_id, kind.stored))
        happened = self.add(Column(day_name(field_id), BIG)) if kind.dated else column
        if designed.key == self.object.occurred:
            self.index([happened])
        if designed.kind == "reference":
            self.index([column])
        return field_id

    def index(self, columns: list[Column[Any]]) -> None:
        """Index what windows, timelines and references look up, within each member."""
        owner = [self.table.c.member_id] if "member_id" in self.table.c else []
        name = f"ix_{self.table.name}_{columns[-1].name}"
        self.indexes.append(Index(name, *owner, *columns))

    def metrics(self, wanted: Iterable[Wanted]) -> None:
        kept = set(
            self.space.execute(
                self.space.select(metric, metric.c.form).where(metric.c.object_id == self.object_id)
            ).scalars()
        )
        made: list[dict[str, Any]] = []
        for each in {m.form: m for m in wanted if m.form not in kept}.values():
            metric_id = self.space.new_id()
            made.append(
                {
                    "id": metric_id,
                    "object_id": self.object_id,
                    "source_id": self.source(each.source),
                    "form": each.form,
                    "stored": each.stored.value,
                    "streak": each.streak,
                }
            )
            for column in metric_columns(metric_id, each.stored, streak=each.streak):
                self.add(column)
        self.note(metric, made)

    def source(self, form: str) -> int:
        found = self.space.execute(
            self.space.select(source, source.c.id)
            .where(source.c.object_id == self.object_id)
            .where(source.c.form == form)
        ).scalar()
        if found is not None:
            return int(found)
        source_id = self.space.new_id()
        self.space.execute(
            self.space.insert(source).values(
                id=source_id, object_id=self.object_id, form=form, ready=False
            )
        )
        return source_id

    def ladder(self, program_id: int, designed: Ladder) -> None:
        found = self.space.execute(
            self.space.select(ladder, ladder.c.id)
            .where(ladder.c.program_id == program_id)
            .where(ladder.c.key == designed.key)
        ).scalar()
        ladder_id = self.new_ladder(program_id, designed.key) if found is None else int(found)
        kept = set(
            self.space.execute(
                self.space.select(tier, tier.c.key).where(tier.c.ladder_id == ladder_id)
            ).scalars()
        )
        rows = [
            {"id": self.space.new_id(), "ladder_id": ladder_id, "key": each.key}
            for each in designed.tiers
            if each.key not in kept
        ]
        self.note(tier, rows)

    def new_ladder(self, program_id: int, key: str) -> int:
        ladder_id = self.space.new_id()
        self.space.execute(
            self.space.insert(ladder).values(id=ladder_id, program_id=program_id, key=key)
        )
        for column in ladder_columns(ladder_id, {}).all:
            self.add(column)
        self.index([self.table.c[f"tier_{ladder_id}"]])
        return ladder_id
