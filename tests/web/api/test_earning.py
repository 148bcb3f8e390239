"""Earning through the API: explained, tried, held, and budgeted, on both databases."""

from typing import Any

import pytest

from tests.runtime.earnings import PER_YUAN, earning_club, with_tier_times
from tests.web.api.callers import Caller
from tests.web.api.conftest import Callers

MEMBER = "/members/external_id:ann"
RULE = {**PER_YUAN, "budget": "campaign", "held": 7}
CONTENT = with_tier_times(
    earning_club(RULE, budgets=[{"key": "campaign", "most": 150}]), {"basic": 1.5}
)


@pytest.fixture
def shop(calls: Callers) -> Caller:
    found = calls(CONTENT)
    found.club.join("ann")
    return found


def bought(shop: Caller, amount: int = 100) -> Any:
    values = {"external_id": f"o{amount}", "amount": amount, "paid_at": "2026-03-01T04:00:00Z"}
    said = shop.post(
        "/events", {"object": "order", "member": {"external_id": "ann"}, "values": values}
    )
    assert said.status_code == 201
    return said.get_json()


def test_an_order_sent_as_an_event_earns_and_is_explained(shop: Caller) -> None:
    bought(shop, 60)
    (entry,) = shop.get(f"{MEMBER}/entries").get_json()["items"]
    assert entry["values"]["amount"] == 90
    said = shop.get(f"{MEMBER}/entries/{entry['id']}/why").get_json()
    assert (said["rule"], said["base"], said["times"]) == ("spend", "60", "3/2")
    assert said["tiers"] == {"main": "basic"}
    assert [each["zh"] for each in said["steps"]] == ["基础 60 积分", "等级“basic” ×1.5", "合计 90"]
    (points,) = [
        each
        for each in shop.get(f"{MEMBER}/ledger").get_json()["items"]
        if each["currency"] == "points"
    ]
    assert (points["balance"], points["pending"], points["available"]) == (90, 90, 0)
    assert shop.get(f"{MEMBER}/entries/1/why").status_code == 404


def test_what_an_order_would_earn_is_tried_and_nothing_is_written(shop: Caller) -> None:
    tried = {"values": {"amount": 40}}
    for _ in range(2):
        (said,) = shop.post(f"{MEMBER}/earning", tried).get_json()["items"]
        assert (said["rule"], said["amount"]) == ("spend", 60)
    assert shop.get(f"{MEMBER}/entries").get_json()["items"] == []


def test_budgets_tell_what_they_have_given(shop: Caller) -> None:
    bought(shop, 90)
    bought(shop, 80)
    (said,) = shop.get("/budgets").get_json()["items"]
    assert (said["limit"], said["used"], said["refused"]) == (150, 150, 105)
    assert (said["mark"], said["seen"]) == ("used_up", False)


def test_points_are_held_released_and_spent(shop: Caller) -> None:
    shop.post(f"{MEMBER}/entries", {"cause": "gift", "currency": "points", "amount": 100})
    asked = {"cause": "reward-1", "currency": "points", "amount": 60}
    assert shop.post(f"{MEMBER}/holds", asked).status_code == 201
    assert shop.post(f"{MEMBER}/holds", asked).status_code == 200
    more = {"cause": "reward-2", "currency": "points", "amount": 41}
    assert shop.post(f"{MEMBER}/holds", more).status_code == 422
    said = shop.post(f"{MEMBER}/holds/release", {"cause": "reward-1"})
    assert said.get_json()["state"] == "released"
    assert shop.post(f"{MEMBER}/holds", more).status_code == 201
    assert shop.post(f"{MEMBER}/holds/spend", {"cause": "reward-2"}).status_code == 201
    assert shop.post(f"{MEMBER}/holds/spend", {"cause": "none"}).status_code == 404
    items = shop.get(f"{MEMBER}/ledger").get_json()["items"]
    assert [each["balance"] for each in items if each["currency"] == "points"] == [59]
