"""Records coming in: kept, metrics refreshed, tiers placed, all in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from app.errors import Finding
from app.program.objects import ACTIVITY, MEMBER, ORDER, REFUND
from app.program.record_rules import broken
from app.runtime import orders
from app.runtime.batches import KEY, LIMIT, Batch, Outcome, Status
from app.runtime.following import AS_USUAL, Following
from app.runtime.intake import Draft, Entry, Intake
from app.runtime.orders import Occurrence
from app.runtime.owners import hold
from app.runtime.releases import Live
from app.runtime.settling import settle
from app.runtime.strangers import nothing_there, removed, somebody_has
from app.runtime.unique_values import Taken, claim, exchange, give_back
from app.storage import records
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
    following: Following = AS_USUAL,
) -> list[Outcome]:
    """Keep a batch of records and place the members it touches.

    Entries are taken in their order within each object; members come before what belongs to them,
    refunds last. `create_members` makes a member for an identity nobody has; `update` changes the
    record that has the entry's external id instead of leaving it. An entry that will not do is
    refused alone.
    """
    batch = Batch(
        space=space,
        live=live,
        moment=live.moment(now),
        cause=cause,
        chain=following.chain,
        following=following,
    )
    intake = Intake(space, live, batch.moment, create_members=create_members)
    read = [_arrive(batch, intake, key, entries) for key in _in_order(entries)]
    arrivals = [each for each in read if each.drafts]
    batch.touched.members.update(intake.created)
    for each in _with_their_owners(batch, arrivals, intake.created, update=update):
        _keep(batch, each, update=update)
    moved = settle(batch)
    return [
        replace(each, moved=moved[each.member_id]) if each.member_id in moved else each
        for each in (batch.outcomes[n] for n in range(len(entries)))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrival:
    """What came in of one object: read, sound in itself, its unique values taken."""

    object: str
    drafts: Sequence[Draft]
    known: Mapping[int, Taken]
    """What is here already, by number of the entry."""

    @property
    def fresh(self) -> list[Draft]:
        return [each for each in self.drafts if each.n not in self.known]


def _in_order(entries: Iterable[Entry]) -> list[str]:
    rank = {MEMBER: 0, REFUND: 2}
    return sorted({each.object for each in entries}, key=lambda key: (rank.get(key, 1), key))


def _arrive(batch: Batch, intake: Intake, object_key: str, entries: Sequence[Entry]) -> _Arrival:
    """Read the entries of one object and take their unique values; nothing is written of them."""
    numbered = [(n, each) for n, each in enumerate(entries) if each.object == object_key]
    drafts, refused = intake.read(object_key, numbered)
    for n, findings in refused.items():
        batch.outcomes[n] = Outcome(status=Status.REFUSED, findings=findings)
    if not drafts:
        return _Arrival(object=object_key, drafts=(), known={})
    arrival = _Arrival(object=object_key, drafts=drafts, known=claim(batch, object_key, drafts))
    rules = batch.live.checked.rules.get(object_key)
    if not rules:
        return arrival
    found = {each.n: broken(rules, each.values, batch.moment) for each in arrival.fresh}
    return _without(batch, arrival, {n: each for n, each in found.items() if each})


def _with_their_owners(
    batch: Batch, arrivals: Sequence[_Arrival], created: AbstractSet[int], *, update: bool
) -> list[_Arrival]:
    """Hold everybody whose records are written, before the first of them is."""
    wanted, mine = set[int](), set(created)
    for each in arrivals:
        owners = {draft.member_id for draft in each.fresh if draft.member_id is not None}
        (mine if each.object == MEMBER else wanted).update(owners)
        if update and batch.of(each.object).object.of_member:
            wanted |= {taken.owner.member_id for taken in each.known.values()}
    gone = hold(batch.space, batch.live, wanted - mine)
    batch.held |= wanted | mine | {each for each in gone.values() if each is not None}
    return [_as_of_now(batch, each, gone) for each in arrivals] if gone else list(arrivals)


def _as_of_now(batch: Batch, arrival: _Arrival, gone: Mapping[int, int | None]) -> _Arrival:
    """Enter what came in for somebody who has become one with another under that one."""
    left_us = {each for each, heir in gone.items() if heir is None}
    refused = {
        each.n: (nothing_there("member", ("id", str(each.member_id))),)
        for each in arrival.fresh
        if each.member_id in left_us
    }
    left = _without(batch, arrival, refused)
    heirs = {old: new for old, new in gone.items() if new is not None}
    drafts = [
        each
        if each.member_id is None
        else replace(each, member_id=heirs.get(each.member_id, each.member_id))
        for each in left.drafts
    ]
    known = {n: replace(each, owner=_heir(each.owner, heirs)) for n, each in left.known.items()}
    return replace(left, drafts=drafts, known=known)


def _heir(owner: Owner, heirs: Mapping[int, int]) -> Owner:
    """Say whose a record is now; a member's own record is the one of whoever they became."""
    member_id = heirs.get(owner.member_id, owner.member_id)
    return Owner(member_id, member_id if owner.record_id == owner.member_id else owner.record_id)


def _keep(batch: Batch, arrival: _Arrival, *, update: bool) -> None:
    """Write what came in of one object, leaving out what is here already."""
    object_key = arrival.object
    if object_key == REFUND:
        refused = orders.cannot_refund(batch.space, batch.live, arrival.fresh)
        arrival = _without(batch, arrival, {n: (each,) for n, each in refused.items()})
    fresh = arrival.fresh
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
    # What is known may have come earlier in the same batch.
    for draft in arrival.drafts:
        if draft.n in arrival.known:
            _meet_known(batch, object_key, draft, arrival.known[draft.n], update=update)


def _without(
    batch: Batch, arrival: _Arrival, refused: Mapping[int, tuple[Finding, ...]]
) -> _Arrival:
    """Refuse some drafts, and give back the unique values that they took."""
    for n, findings in refused.items():
        batch.outcomes[n] = Outcome(status=Status.REFUSED, findings=findings)
    give_back(batch, arrival.object, [each for each in arrival.drafts if each.n in refused], {})
    return replace(arrival, drafts=[each for each in arrival.drafts if each.n not in refused])


def _row(batch: Batch, draft: Draft) -> dict[str, Any]:
    head: dict[str, Any] = {"id": draft.record_id, "created_at": batch.moment.now}
    if draft.member_id is not None and draft.entry.object != MEMBER:
        head["member_id"] = draft.member_id
    return head | draft.values


def _meet_known(batch: Batch, object_key: str, draft: Draft, taken: Taken, *, update: bool) -> None:
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
    old = records.find_rows(batch.space, kept, [owner.record_id]).get(owner.record_id)
    if old is None:
        batch.outcomes[draft.n] = Outcome(status=Status.REFUSED, findings=(removed(),))
        return
    named = {key for key in draft.values if key.partition(".")[0] in draft.entry.values}
    new = {key: draft.values[key] for key in named if draft.values[key] != old.get(key)}
    refused = tuple(orders.settled(object_key, new.keys()))
    if new and not refused:
        refused = broken(batch.live.checked.rules.get(object_key, ()), old | new, batch.moment)
    somebodys = None if refused else exchange(batch, object_key, old, new, owner)
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
