"""Whose records are, held for as long as the records change."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.program.objects import MEMBER
from app.runtime.batches import Batch
from app.storage import records
from app.storage.identities import Owner


def held(
    batch: Batch, object_key: str, record_ids: Sequence[int], *, beside: Iterable[int] = ()
) -> dict[int, dict[str, Any]]:
    """Give records whose members nobody else changes until the end of the transaction.

    Everybody locks members before records, in the order of ids: a merger that moves a record and a
    change that corrects it would wait for one another otherwise. A record may have been moved or
    removed until its member is locked, so it is read again then.
    """
    kept = batch.of(object_key)
    rows = records.find_rows(batch.space, kept, record_ids)
    if batch.space.is_sqlite or not rows:
        return rows
    members = {owner_of(row).member_id for row in rows.values()} | set(beside)
    records.lock(batch.space, batch.of(MEMBER), sorted(members))
    return records.find_rows(batch.space, kept, record_ids)


def owner_of(row: Mapping[str, Any]) -> Owner:
    return Owner(row.get("member_id", row["id"]), row["id"])
