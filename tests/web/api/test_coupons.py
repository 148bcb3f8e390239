"""Coupons and benefits as callers of the API meet them."""

from typing import Any

import pytest

from app.access import Scope
from tests.runtime.clubs import document
from tests.web.api.callers import Caller
from tests.web.api.conftest import Callers

OFF = {
    "key": "off",
    "kind": "amount_off",
    "label": {"zh": "二十元券", "en": "Twenty off"},
    "options": {"amount": 20},
    "minimum": 100,
    "valid": "30d",
}
BADGE = {"key": "badge", "kind": "badge", "label": {"zh": "徽章", "en": "Badge"}}
ANN = "/members/external_id:ann"


CONTENT = document(("regular", None), coupons=[OFF], benefits=[BADGE])
CONTENT["ladders"][0]["tiers"][0]["benefits"] = ["badge"]


@pytest.fixture
def shop(calls: Callers) -> Caller:
    made = calls(CONTENT)
    made.club.join("ann")
    return made


def issued(shop: Caller, cause: str = "hello", **more: Any) -> Any:
    answer = shop.post(f"{ANN}/coupons", {"coupon": "off", "cause": cause, **more})
    assert answer.status_code == 201, answer.text
    return answer.get_json()["items"]


def test_a_coupon_is_issued_seen_and_redeemed(shop: Caller) -> None:
    (one,) = issued(shop)
    assert one["terms"]["en"] == "¥20.00 off from ¥100.00, valid for 30 days"
    assert (one["state"], one["usable"], one["last_day"]) == ("unused", True, "2026-03-30")
    seen = shop.get(f"/coupons/{one['code'].lower().replace('-', '')}").get_json()
    assert seen == one
    done = shop.post(f"/coupons/{one['code']}/redeem", {"order": "o1", "spent": "100.00"})
    assert done.status_code == 200, done.text
    assert (done.get_json()["state"], done.get_json()["used_for"]) == ("used", "o1")
    assert shop.post(f"/coupons/{one['code']}/redeem", {"order": "o1"}).status_code == 200
    again = shop.post(f"/coupons/{one['code']}/redeem", {"order": "o2"})
    assert again.status_code == 409
    assert "2026-03-01" in again.get_json()["detail"]
    (counted,) = shop.get("/coupons").get_json()["items"]
    assert counted["counts"] == {"unused": 0, "used": 1, "expired": 0, "void": 0}
    assert counted["cost"] == "20.00"


def test_the_same_cause_issues_once(shop: Caller) -> None:
    issued(shop, count=2)
    again = shop.post(f"{ANN}/coupons", {"coupon": "off", "cause": "hello", "count": 2})
    assert (again.status_code, again.get_json()["items"]) == (200, [])
    assert len(shop.get(f"{ANN}/coupons").get_json()["items"]) == 2


def test_coupons_come_in_pages(shop: Caller) -> None:
    issued(shop, count=3)
    first = shop.get(f"{ANN}/coupons?limit=2").get_json()
    second = shop.get(f"{ANN}/coupons?limit=2&before={first['next']}").get_json()
    assert len({each["id"] for each in (*first["items"], *second["items"])}) == 3
    assert second["next"] is None
    assert shop.get(f"{ANN}/coupons?before=x").status_code == 422


def test_what_will_not_do_is_refused_with_the_reason(shop: Caller) -> None:
    (one,) = issued(shop)
    code = one["code"]
    assert shop.get("/coupons/2222-2222-2222").status_code == 404
    assert shop.post("/coupons/nothing/redeem", {}).status_code == 404
    assert shop.post(f"/coupons/{code}/redeem", {"spent": "99.99"}).status_code == 422
    assert shop.post(f"/coupons/{code}/redeem", {"spent": "x"}).status_code == 422
    assert shop.post(f"{ANN}/coupons", {"coupon": "gone", "cause": "x"}).status_code == 422
    assert shop.post(f"{ANN}/coupons/1/void", {"reason": "x"}).status_code == 404
    assert shop.post(f"{ANN}/coupons/x/void", {"reason": "x"}).status_code == 404
    assert shop.get("/members/external_id:nobody/coupons").status_code == 404


def test_a_coupon_is_made_void_and_issued_again(shop: Caller) -> None:
    (one,) = issued(shop)
    void = shop.post(f"{ANN}/coupons/{one['id']}/void", {"reason": "Sent twice"}).get_json()
    assert (void["state"], void["why"]) == ("void", "Sent twice")
    new = shop.post(f"{ANN}/coupons/{one['id']}/reissue", {"reason": "Was right after all"})
    assert new.status_code == 201
    assert new.get_json()["code"] != one["code"]
    more = shop.post(f"{ANN}/coupons/{one['id']}/reissue", {"reason": "Again"})
    assert more.status_code == 409


def test_benefits_are_seen_granted_and_ended(shop: Caller) -> None:
    (own,) = shop.get(f"{ANN}/benefits").get_json()["items"]
    assert (own["benefit"], own["ladder"], own["tier"]) == ("badge", "main", "regular")
    wanted = {"benefit": "badge", "cause": "c1", "reason": "Sorry", "options": {"name": "元老"}}
    granted = shop.post(f"{ANN}/benefits", wanted)
    assert granted.status_code == 201, granted.text
    (grant,) = granted.get_json()["items"]
    assert shop.post(f"{ANN}/benefits", wanted).get_json()["items"] == []
    items = shop.get(f"{ANN}/benefits").get_json()["items"]
    assert [each["grant_id"] for each in items] == [None, grant["id"]]
    ended = shop.post(f"{ANN}/benefits/{grant['id']}/end", {"reason": "Enough"})
    assert ended.get_json()["ended_why"] == "Enough"
    assert shop.post(f"{ANN}/benefits/{grant['id']}/end", {"reason": "x"}).status_code == 409
    assert shop.post(f"{ANN}/benefits/x/end", {"reason": "x"}).status_code == 404
    late = {**wanted, "cause": "c2", "ends_at": "2026-01-01T00:00:00+08:00"}
    assert shop.post(f"{ANN}/benefits", late).status_code == 422
    assert shop.post(f"{ANN}/benefits", {**late, "ends_at": "soon"}).status_code == 422


def test_a_key_that_may_only_read_gives_and_redeems_nothing(calls: Callers) -> None:
    reader = calls(CONTENT, scopes=[Scope.STANDING_READ])
    reader.club.join("ann")
    assert reader.get(f"{ANN}/coupons").status_code == 200
    assert reader.post(f"{ANN}/coupons", {"coupon": "off", "cause": "x"}).status_code == 403
    assert reader.post("/coupons/2222-2222-2222/redeem", {}).status_code == 403
