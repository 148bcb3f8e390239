"""Metrics kept as columns: refreshed for the members an event touched, or whose window moved."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.days import Moment
from app.expression.tree import Rollup
from app.program.objects import MEMBER
from app.runtime import buckets, refresh
from app.runtime.releases import Live
from app.storage import records
from app.storage.space import Space

Pair = tuple[int, int]
"""The owner of a metric and a day."""


@dataclass(slots=True)
class Touched:
    """What a batch of records changed: members, and the days of the owners of metrics."""

    members: set[int] = field(default_factory=set)
    days: dict[tuple[str, str], set[Pair]] = field(default_factory=lambda: defaultdict(set))
    """Owners and days, by the object that has the metric and the object whose records it reads."""
    new: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Records of objects with metrics of their own, whose columns are still blank."""
    gone: set[tuple[str, int, int]] = field(default_factory=set)
    """Object, id and member of records that went: what they earned is taken back."""
    lessened: set[int] = field(default_factory=set)
    """Members for whom something counts less than before: refunded, corrected, removed."""

    def add(self, live: Live, object_key: str, row: Mapping[str, Any]) -> None:
        """Note a record that is new, changed or gone, by its values by field."""
        kept = live.catalogue.records[object_key]
        member_id = row["id"] if object_key == MEMBER else row.get("member_id")
        if member_id is not None:
            self.members.add(member_id)
        if object_key != MEMBER and live.checked.rollups.get(object_key) and "id" in row:
            self.new[object_key].add(row["id"])
        occurred = kept.object.occurred
        if object_key == MEMBER or occurred is None:
            return
        day = row.get(f"{occurred}.day", row.get(occurred))
        if day is None:
            return
        if member_id is not None:
            self.days[MEMBER, object_key].add((member_id, day))
        for each in kept.object.of_kind("reference"):
            owner = str(each.options["object"])
            if row.get(each.key) is not None and owner != MEMBER:
                self.days[owner, object_key].add((row[each.key], day))


def touch(space: Space, live: Live, touched: Touched, moment: Moment) -> None:
    """Bring buckets and metrics up to what was touched; the members are held already."""
    owners: dict[str, set[int]] = defaultdict(
        set, {key: set(ids) for key, ids in touched.new.items()}
    )
    owners[MEMBER] |= touched.members
    for (owner, _), pairs in touched.days.items():
        owners[owner] |= {each[0] for each in pairs}
    stale = [key for key in sorted(owners) if owners[key] and live.checked.rollups.get(key)]
    for owner in (each for each in stale if each != MEMBER):
        # Somebody else may buy at the same shop at this moment: what both bought counts.
        records.lock(space, live.catalogue.records[owner], sorted(owners[owner]))
    for (owner, relation), pairs in touched.days.items():
        for rollup in sources_over(live, owner, relation):
            buckets.rebuild(space, live, owner, rollup, touched=sorted(pairs), moment=moment)
    for owner in stale:
        refresh.refresh(space, live, owner, sorted(owners[owner]), moment)


def restarts(live: Live) -> bool:
    """Say whether a metric counts since the tier or the period of each member began."""
    windows = [each.window for each in live.checked.rollups.get(MEMBER, ())]
    return any(
        each.needs == "tier"
        or (each.needs == "period" and live.checked.program.ladder(each.ladder or "").own_periods)
        for each in windows
    )


def restart(space: Space, live: Live, member_ids: Sequence[int], moment: Moment) -> None:
    """Compute these metrics anew for members whose tier or period has just begun."""
    if member_ids and restarts(live):
        refresh.refresh(space, live, MEMBER, sorted(member_ids), moment)


def sources_over(live: Live, owner: str, relation: str | None = None) -> list[Rollup]:
    """Give one rollup for each source that is kept in day buckets."""
    found = {
        each.source: each
        for each in live.checked.rollups.get(owner, ())
        if buckets.kept_in_buckets(each) and relation in {None, each.relation}
    }
    return list(found.values())
