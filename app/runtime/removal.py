"""Deleting a record: what it was stays known for its time, what followed from it is put right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func

from app.days import Moment
from app.errors import Conflict, Invalid
from app.program.objects import ACTIVITY, ENTRY, MEMBER, ORDER, REFUND
from app.runtime import arrivals, earning, metrics, orders
from app.runtime.append_only import append_only
from app.runtime.changes import NoSuchRecord
from app.runtime.metrics import Touched
from app.runtime.orders import Occurrence
from app.runtime.owners import held
from app.runtime.releases import Live
from app.runtime.tiers import Occasion, Reason
from app.storage import audit, history, moving, records
from app.storage.catalogue import Records
from app.storage.space import Space


class InUse(Conflict):
    """Other records refer to the one that is to go."""

    def __init__(self, count: int, label_zh: str, label_en: str) -> None:
        super().__init__(
            f"还有 {count} 条“{label_zh}”引用这条记录；请先删除它们，或让它们改指别处。",
            f"{count} records of {label_en} refer to this one: delete them first, or have them"
            " refer to another.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A record that was deleted."""

    object: str
    record_id: int


@dataclass(slots=True, kw_only=True)
class Removal:
    """One deletion under way."""

    space: Space
    live: Live
    moment: Moment
    cause: str
    by: str | None
    touched: Touched = field(default_factory=Touched)
    gone: list[Gone] = field(default_factory=list)
    orders: set[int] = field(default_factory=set)
    """Orders that count for more again."""

    def of(self, object_key: str) -> Records:
        return self.live.catalogue.records[object_key]

    def take(self, object_key: str, rows: Sequence[dict[str, Any]]) -> None:
        """Take records away, with their unique values."""
        ids = [each["id"] for each in rows]
        program_id = self.live.catalogue.program_id
        history.take_away(
            self.space, self.of(object_key), ids, at=self.moment.now, cause=self.cause
        )
        moving.release(self.space, program_id, ids)
        for each in rows:
            self.touched.add(self.live, object_key, each)
            if "member_id" in each:
                self.touched.gone.add((object_key, each["id"], each["member_id"]))
            self.gone.append(Gone(object=object_key, record_id=each["id"]))
            sources = sources_of(self.live, object_key)
            moving.forget_days(self.space, sources, each["id"])


def remove_record(
    space: Space,
    live: Live,
    object_key: str,
    record_id: int,
    *,
    now: int,
    cause: str,
    by: str | None = None,
) -> list[Gone]:
    """Delete a record that is no member; give it and what went with it.

    An order takes its refunds and its purchase along, a refund gives the order its amount back.
    Metrics are right at once; tiers are looked at again at the next evaluation (E-10). Raises
    `NoSuchRecord`, `InUse`, and `Invalid` for what is never deleted.
    """
    if object_key in {MEMBER, ENTRY}:
        raise _never(object_key)
    removal = Removal(space=space, live=live, moment=live.moment(now), cause=cause, by=by)
    row = held(space, live, object_key, [record_id]).get(record_id)
    if row is None:
        raise NoSuchRecord
    owner = row.get("member_id")
    for each, count in _referring(removal, object_key, record_id):
        raise InUse(count, each.object.label.to("zh"), each.object.label.to("en"))
    if object_key == ORDER:
        _with_refunds(removal, row)
    elif object_key == REFUND:
        _give_back(removal, row)
    removal.take(object_key, [row])
    _settle(removal, owner)
    audit.note(
        space,
        at=now,
        actor=by,
        action="record.delete",
        subject=f"{object_key}:{record_id}",
        detail={"with": [f"{each.object}:{each.record_id}" for each in removal.gone]},
    )
    return removal.gone


def _never(object_key: str) -> Invalid:
    if object_key == ENTRY:
        return Invalid("账目不能删除。", "Ledger entries are not deleted.", tuple(append_only()))
    return Invalid("会员要用“注销”删除。", "A member is deleted as a member.")


def _settle(removal: Removal, owner: int | None) -> None:
    live, touched, moment = removal.live, removal.touched, removal.moment
    earning.take_back(removal.space, live, touched, moment, removal.cause, removal.orders)
    metrics.touch(removal.space, live, touched, moment)
    if owner is not None:
        occasion = Occasion(moment=removal.moment, reason=Reason.EVENT, cause=removal.cause)
        arrivals.lessen(removal.space, removal.live, [owner], occasion)


def sources_of(live: Live, owner: str) -> list[int]:
    """Give the sources of day buckets of an object's own metrics."""
    return [each for name, each in live.catalogue.sources.items() if name.startswith(f"{owner} ")]


def _referring(removal: Removal, object_key: str, record_id: int) -> Iterator[tuple[Records, int]]:
    """Give who refers to a record, and how many; refunds of an order go with it."""
    for each in removal.live.catalogue.records.values():
        for reference in each.object.of_kind("reference"):
            if reference.options.get("object") != object_key:
                continue
            if (object_key, each.object.key, reference.key) == (ORDER, REFUND, "order"):
                continue
            column = each.table.c[each.fields[reference.key].name]
            found = records.own(removal.space, each, func.count()).where(column == record_id)
            if count := removal.space.execute(found).scalar_one():
                yield each, count


def _with_refunds(removal: Removal, order: dict[str, Any]) -> None:
    """Take along what came of an order."""
    _take_all(removal, REFUND, order, "order", order["id"])
    _take_all(removal, ACTIVITY, order, "source", orders.source_of(order["id"]))


def _take_all(
    removal: Removal, object_key: str, order: dict[str, Any], key: str, value: object
) -> None:
    kept = removal.of(object_key)
    table = kept.table
    found = removal.space.execute(
        records.own(removal.space, kept)
        .where(table.c.member_id == order["member_id"])
        .where(table.c[kept.fields[key].name] == value)
    )
    rows = [records.by_field(kept, row) for row in found]
    if rows:
        removal.take(object_key, rows)


def _give_back(removal: Removal, refund: dict[str, Any]) -> None:
    occurrence = Occurrence(at=removal.moment.now, cause=removal.cause)
    removal.orders.add(refund["order"])
    orders.refund_undone(removal.space, removal.live, refund, removal.touched, occurrence)
