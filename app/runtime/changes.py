"""Changing one record by its id, with everything that follows from it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.days import local_day
from app.errors import Finding, NotFound
from app.program.validation import validate
from app.runtime.intake import Draft, Entry, Intake
from app.runtime.owners import held, owner_of
from app.runtime.records import Batch, Outcome, Status, change, settle
from app.runtime.releases import Live
from app.storage.identities import Owner
from app.storage.space import Space


class NoSuchRecord(NotFound):
    def __init__(self) -> None:
        super().__init__("没有这条记录。", "There is no such record.")


def change_record(
    space: Space,
    live: Live,
    object_key: str,
    record_id: int,
    values: Mapping[str, Any],
    *,
    now: int,
    cause: str,
) -> Outcome:
    """Change the fields that are named; refresh and place the member it belongs to.

    Values are as JSON. Raises `NoSuchRecord`.
    """
    batch = Batch(space=space, live=live, moment=live.moment(now), cause=cause)
    row = held(space, live, object_key, [record_id]).get(record_id)
    if row is None:
        raise NoSuchRecord
    owner = owner_of(row)
    draft, findings = _read(batch, object_key, owner, values)
    if findings:
        return Outcome(status=Status.REFUSED, record_id=record_id, findings=findings)
    change(batch, object_key, draft, owner)
    moved = settle(batch).get(owner.member_id, ())
    return replace(batch.outcomes[draft.n], moved=moved)


def change_many(
    space: Space,
    live: Live,
    object_key: str,
    changes: Mapping[int, Mapping[str, Any]],
    *,
    now: int,
    cause: str,
    chain: str = "",
) -> dict[int, Outcome]:
    """Change records by id together; a record there is not any more is left out."""
    batch = Batch(space=space, live=live, moment=live.moment(now), cause=cause, chain=chain)
    rows = held(space, live, object_key, list(changes))
    places, found = {}, {}
    for n, record_id in enumerate(sorted(rows)):
        owner = owner_of(rows[record_id])
        draft, findings = _read(batch, object_key, owner, changes[record_id])
        if findings:
            refused = Outcome(status=Status.REFUSED, record_id=record_id, findings=findings)
            found[record_id] = refused
        else:
            change(batch, object_key, replace(draft, n=n), owner)
            places[record_id] = n
    settle(batch)
    return found | {record_id: batch.outcomes[n] for record_id, n in places.items()}


def _read(
    batch: Batch, object_key: str, owner: Owner, raw: Mapping[str, Any]
) -> tuple[Draft, tuple[Finding, ...]]:
    kept = batch.of(object_key)
    entry = Entry(object=object_key, values=raw)
    intake = Intake(batch.space, batch.live, batch.moment, create_members=False)
    refused: dict[int, tuple[Finding, ...]] = {}
    referred = intake.with_references(kept, [(0, entry)], refused)[0]
    values, findings = validate(kept.object, referred, reading=intake.reading, partial=True)
    for key in kept.days.keys() & values.keys():
        moment = values[key]
        values[f"{key}.day"] = None if moment is None else local_day(moment, intake.reading.zone)
    draft = Draft(
        n=0, entry=entry, record_id=owner.record_id, member_id=owner.member_id, values=values
    )
    return draft, (*refused.get(0, ()), *findings)
