"""Whose records are, held for as long as the records change.

Everybody locks members before records, all at once and in the order of ids: a merger that moves a
record and a purchase, refund or correction of the same moment would wait for one another otherwise,
and each would change what the other has just changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.program.objects import MEMBER
from app.runtime.releases import Live
from app.storage import departures, moving, records
from app.storage.identities import Owner
from app.storage.space import Space


def hold(space: Space, live: Live, member_ids: Iterable[int]) -> dict[int, int | None]:
    """Keep others from changing members until the end of the transaction.

    They were there when their ids were looked up. Give those who are not any more now that they
    could be locked: with whom they have become one with, who is held in their place, or with None.
    Unique values that were taken for them in this transaction name their heirs from now on.
    """
    wanted, members = sorted(set(member_ids)), live.catalogue.members
    program_id = live.catalogue.program_id
    if not wanted:
        return {}
    there = records.lock(space, members, wanted)
    gone: dict[int, int | None] = {}
    for each in (one for one in wanted if one not in there):
        gone[each] = None
        survivor = departures.survivor_of(space, program_id, each)
        if survivor != each and records.lock(space, members, [survivor]):
            gone[each] = survivor
            moving.point_over(space, program_id, each, survivor)
    return gone


def held(
    space: Space, live: Live, object_key: str, record_ids: Sequence[int]
) -> dict[int, dict[str, Any]]:
    """Give records whose members nobody else changes until the end of the transaction.

    A record may have been moved or removed until its member is locked, so it is read again then.
    """
    kept = live.catalogue.records[object_key]
    rows = records.find_rows(space, kept, record_ids)
    if space.is_sqlite or not rows:
        return rows
    if object_key == MEMBER or kept.object.of_member:
        hold(space, live, (owner_of(row).member_id for row in rows.values()))
    return records.find_rows(space, kept, record_ids)


def owner_of(row: Mapping[str, Any]) -> Owner:
    return Owner(row.get("member_id", row["id"]), row["id"])
