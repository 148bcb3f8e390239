"""Unique values of records: taken as they come in, exchanged as they change, given back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.runtime.batches import Batch
from app.runtime.intake import Draft
from app.storage import identities
from app.storage.identities import Owner


@dataclass(frozen=True, slots=True)
class Taken:
    """A unique value that somebody has already."""

    field: str
    value: str
    owner: Owner


def claim(batch: Batch, object_key: str, drafts: Sequence[Draft]) -> dict[int, Taken]:
    """Take the unique values of the drafts; give those somebody has, by number of the entry."""
    taken: dict[int, Taken] = {}
    program_id = batch.live.catalogue.program_id
    for key in _unique(batch, object_key):
        wanted: dict[str, Owner] = {}
        first: dict[str, Draft] = {}
        for draft in drafts:
            value = draft.values.get(key)
            if value is None or draft.n in taken:
                continue
            if str(value) in wanted:
                taken[draft.n] = Taken(key, str(value), wanted[str(value)])
                continue
            wanted[str(value)] = Owner(draft.member_id or draft.record_id, draft.record_id)
            first[str(value)] = draft
        others = identities.claim(batch.space, program_id, f"{object_key}.{key}", wanted)
        for value, owner in others.items():
            taken[first[value].n] = Taken(key, value, owner)
        for n, other in taken.items():
            if other.field == key and other.value in others:
                # It came twice in the batch, and somebody had it before.
                taken[n] = replace(other, owner=others[other.value])
    give_back(batch, object_key, [each for each in drafts if each.n in taken], taken)
    return taken


def give_back(
    batch: Batch, object_key: str, drafts: Sequence[Draft], taken: Mapping[int, Taken]
) -> None:
    """Release what drafts took that are not kept; `taken` are values of theirs somebody has."""
    program_id = batch.live.catalogue.program_id
    for key in _unique(batch, object_key):
        kind = f"{object_key}.{key}"
        mine = {
            str(draft.values[key]): draft.record_id
            for draft in drafts
            if draft.values.get(key) is not None
            and (draft.n not in taken or taken[draft.n].field != key)
        }
        found = identities.find(batch.space, program_id, kind, list(mine))
        own = [value for value, owner in found.items() if owner.record_id == mine[value]]
        if own:
            identities.release(batch.space, program_id, kind, own)


def exchange(
    batch: Batch, object_key: str, old: Mapping[str, Any], new: Mapping[str, Any], owner: Owner
) -> Taken | None:
    """Swap the unique values of a record that changes; give the one that is somebody else's."""
    changed = [key for key in _unique(batch, object_key) if key in new]
    space, program_id = batch.space, batch.live.catalogue.program_id
    for key in (each for each in changed if new[each] is not None):
        value = str(new[key])
        taken = identities.find(space, program_id, f"{object_key}.{key}", [value])
        if taken.get(value, owner) != owner:
            return Taken(key, value, taken[value])
    for key in changed:
        if new[key] is not None:
            identities.claim(space, program_id, f"{object_key}.{key}", {str(new[key]): owner})
        if old.get(key) is not None:
            identities.release(space, program_id, f"{object_key}.{key}", [str(old[key])])
    return None


def _unique(batch: Batch, object_key: str) -> list[str]:
    return [each.key for each in batch.of(object_key).object.fields if each.unique]
