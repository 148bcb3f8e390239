"""How many members meet a condition, and some of them; of very many, a fixed sample is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select

from app.builder.trying.condition import Asked
from app.builder.trying.looking import look
from app.expression.sql import met
from app.runtime.computed import computed
from app.runtime.sight import Sight
from app.runtime.source import TableSource
from app.storage.catalogue import Records
from app.storage.patience import TookTooLong, at_most
from app.storage.records import find_rows
from app.storage.space import Space

SAMPLES = 5
PATIENCE = 3.0
"""Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Who meets a condition."""

    count: int
    of: int
    """How many members there are, or are on the ladder."""
    approximate: bool
    """Whether a sample stands for all."""
    samples: tuple[Mapping[str, Any], ...]
    """Members by field, with tiers as `tier:<ladder>`."""


def how_many(space: Space, program_id: int, asked: Asked, *, now: int) -> Met | None:
    """Count the members who meet a right condition; None where that would take too long."""
    try:
        with at_most(space, PATIENCE):
            sight = look(space, program_id, asked, now=now)
            ids, of = _chosen(sight, asked)
            samples = _members(space, sight, ids[:SAMPLES])
    except TookTooLong:
        return None
    return Met(
        count=sight.for_all(len(ids)),
        of=sight.for_all(of),
        approximate=sight.estimated,
        samples=samples,
    )


def _chosen(sight: Sight, asked: Asked) -> tuple[list[int], int]:
    """Give those of the members looked at who meet the condition, and how many were asked."""
    ladder = sight.checked.ladders.get(asked.place.ladder or "")
    whom = None if ladder is None else ladder.members
    read = [*asked.checked.rollups, *(whom.rollups if whom else ())]
    which = sight.whom(sight.rules.catalogue.members.readable)
    catalogue = computed(sight.rules.catalogue, read, sight.moment, which)
    table = catalogue.members.readable
    source = TableSource(
        catalogue=catalogue,
        records=catalogue.members,
        table=table,
        moment=sight.moment,
        ladder=asked.place.ladder or "",
        cuts=sight.cuts,
    )
    asked_of = and_(table.c.workspace_id == catalogue.workspace_id, sight.whom(table))
    if whom is not None:
        asked_of = and_(asked_of, met(whom, source, sight.moment))
    meets = met(asked.checked, source, sight.moment).label("meets")
    rows = sight.space.execute(select(table.c.id, meets).where(asked_of).order_by(table.c.id)).all()
    return [row.id for row in rows if row.meets], len(rows)


def _members(space: Space, sight: Sight, ids: list[int]) -> tuple[Mapping[str, Any], ...]:
    members = sight.rules.catalogue.members
    found = find_rows(space, members, ids)
    tiers = _tiers(space, members, ids)
    return tuple({**found[each], **tiers[each]} for each in ids if each in found)


def _tiers(space: Space, members: Records, ids: list[int]) -> dict[int, dict[str, str | None]]:
    table = members.readable
    kept = {key: each for key, each in members.ladders.items() if each.tier.name in table.c}
    columns = [table.c[each.tier.name].label(f"tier_{n}") for n, each in enumerate(kept.values())]
    own = and_(table.c.workspace_id == space.workspace_id, table.c.id.in_(ids))
    return {
        row["id"]: {
            f"tier:{key}": each.key_of(row[f"tier_{n}"])
            for n, (key, each) in enumerate(kept.items())
        }
        for row in space.execute(select(table.c.id, *columns).where(own)).mappings()
    }
