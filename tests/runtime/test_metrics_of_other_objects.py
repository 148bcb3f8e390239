"""Any object with child records may have metrics of its own (聚合表)."""

from collections.abc import Callable
from typing import Any

import pytest

from app.clock import to_instant
from app.runtime.intake import Entry
from app.runtime.records import Status, record_many
from app.storage import records
from tests.runtime.clubs import Club, document
from tests.runtime.meetings import meet

Clubs = Callable[..., Club]


def field(key: str, kind: str, **options: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "label": key, "options": options}


SHOPS = document(
    ("basic", None),
    objects=[
        {
            "key": "shop",
            "label": {"zh": "门店", "en": "Shop"},
            "of_member": False,
            "title": "name",
            "fields": [
                field("name", "text") | {"unique": True},
                field("sales", "rollup", expression={"sum_of": ["order.net", "30d"]}),
                field("customers", "rollup", expression={"days_of": ["order", "lifetime"]}),
            ],
        },
        {
            "key": "order",
            "label": {"zh": "订单", "en": "Order"},
            "fields": [field("shop", "reference", object="shop")],
        },
    ],
)


def sales(team: Club) -> dict[str, int]:
    with team.spaces.reading(team.workspace_id) as space:
        shops = team.live.catalogue.records["shop"]
        column = next(each for form, each in shops.metrics.items() if "sum_of" in form)
        rows = space.execute(records.own(space, shops)).all()
        return {
            records.by_field(shops, row)["name"]: row._asdict()[column.value.name] for row in rows
        }


def order(shop: str, number: str, amount: str, *, who: str = "ann") -> Entry:
    return Entry(
        object="order",
        member={"external_id": who},
        values={
            "external_id": number,
            "amount": amount,
            "paid_at": "2026-03-01T04:00:00Z",
            "shop": {"name": shop},
        },
    )


def test_a_shop_knows_its_sales(club: Clubs) -> None:
    team = club(SHOPS)
    for name in ("北店", "南店"):
        team.kept(Entry(object="shop", values={"name": name}))
    team.send(order("北店", "o1", "10.50"), order("北店", "o2", "2"), order("南店", "o3", "1"))
    assert sales(team) == {"北店": 1250, "南店": 100}


def test_what_two_buy_at_a_shop_at_once_counts_twice(
    club: Clubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = club(SHOPS)
    team.kept(Entry(object="shop", values={"name": "北店"}))
    for name in ("ann", "ben"):
        team.join(name)
    now = to_instant(team.now)
    outcome = meet(
        team,
        monkeypatch,
        first=lambda space: record_many(
            space, team.live, [order("北店", "o1", "10.50")], now=now, cause="test"
        ),
        comes=lambda: team.send(order("北店", "o2", "2", who="ben"))[0],
        at="shop",
    )
    assert outcome.status is Status.CREATED
    assert sales(team) == {"北店": 1250}


def test_a_shop_without_orders_has_sold_nothing_rather_than_who_knows(club: Clubs) -> None:
    team = club(SHOPS)
    team.kept(Entry(object="shop", values={"name": "北店"}))
    assert sales(team) == {"北店": 0}


def test_sales_leave_the_window_with_time(club: Clubs) -> None:
    team = club(SHOPS)
    team.kept(Entry(object="shop", values={"name": "北店"}))
    team.send(order("北店", "o1", "10.50"))
    team.wait(days=29)
    team.evaluate()
    assert sales(team) == {"北店": 1050}
    team.wait(days=1)
    team.evaluate()
    assert sales(team) == {"北店": 0}


def test_an_order_of_a_shop_nobody_knows_is_refused(club: Clubs) -> None:
    team = club(SHOPS)
    (outcome,) = team.send(order("西店", "o1", "1"))
    assert outcome.findings[0].path == "/shop"
