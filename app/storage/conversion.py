"""Filling the column of a field whose kind has changed from the column it had before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, column, select, table, update

from app.days import local_day
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Reading, Refused
from app.storage.space import Space

PIECE = 5_000
"""Records read and written at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """A field that now has a column of another kind."""

    table: str
    field: Field
    old_kind: str
    old_column: str
    new_column: str
    day_column: str | None


def convert(space: Space, change: Converted, reading: Reading) -> int:
    """Read the old values as the new kind does; give how many could not be and are left blank.

    The old column stays as it is, so a roll back finds its values again.
    """
    lost = 0
    for rows in _pieces(space, change):
        values = [{"record": row.id, **_new(change, row.old, reading)} for row in rows]
        lost += sum(1 for each in values if each["new"] is None)
        kept = table(change.table, column("id"), column(change.new_column))
        named: dict[str, Any] = {change.new_column: bindparam("new")}
        if change.day_column is not None:
            kept.append_column(column(change.day_column))
            named[change.day_column] = bindparam("day")
        space.execute(update(kept).where(kept.c.id == bindparam("record")).values(named), values)
    return lost


def _pieces(space: Space, change: Converted) -> Iterator[Any]:
    kept = table(change.table, column("id"), column(change.old_column))
    old = kept.c[change.old_column]
    after = -1
    while True:
        rows = space.execute(
            select(kept.c.id, old.label("old"))
            .where(kept.c.id > after)
            .where(old.is_not(None))
            .order_by(kept.c.id)
            .limit(PIECE)
        ).all()
        if not rows:
            return
        yield rows
        after = rows[-1].id


def _new(change: Converted, old: Any, reading: Reading) -> Mapping[str, Any]:
    before = replace(change.field, kind=change.old_kind)
    written = FIELD_KINDS[change.old_kind].to_json(old, before)
    kind = FIELD_KINDS[change.field.kind]
    try:
        new = kind.parse(written, change.field, reading)
    except Refused:
        new = None
    if change.day_column is None:
        return {"new": new}
    return {"new": new, "day": None if new is None else local_day(new, reading.zone)}
