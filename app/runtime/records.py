"""Records coming in: kept, metrics refreshed, tiers placed, all in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.errors import Finding
from app.program.objects import ACTIVITY, MEMBER, ORDER, REFUND
from app.program.record_rules import broken
from app.runtime import orders
from app.runtime.batches import KEY, LIMIT, Batch, Outcome, Status
from app.runtime.intake import Draft, Entry, Intake
from app.runtime.orders import Occurrence
from app.runtime.owners import held, owner_of
from app.runtime.releases import Live
from app.runtime.settling import settle
from app.runtime.strangers import somebody_has
from app.storage import identities, records
from app.storage.identities import Owner
from app.storage.space import Space

__all__ = ["LIMIT", "Batch", "Outcome", "Status", "change", "record_many", "settle"]


def record_many(
    space: Space,
    live: Live,
    entries: Sequence[Entry],
    *,
    now: int,
    cause: str,
    create_members: bool = False,
    update: bool = False,
    chain: str = "",
) -> list[Outcome]:
    """Keep a batch of records and place the members it touches.

    Entries are taken in their order within each object; members come before what belongs to them,
    refunds last. `create_members` makes a member for an identity nobody has; `update` changes the
    record that has the entry's external id instead of leaving it. An entry that will not do is
    refused alone.
    """
    batch = Batch(space=space, live=live, moment=live.moment(now), cause=cause, chain=chain)
    intake = Intake(space, live, batch.moment, create_members=create_members)
    for object_key in _in_order(entries):
        numbered = [(n, each) for n, each in enumerate(entries) if each.object == object_key]
        drafts, refused = intake.read(object_key, numbered)
        for n, findings in refused.items():
            batch.outcomes[n] = Outcome(status=Status.REFUSED, findings=findings)
        if drafts:
            _keep(batch, object_key, drafts, update=update)
        batch.touched.members.update(intake.created)
    moved = settle(batch)
    return [
        replace(each, moved=moved[each.member_id]) if each.member_id in moved else each
        for each in (batch.outcomes[n] for n in range(len(entries)))
    ]


def _in_order(entries: Iterable[Entry]) -> list[str]:
    rank = {MEMBER: 0, REFUND: 2}
    return sorted({each.object for each in entries}, key=lambda key: (rank.get(key, 1), key))


def _keep(batch: Batch, object_key: str, drafts: Sequence[Draft], *, update: bool) -> None:
    """Write the drafts of one object, leaving out what is here already."""
    known = _claim(batch, object_key, drafts)
    if update and known:
        known = _with_their_owners(batch, object_key, drafts, known)
    drafts = _lawful(batch, object_key, drafts, known)
    if object_key == REFUND:
        drafts = _refundable(batch, drafts, known)
    fresh = [each for each in drafts if each.n not in known]
    for each in drafts:
        if each.n in known:
            _meet_known(batch, object_key, each, known[each.n], update=update)
    rows = [_row(batch, each) for each in fresh]
    records.insert_rows(batch.space, batch.of(object_key), rows)
    for each, row in zip(fresh, rows, strict=True):
        batch.outcomes[each.n] = Outcome(
            status=Status.CREATED, record_id=each.record_id, member_id=each.member_id
        )
        batch.touched.add(batch.live, object_key, row)
        batch.note(object_key, row)
    if object_key == ORDER:
        for purchase in orders.purchased(batch.space, batch.live, rows, batch.touched):
            batch.note(ACTIVITY, purchase)
    elif object_key == REFUND:
        occurrence = Occurrence(at=batch.moment.now, cause=batch.cause)
        orders.refunded(batch.space, batch.live, rows, batch.touched, occurrence)


def _with_their_owners(
    batch: Batch, object_key: str, drafts: Sequence[Draft], known: Mapping[int, "_Taken"]
) -> dict[int, "_Taken"]:
    """Hold whose records these are before any of them changes."""
    there = held(
        batch,
        object_key,
        [each.owner.record_id for each in known.values()],
        beside=[each.member_id for each in drafts if each.member_id is not None],
    )
    return {
        n: replace(each, owner=owner_of(there[each.owner.record_id]))
        if each.owner.record_id in there
        else each
        for n, each in known.items()
    }


def _lawful(
    batch: Batch, object_key: str, drafts: Sequence[Draft], known: Mapping[int, "_Taken"]
) -> list[Draft]:
    """Leave out new records that break a rule of their object."""
    rules = batch.live.checked.rules.get(object_key)
    if not rules:
        return list(drafts)
    fresh = [each for each in drafts if each.n not in known]
    found = {each.n: broken(rules, each.values, batch.moment) for each in fresh}
    return _without(batch, object_key, drafts, {n: each for n, each in found.items() if each})


def _refundable(
    batch: Batch, drafts: Sequence[Draft], known: Mapping[int, "_Taken"]
) -> list[Draft]:
    """Leave out refunds that will not do."""
    fresh = [each for each in drafts if each.n not in known]
    refused = orders.cannot_refund(batch.space, batch.live, fresh)
    return _without(batch, REFUND, drafts, {n: (each,) for n, each in refused.items()})


def _without(
    batch: Batch,
    object_key: str,
    drafts: Sequence[Draft],
    refused: Mapping[int, tuple[Finding, ...]],
) -> list[Draft]:
    """Refuse some drafts, and give back the unique values that they took."""
    for n, findings in refused.items():
        batch.outcomes[n] = Outcome(status=Status.REFUSED, findings=findings)
    left_out = [each for each in drafts if each.n in refused]
    _give_back(batch, object_key, left_out, dict.fromkeys(refused, _Taken("", "", Owner(0, 0))))
    return [each for each in drafts if each.n not in refused]


def _row(batch: Batch, draft: Draft) -> dict[str, Any]:
    head: dict[str, Any] = {"id": draft.record_id, "created_at": batch.moment.now}
    if draft.member_id is not None and draft.entry.object != MEMBER:
        head["member_id"] = draft.member_id
    return head | draft.values


def _claim(batch: Batch, object_key: str, drafts: Sequence[Draft]) -> dict[int, "_Taken"]:
    """Take the unique values of the drafts; give those somebody has, by number of the entry."""
    taken: dict[int, _Taken] = {}
    designed = batch.of(object_key).object
    program_id = batch.live.catalogue.program_id
    for each in (f for f in designed.fields if f.unique):
        kind = f"{object_key}.{each.key}"
        wanted: dict[str, Owner] = {}
        first: dict[str, Draft] = {}
        for draft in drafts:
            value = draft.values.get(each.key)
            if value is None or draft.n in taken:
                continue
            if str(value) in wanted:
                taken[draft.n] = _Taken(each.key, str(value), wanted[str(value)])
                continue
            wanted[str(value)] = Owner(draft.member_id or draft.record_id, draft.record_id)
            first[str(value)] = draft
        others = identities.claim(batch.space, program_id, kind, wanted)
        for value, owner in others.items():
            taken[first[value].n] = _Taken(each.key, value, owner)
        for n, other in taken.items():
            if other.field == each.key and other.value in others:
                # It came twice in the batch, and somebody had it before.
                taken[n] = replace(other, owner=others[other.value])
    _give_back(batch, object_key, [each for each in drafts if each.n in taken], taken)
    return taken


@dataclass(frozen=True, slots=True)
class _Taken:
    """A unique value that somebody has already."""

    field: str
    value: str
    owner: Owner


def _give_back(
    batch: Batch, object_key: str, drafts: Sequence[Draft], taken: Mapping[int, _Taken]
) -> None:
    """Release what a draft took before one of its other values turned out to be somebody's."""
    designed = batch.of(object_key).object
    program_id = batch.live.catalogue.program_id
    for each in (f for f in designed.fields if f.unique):
        kind = f"{object_key}.{each.key}"
        mine = {
            str(draft.values[each.key]): draft.record_id
            for draft in drafts
            if draft.values.get(each.key) is not None and taken[draft.n].field != each.key
        }
        found = identities.find(batch.space, program_id, kind, list(mine))
        own = [value for value, owner in found.items() if owner.record_id == mine[value]]
        if own:
            identities.release(batch.space, program_id, kind, own)


