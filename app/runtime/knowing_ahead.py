"""What rules that are not released may read of some members."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, select

from app.expression.check import Checked
from app.expression.sql import to_sql
from app.runtime.knowing import Known, read_row_by_row, refer, that_counts
from app.runtime.placing import Placing
from app.runtime.ranks import ranks_of
from app.runtime.refresh import whole
from app.runtime.sight import Sight
from app.runtime.source import cut_form
from app.storage.records import by_field
from app.storage.sets import bound, numbers


def known_ahead(
    sight: Sight, ladder: str, conditions: Sequence[Checked], member_ids: Sequence[int]
) -> dict[int, Known]:
    """Give what these conditions of a ladder read of these members, by id."""
    dialect = sight.space.connection.dialect.name

    def these(table: FromClause) -> ColumnElement[bool]:
        return table.c.id.in_(numbers(dialect))

    placing = sight.among(these).placing(ladder, conditions)
    table = placing.members.readable
    rollups = {each.normal_form: each for one in conditions for each in one.rollups}
    source = placing.source()
    columns = [
        to_sql(whole(each), source, sight.moment).label(f"v{n}")
        for n, each in enumerate(rollups.values())
    ]
    read = select(*table.c, *columns).where(placing.own, these(table))
    rows: Iterable[Any] = sight.space.execute(read, {"ids": bound(dialect, list(member_ids))})
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        given = row._asdict()
        values = by_field(placing.members, row)
        values |= {form: given[f"v{n}"] for n, form in enumerate(rollups)}
        for key, each in placing.members.ladders.items():
            values[f"tier:{key}"] = each.key_of(given[each.tier.name])
        found[row.id] = values | _cuts(sight, ladder)
    _complete(sight, placing, found)
    return {each: Known(values=values, moment=sight.moment) for each, values in found.items()}


def _cuts(sight: Sight, ladder: str) -> dict[str, Any]:
    asked = ranks_of(sight.checked.ladders[ladder])
    return {each.normal_form: sight.cuts.get(cut_form(ladder, each)) for each in asked}


def _complete(sight: Sight, placing: Placing, found: dict[int, dict[str, Any]]) -> None:
    """Add the records that fields name, and those that conditions go through one by one."""
    catalogue = placing.live.catalogue
    for each in placing.members.object.of_kind("reference"):
        refer(sight.space, catalogue.records[str(each.options["object"])], each.key, found)
    for key in read_row_by_row(placing.live):
        kept = catalogue.records[key]
        table = kept.readable
        for member_id, values in found.items():
            rows = sight.space.execute(
                select(table)
                .where(table.c.workspace_id == catalogue.workspace_id)
                .where(table.c.member_id == member_id)
            )
            read = [by_field(kept, row) for row in rows]
            values[key] = [each for each in read if that_counts(kept, each)]
