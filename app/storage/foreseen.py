"""The tables as a programme that is not released would find them: what is missing is blank."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Column, ColumnElement, MetaData, cast, false, null, select

from app.program.fields import FIELD_KINDS
from app.program.ladder import Ladder
from app.program.objects import MEMBER, Object
from app.program.program import Program
from app.storage.catalogue import (
    Catalogue,
    LadderColumns,
    Layout,
    Records,
    ladder_columns,
    load,
    table_of,
)
from app.storage.space import Space
from app.storage.tables import field_column, object_table
from app.storage.types import BIG, COLUMN_TYPES

NO_RELEASE = 0
NOT_MADE = -1
"""Counted down from here, ids stand for ladders and tiers that are not there yet."""


def foresee(
    space: Space, program_id: int, program: Program, forms: Mapping[str, tuple[str, ...]]
) -> Catalogue:
    """Find what is there of a programme's tables, and read the rest as blank; nothing is made.

    `forms` names the metrics, by object, whose columns may be read; others are computed.
    """
    there = load(
        space,
        program_id=program_id,
        release_id=NO_RELEASE,
        program=program,
        layout=Layout(columns=_columns(space, program_id, program), forms=forms),
    )
    completed = {
        each.key: _completed(there.records.get(each.key), each, program.ladders)
        for each in program.objects
    }
    return replace(there, records=completed)


def _columns(space: Space, program_id: int, program: Program) -> dict[str, dict[str, int]]:
    """Give the columns there are, by object and field; a field of another kind has none."""
    rows = space.execute(
        space.select(
            field_column,
            object_table.c.key.label("object"),
            field_column.c.key,
            field_column.c.kind,
            field_column.c.id,
        )
        .join(object_table, object_table.c.id == field_column.c.object_id)
        .where(object_table.c.program_id == program_id)
    )
    kept = {(row.object, row.key, row.kind): row.id for row in rows}
    return {
        designed.key: {
            each.key: kept[designed.key, each.key, each.kind]
            for each in designed.fields
            if (designed.key, each.key, each.kind) in kept
        }
        for designed in program.objects
    }


def blanks(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Name the fields, by object and key, that read as blank because they have no column yet."""
    return [
        (key, field)
        for key, each in catalogue.records.items()
        for field, column in each.fields.items()
        if column.name not in each.table.c
    ]


def _completed(there: Records | None, designed: Object, ladders: tuple[Ladder, ...]) -> Records:
    """Add a blank for everything that one object's table lacks."""
    kept = _nothing(designed) if there is None else there
    fields, days = _fields(kept, designed)
    standing = _ladders(kept, ladders) if designed.key == MEMBER else {}
    wanted = [*fields.values(), *days.values()]
    for each in standing.values():
        wanted += each.all
    missing = [each for each in wanted if each.name not in kept.table.c]
    found = replace(kept, fields=fields, days=days, ladders=standing)
    if there is None:
        nobody = select(*(_blank(each) for each in (*kept.table.c, *missing))).where(false())
        return replace(found, seen=nobody.subquery())
    if not missing:
        return found
    return replace(
        found, seen=select(*kept.table.c, *(_blank(each) for each in missing)).subquery()
    )


def _blank(column: Column[object]) -> ColumnElement[object]:
    return cast(null(), column.type).label(column.name)


def _nothing(designed: Object) -> Records:
    table = table_of(NOT_MADE, designed, (), MetaData())
    return Records(
        id=NOT_MADE, object=designed, table=table, fields={}, days={}, metrics={}, ladders={}
    )


def _fields(
    kept: Records, designed: Object
) -> tuple[dict[str, Column[object]], dict[str, Column[object]]]:
    fields, days = dict(kept.fields), dict(kept.days)
    for n, each in enumerate(designed.fields):
        kind = FIELD_KINDS[each.kind]
        if kind.stored is None or each.key in fields:
            continue
        fields[each.key] = Column(f"blank_{n}", COLUMN_TYPES[kind.stored])
        if kind.dated:
            days[each.key] = Column(f"blank_{n}_day", BIG)
    return fields, days


def _ladders(kept: Records, ladders: tuple[Ladder, ...]) -> dict[str, LadderColumns]:
    return {
        **kept.ladders,
        **{
            each.key: _ladder(kept.ladders.get(each.key), each, NOT_MADE - n)
            for n, each in enumerate(ladders)
        },
    }


def _ladder(kept: LadderColumns | None, designed: Ladder, ladder_id: int) -> LadderColumns:
    """Give a ladder's columns with an id for every tier, made up for those that are new."""
    known = {} if kept is None else kept.tiers
    made_up = {
        each.key: NOT_MADE - n for n, each in enumerate(designed.tiers) if each.key not in known
    }
    tiers = {**known, **made_up}
    if kept is not None:
        return replace(kept, tiers=tiers)
    return ladder_columns(ladder_id, tiers)
