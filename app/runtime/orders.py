"""What orders and refunds bring about: the purchase as an activity, the net amount, the status."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from app.errors import Finding
from app.program.objects import ACTIVITY, ENTRY, ORDER, REFUND
from app.runtime import coupons
from app.runtime.append_only import ENTERED, append_only
from app.runtime.intake import Draft
from app.runtime.metrics import Touched
from app.runtime.releases import Live
from app.storage import history, records
from app.storage.sets import bound, texts
from app.storage.space import Space

PURCHASE = "purchase"
SCALE = 100
"""Smallest units in a main unit of money."""

Row = dict[str, Any]

SETTLED: Mapping[str, frozenset[str]] = {
    ORDER: frozenset({"amount", "net", "status", "paid_at"}),
    REFUND: frozenset({"amount", "order", "refunded_at"}),
    ENTRY: ENTERED,
}
"""What other rows were computed from: a correction is a refund and a new order."""


def purchased(space: Space, live: Live, orders: Sequence[Row], touched: Touched) -> list[Row]:
    """Write the activity of each paid order, and give it."""
    kept = live.catalogue.records[ACTIVITY]
    paid = [each for each in orders if each["status"] != "refunded"]
    rows = [
        dict.fromkeys(kept.fields)
        | {
            "id": activity_id,
            "member_id": each["member_id"],
            "created_at": each["created_at"],
            "kind": PURCHASE,
            "occurred_at": each["paid_at"],
            "occurred_at.day": each["paid_at.day"],
            "value": each["amount"] / SCALE,
            "source": source_of(each["id"]),
        }
        for activity_id, each in zip(space.take_ids(len(paid)), paid, strict=True)
    ]
    records.insert_rows(space, kept, rows)
    for row in rows:
        touched.add(live, ACTIVITY, row)
    return list(rows)


def source_of(order_id: int) -> str:
    """Name the order of which a purchase came."""
    return f"{ORDER}:{order_id}"


def cannot_refund(space: Space, live: Live, drafts: Sequence[Draft]) -> dict[int, Finding]:
    """Say which refunds will not do: of somebody else's order, or of more than is left of it."""
    kept = live.catalogue.records[ORDER]
    orders = records.find_rows(space, kept, sorted({each.values["order"] for each in drafts}))
    left = {order_id: order["net"] for order_id, order in orders.items()}
    refused = {}
    for each in drafts:
        order = orders[each.values["order"]]
        if order["member_id"] != each.member_id:
            refused[each.n] = _not_theirs()
        elif each.values["amount"] <= 0 or each.values["amount"] > left[order["id"]]:
            refused[each.n] = _too_much(left[order["id"]])
        else:
            left[order["id"]] -= each.values["amount"]
    return refused


def _not_theirs() -> Finding:
    return Finding.of("/order", "这笔订单属于另一位会员。", "This order belongs to another member.")


def _too_much(left: int) -> Finding:
    rest = f"{left // SCALE}.{left % SCALE:02}"
    return Finding.of(
        "/amount",
        f"退款金额要大于 0，且不超过订单尚未退款的 {rest}。",
        f"A refund is more than 0 and at most what is left of the order, {rest}.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """When something came in and what brought it, as the history has it."""

    at: int
    cause: str


def refunded(
    space: Space, live: Live, refunds: Sequence[Row], touched: Touched, occurrence: Occurrence
) -> None:
    """Lower the orders' net amounts on their own paid days; a fully refunded one stops counting.

    The purchase of a fully refunded order is no activity any more.
    """
    kept = live.catalogue.records[ORDER]
    taken: dict[int, int] = defaultdict(int)
    for each in refunds:
        taken[each["order"]] += each["amount"]
    orders = records.find_rows(space, kept, sorted(taken))
    left = {order_id: max(each["net"] - taken[order_id], 0) for order_id, each in orders.items()}
    _set_net(space, live, orders, left, occurrence)
    for order in orders.values():
        touched.add(live, ORDER, order)
        touched.lessened.add(order["member_id"])
    undone = [order for order_id, order in orders.items() if left[order_id] == 0]
    named = [(each["member_id"], str(each["external_id"])) for each in undone]
    coupons.refunded(space, live, named, now=occurrence.at)
    _undo_purchases(space, live, undone, touched, occurrence)


def refund_undone(
    space: Space, live: Live, refund: Row, touched: Touched, occurrence: Occurrence
) -> None:
    """Give an order back what a refund took, which goes; one that counts again was a purchase."""
    kept = live.catalogue.records[ORDER]
    found = records.find_rows(space, kept, [refund["order"]])
    for order_id, order in found.items():
        left = min(order["net"] + refund["amount"], order["amount"])
        _set_net(space, live, found, {order_id: left}, occurrence)
        touched.add(live, ORDER, order)
        if order["status"] == "refunded":
            again = {**order, "status": _status(order, left), "created_at": occurrence.at}
            purchased(space, live, [again], touched)


def _set_net(
    space: Space,
    live: Live,
    orders: Mapping[int, Row],
    left: Mapping[int, int],
    occurrence: Occurrence,
) -> None:
    """Write what is left of orders; what it was before goes to the history."""
    kept = live.catalogue.records[ORDER]
    changed, before = [], []
    for order_id, order in orders.items():
        owner = {"member_id": order["member_id"]}
        now = {"net": left[order_id], "status": _status(order, left[order_id])}
        changed.append({"id": order_id, **owner, **now})
        before += [
            {"record_id": order_id, **owner, "field": key, "old": order[key]}
            for key, value in now.items()
            if value != order[key]
        ]
    records.remember(space, kept, before, at=occurrence.at, cause=occurrence.cause)
    records.update_rows(space, kept, changed)


def _status(order: Row, left: int) -> str:
    if left == 0:
        return "refunded"
    return "paid" if left == order["amount"] else "part_refunded"


def _undo_purchases(
    space: Space, live: Live, orders: Sequence[Row], touched: Touched, occurrence: Occurrence
) -> None:
    if not orders:
        return
    kept = live.catalogue.records[ACTIVITY]
    table, dialect = kept.table, space.connection.dialect.name
    wanted = (
        records.own(space, kept, table.c.id)
        .where(table.c.member_id.in_({each["member_id"] for each in orders}))
        .where(table.c[kept.fields["source"].name].in_(texts(dialect)))
    )
    named = {"values": bound(dialect, [source_of(each["id"]) for each in orders])}
    ids = space.execute(wanted, named).scalars().all()
    gone = history.take_away(space, kept, ids, at=occurrence.at, cause=occurrence.cause)
    touched.gone |= {(ACTIVITY, row["id"], row["member_id"]) for row in gone}
    for each in orders:
        happened = {"member_id": each["member_id"], "occurred_at.day": each["paid_at.day"]}
        touched.add(live, ACTIVITY, happened)


def settled(object_key: str, changed: AbstractSet[str]) -> Iterator[Finding]:
    """Say which fields of a record cannot change any more."""
    if object_key == ENTRY and ENTERED & changed:
        yield from append_only()
        return
    for key in sorted(SETTLED.get(object_key, frozenset()) & changed):
        yield Finding.of(
            f"/{key}",
            f"“{key}”不能改：净消费和积分由它算出。请记一笔退款，再记一张新订单。",
            f"{key!r} cannot be changed, for other figures follow from it:"
            " record a refund and a new order.",
        )
