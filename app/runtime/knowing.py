"""What conditions may read of members at a moment, and conditions explained with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement

from app.days import Moment
from app.expression.check import Checked
from app.expression.explain import Explained, explain
from app.expression.sql import to_sql
from app.expression.tree import Quantifier, Typed, children
from app.program.checked import CheckedLadder
from app.program.objects import ORDER
from app.runtime.refresh import whole
from app.runtime.releases import Live
from app.runtime.source import TableSource, cut_form
from app.storage import records
from app.storage.catalogue import Records
from app.storage.cuts import Cut
from app.storage.sets import bound, numbers
from app.storage.space import Space
from app.storage.stages import StageReached

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What conditions may read of a member at a moment."""

    values: Mapping[str, Any]
    moment: Moment
    stages: Sequence[StageReached] = ()
    """The stages that were reached."""


def values_of(space: Space, live: Live, fields: Fields, moment: Moment) -> dict[str, Any]:
    """Give what conditions may read of a member: fields, references, and metrics exact as of now.

    Metrics stand under their normal forms.
    """
    return values_of_many(space, live, [fields], moment, materialised=False)[fields["id"]]


def values_of_many(
    space: Space, live: Live, rows: Sequence[Fields], moment: Moment, *, materialised: bool
) -> dict[int, dict[str, Any]]:
    """Give the same of several members, by id; metrics that are kept are as of the last refresh."""
    members = live.catalogue.members
    found: dict[int, dict[str, Any]] = {each["id"]: dict(each) for each in rows}
    for each in members.object.of_kind("reference"):
        refer(space, live.catalogue.records[str(each.options["object"])], each.key, found)
    source = TableSource(
        catalogue=live.catalogue,
        records=members,
        table=members.table,
        moment=moment,
        materialised=materialised,
    )
    rollups = live.checked.rollups["member"]
    columns: list[ColumnElement[Any]] = [
        to_sql(whole(each), source, moment).label(f"v{n}") for n, each in enumerate(rollups)
    ]
    tiers = [each.tier for each in members.ladders.values()]
    dialect = space.connection.dialect.name
    read = space.execute(
        records.own(space, members, members.identity, *tiers, *columns).where(
            members.identity.in_(numbers(dialect))
        ),
        {"ids": bound(dialect, sorted(found))},
    )
    gone_through = read_row_by_row(live)
    for row in read.mappings():
        values = found[row["id"]]
        values |= {each.normal_form: row[f"v{n}"] for n, each in enumerate(rollups)}
        for key, ladder in members.ladders.items():
            values[f"tier:{key}"] = ladder.key_of(row[ladder.tier.name])
        values |= {key: rows_of_member(space, live, key, row["id"]) for key in gone_through}
    return found


def refer(space: Space, other: Records, key: str, found: Mapping[int, dict[str, Any]]) -> None:
    """Put the record that a field names in the place of its id."""
    named = {each[key] for each in found.values() if each.get(key) is not None}
    there = records.find_rows(space, other, sorted(named))
    for values in found.values():
        if values.get(key) is not None:
            values[key] = there.get(values[key])


def read_row_by_row(live: Live) -> frozenset[str]:
    """Name the objects whose records the words all, some and none go through in a condition."""
    conditions = [each for one in live.checked.ladders.values() for each in one.everything]
    return frozenset(relation for each in conditions for relation in _gone_through(each.tree))


def _gone_through(tree: Typed) -> Iterator[str]:
    if isinstance(tree, Quantifier) and tree.relation is not None:
        yield tree.relation
    for each in children(tree):
        yield from _gone_through(each)


def rows_of_member(
    space: Space, live: Live, object_key: str, member_id: int
) -> list[dict[str, Any]]:
    """Give a member's records of one object that count."""
    kept = live.catalogue.records[object_key]
    rows = space.execute(records.own(space, kept).where(kept.table.c.member_id == member_id))
    return [
        each for each in (records.by_field(kept, row) for row in rows) if that_counts(kept, each)
    ]


def that_counts(kept: Records, row: Mapping[str, Any]) -> bool:
    """Say of a record what `source.counts` says in SQL: a fully refunded order does not count."""
    return kept.object.key != ORDER or row["status"] != "refunded"


def with_cuts(known: Known, ladder: CheckedLadder, kept: Mapping[str, Cut]) -> Known:
    """Add the cuts that the conditions of a ladder compare with."""
    found = {}
    for checked in ladder.everything:
        for each in checked.ranks:
            cut = kept.get(cut_form(ladder.ladder.key, each))
            found[each.normal_form] = None if cut is None else cut.value
    return replace(known, values={**known.values, **found})


def explained(ladder: CheckedLadder, checked: Checked | None, known: Known) -> Explained | None:
    """Explain a condition of a ladder; None where there is none."""
    if checked is None:
        return None
    forms = [each.normal_form for each in checked.rollups]
    forms += [each.normal_form for each in checked.ranks]
    kept = {each: each for each in forms}
    return explain(checked, known.values, known.moment, ladder.scope, materialised=kept)
