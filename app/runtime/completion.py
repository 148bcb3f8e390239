"""Records that are here already, given in part: what a file does not say stays what it is."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.errors import Finding
from app.program.field import Field
from app.program.fields import FIELD_KINDS, Refused
from app.program.fields.base import Reading
from app.program.objects import MEMBER
from app.runtime.intake import Entry
from app.runtime.orders import SETTLED
from app.runtime.releases import Live
from app.storage import identities, records
from app.storage.catalogue import Records
from app.storage.space import Space


def complete(
    space: Space, live: Live, object_key: str, entries: Sequence[Entry]
) -> list[Entry | Finding]:
    """Add to entries of known records the owner and the required fields that they leave out.

    An entry that would change what other figures follow from is refused.
    """
    kept = live.catalogue.records[object_key]
    names = [_name(kept, each) for each in entries]
    kind = f"{object_key}.{entries[0].match}" if entries else ""
    reading = Reading(zone=live.checked.program.settings.calendar.zone)
    wanted = sorted({each for each in names if each is not None})
    owners = identities.find(space, live.catalogue.program_id, kind, wanted)
    rows = records.find_rows(space, kept, [each.record_id for each in owners.values()])
    return [
        _completed(kept, entry, rows.get(owners[name].record_id), reading)
        if name is not None and name in owners
        else entry
        for name, entry in zip(names, entries, strict=True)
    ]


def _name(kept: Records, entry: Entry) -> str | None:
    """Give what an entry is recognised by, as it is kept."""
    field = kept.object.find_field(entry.match)
    if field is None:
        return None
    try:
        found = FIELD_KINDS[field.kind].parse(entry.values.get(field.key), field)
    except Refused:
        return None
    return None if found is None else str(found)


def _completed(
    kept: Records, entry: Entry, row: dict[str, Any] | None, reading: Reading
) -> Entry | Finding:
    if row is None:
        return entry
    settled = SETTLED.get(kept.object.key, frozenset())
    for key in sorted(settled & entry.values.keys()):
        if _differs(kept.object.field(key), entry.values[key], row[key], reading):
            return Finding.of(
                f"/{key}",
                "净消费和积分由它算出，不能改：请记一笔退款，再记一张新订单。",
                "Other figures follow from it, so it cannot be changed: record a refund and a new"
                " order.",
            )
    there = {
        each.key: FIELD_KINDS[each.kind].to_json(row[each.key], each)
        for each in kept.object.fields
        if each.required and each.key in row
    }
    member = entry.member
    if member is None and kept.object.key != MEMBER and "member_id" in row:
        member = {"id": str(row["member_id"])}
    # What is settled and no different is left out, also a reference by another field than the id.
    said = {key: value for key, value in entry.values.items() if key not in settled}
    return replace(entry, values=there | said, member=member)


def _differs(field: Field, raw: Any, kept: Any, reading: Reading) -> bool:
    try:
        return bool(FIELD_KINDS[field.kind].parse(raw, field, reading) != kept)
    except Refused:
        return not isinstance(raw, dict)
