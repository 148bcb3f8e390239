"""On which tiers members stand, read for a set of members in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.storage.catalogue import Records
from app.storage.records import own
from app.storage.sets import bound, numbers
from app.storage.space import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A tier and since when, in microseconds UTC; no tier is not being on the ladder."""

    tier: str | None
    since: int | None


def held(space: Space, members: Records, ids: Sequence[int]) -> dict[int, Mapping[str, Held]]:
    """Give the tier in force of each member on each ladder."""
    if not ids:
        return {}
    dialect = space.connection.dialect.name
    columns = [each for ladder in members.ladders.values() for each in (ladder.tier, ladder.since)]
    rows = space.execute(
        own(space, members, members.identity, *columns).where(
            members.identity.in_(numbers(dialect))
        ),
        {"ids": bound(dialect, list(ids))},
    )
    return {
        row["id"]: {
            key: Held(tier=ladder.key_of(row[ladder.tier.name]), since=row[ladder.since.name])
            for key, ladder in members.ladders.items()
        }
        for row in rows.mappings()
    }