def _meet_known(
    batch: Batch, object_key: str, draft: Draft, taken: _Taken, *, update: bool
) -> None:
    if taken.field not in {KEY, draft.match}:
        batch.outcomes[draft.n] = Outcome(
            status=Status.REFUSED,
            findings=(somebody_has(batch.of(object_key), taken.field, taken.value),),
        )
    elif update:
        change(batch, object_key, draft, taken.owner)
    else:
        batch.outcomes[draft.n] = Outcome(
            status=Status.KNOWN,
            record_id=taken.owner.record_id,
            member_id=taken.owner.member_id,
        )


def change(batch: Batch, object_key: str, draft: Draft, owner: Owner) -> None:
    """Change the fields an entry names; what they held before is written to the history."""
    kept = batch.of(object_key)
    old = records.find_rows(batch.space, kept, [owner.record_id])[owner.record_id]
    named = {key for key in draft.values if key.partition(".")[0] in draft.entry.values}
    new = {key: draft.values[key] for key in named if draft.values[key] != old.get(key)}
    refused = tuple(orders.settled(object_key, new.keys()))
    if new and not refused:
        refused = broken(batch.live.checked.rules.get(object_key, ()), old | new, batch.moment)
    somebodys = None if refused else _exchange(batch, object_key, old, new, owner)
    if somebodys is not None:
        refused = (somebody_has(batch.of(object_key), somebodys.field, somebodys.value),)
    if refused:
        batch.outcomes[draft.n] = Outcome(status=Status.REFUSED, findings=refused)
        return
    batch.outcomes[draft.n] = Outcome(
        status=Status.UPDATED, record_id=owner.record_id, member_id=owner.member_id
    )
    if not new:
        return
    records.remember(
        batch.space,
        kept,
        [
            {
                "member_id": owner.member_id,
                "record_id": owner.record_id,
                "field": key,
                "old": old.get(key),
            }
            for key in new
            if not key.endswith(".day")
        ],
        at=batch.moment.now,
        cause=batch.cause,
    )
    row = {"id": owner.record_id, **new}
    if object_key != MEMBER:
        row["member_id"] = owner.member_id
    records.update_rows(batch.space, kept, [row])
    batch.touched.add(batch.live, object_key, old)
    batch.touched.add(batch.live, object_key, old | row)
    batch.note(object_key, {**old, **row}, before=old)
    if object_key != MEMBER:
        batch.touched.lessened.add(owner.member_id)


def _exchange(
    batch: Batch, object_key: str, old: Mapping[str, Any], new: Mapping[str, Any], owner: Owner
) -> _Taken | None:
    """Swap the unique values of a record that changes; give the one that is somebody else's."""
    designed = batch.of(object_key).object
    changed = [each.key for each in designed.fields if each.unique and each.key in new]
    space, program_id = batch.space, batch.live.catalogue.program_id
    for key in (each for each in changed if new[each] is not None):
        value = str(new[key])
        taken = identities.find(space, program_id, f"{object_key}.{key}", [value])
        if taken.get(value, owner) != owner:
            return _Taken(key, value, taken[value])
    for key in changed:
        if new[key] is not None:
            identities.claim(space, program_id, f"{object_key}.{key}", {str(new[key]): owner})
        if old.get(key) is not None:
            identities.release(space, program_id, f"{object_key}.{key}", [str(old[key])])
    return None
