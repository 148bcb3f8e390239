"""Layers, histories of tiers and members at risk as callers of the API meet them."""

from typing import Any

import pytest

from app.access import Scope
from app.runtime.jobs import evaluate_what_is_due
from tests.runtime.clubs import document
from tests.web.api.callers import Caller, problems
from tests.web.api.conftest import Callers


def spent(amount: int) -> Any:
    return {">=": [{"sum_of": ["order.net", "period"]}, amount]}


CONTENT = document(
    ("regular", None),
    ("silver", spent(1000)),
    ("gold", spent(3000)),
    ladder={
        "period": "year",
        "review": {"due": "period", "notice_days": 30, "grace_days": 15},
        "trials": [{"key": "taste", "label": "Taste", "tier": "gold", "days": 7}],
    },
)
FLOOR = {"kind": "floor", "tier": "silver", "reason": "An old friend"}


@pytest.fixture
def shop(calls: Callers) -> Caller:
    made = calls(CONTENT)
    made.club.join("ann")
    return made


ANN = "/members/external_id:ann"


def test_a_tier_is_given_and_ended_with_reasons(shop: Caller) -> None:
    answer = shop.post(f"{ANN}/layers", FLOOR)
    assert answer.status_code == 201, answer.text
    given = answer.get_json()
    assert given["tiers"] == {"main": "silver"}
    layer = given["layer"]
    assert (layer["phase"], layer["in_force"], layer["by"][:4]) == ("active", True, "api:")
    assert shop.get(f"{ANN}/layers").get_json()["items"] == [layer]
    over = shop.post(f"{ANN}/layers/{layer['id']}/end", {"reason": "Moved away"}).get_json()
    assert over["tiers"] == {"main": "regular"}
    assert (over["layer"]["ended"], over["layer"]["ended_why"]) == ("ended", "Moved away")
    again = shop.post(f"{ANN}/layers/{layer['id']}/end", {"reason": "Moved away"})
    assert again.status_code == 409
    assert shop.post(f"{ANN}/layers/1/end", {"reason": "x"}).status_code == 404
    assert shop.post(f"{ANN}/layers/x/end", {"reason": "x"}).status_code == 404


def test_giving_a_tier_twice_under_one_key_gives_it_once(shop: Caller) -> None:
    for _ in range(2):
        assert shop.post(f"{ANN}/layers", FLOOR, Idempotency_Key="k1").status_code == 201
    assert len(shop.get(f"{ANN}/layers").get_json()["items"]) == 1


def test_a_paid_tier_is_bought_for_a_time_and_bought_again(shop: Caller) -> None:
    bought = {"kind": "paid", "tier": "gold", "reason": "card 1"}
    first = shop.post(f"{ANN}/layers", {**bought, "ends_at": "2026-04-01T00:00:00+08:00"})
    assert first.get_json()["layer"]["ends_at"] == "2026-03-31T16:00:00Z"
    again = {**bought, "starts_at": "2026-03-01 12:00", "ends_at": "2026-03-11 12:00"}
    layer = shop.post(f"{ANN}/layers", again).get_json()["layer"]
    assert (layer["starts_at"], layer["phase"]) == ("2026-03-31T16:00:00Z", "waiting")
    assert layer["ends_at"] == "2026-04-10T16:00:00Z"


@pytest.mark.parametrize(
    ("body", "status", "path"),
    [
        ({**FLOOR, "kind": "trial"}, 422, "/kind"),
        ({**FLOOR, "reason": ""}, 422, "/reason"),
        ({**FLOOR, "ends_at": "tomorrow"}, 422, "/ends_at"),
        ({**FLOOR, "ladder": "other"}, 422, "/ladder"),
        ({**FLOOR, "until": "x"}, 422, "/until"),
        ({**FLOOR, "tier": "platinum"}, 404, None),
        ({**FLOOR, "ends_at": "2020-01-01"}, 422, None),
        ({**FLOOR, "reason": "   "}, 422, None),
    ],
)
def test_what_will_not_do_is_refused_with_its_place(
    shop: Caller, body: Any, status: int, path: str | None
) -> None:
    answer = shop.post(f"{ANN}/layers", body)
    assert answer.status_code == status, answer.text
    assert path is None or path in problems(answer)
    assert shop.get(f"{ANN}/layers").get_json() == {"items": []}


def test_a_tier_is_tried_once(shop: Caller) -> None:
    (offer,) = shop.get(f"{ANN}/standing").get_json()["ladders"][0]["trials"]
    assert (offer["key"], offer["available"]) == ("taste", True)
    answer = shop.post(f"{ANN}/trials", {"trial": "taste"})
    assert (answer.status_code, answer.get_json()["tiers"]) == (201, {"main": "gold"})
    assert shop.post(f"{ANN}/trials", {"trial": "taste"}).status_code == 409
    assert shop.post(f"{ANN}/trials", {"trial": "nope"}).status_code == 404
    (offer,) = shop.get(f"{ANN}/standing").get_json()["ladders"][0]["trials"]
    assert offer["available"] is False
    assert "once" in offer["reason"]["en"]


def test_a_standing_tells_its_layer_and_the_review_ahead(shop: Caller) -> None:
    shop.club.buy("ann", 1000)
    shop.post(f"{ANN}/trials", {"trial": "taste"})
    (seen,) = shop.get(f"{ANN}/standing").get_json()["ladders"]
    assert (seen["tier"], seen["layer"], seen["earned"]) == ("gold", "trial", "silver")
    assert seen["reached"] == "2026-03-01"
    review = seen["review"]
    assert (review["due"], review["keeps"], review["earned"]) == ("2027-01-01", True, "silver")
    shop.club.at(2027, 1, 1, 1)
    evaluate_what_is_due(shop.club.spaces.engine, shop.club.now)
    (seen,) = shop.get(f"{ANN}/standing").get_json()["ladders"]
    review = seen["review"]
    assert (review["due"], review["keeps"], review["earned"]) == ("2028-01-01", False, "regular")
    assert review["grace_until"] == "2028-01-16"
    assert "¥1,000" in review["missing"][0][0]["zh"]
    assert review["stay"]["comparison"]["gap"] == 1000
    assert seen["layers"][0]["ended"] == "expired"


def test_the_past_is_told_without_what_only_the_present_has(shop: Caller) -> None:
    shop.club.wait(hours=1)
    (seen,) = shop.get(f"{ANN}/standing?at=2026-03-01T12:30:00%2B08:00").get_json()["ladders"]
    assert (seen["review"], seen["notices"], seen["trials"]) == (None, [], [])


def test_tier_changes_come_in_pages(shop: Caller) -> None:
    for tier in ("silver", "gold"):
        shop.club.wait(hours=1)
        shop.post(f"{ANN}/layers", {**FLOOR, "tier": tier})
    shop.club.wait(hours=1)
    shop.club.buy("ann", 1000)
    first = shop.get(f"{ANN}/tier-changes?limit=2").get_json()
    assert [(each["from"], each["to"], each["layer"]) for each in first["items"]] == [
        ("gold", "gold", "earned"),
        ("silver", "gold", "manual"),
    ]
    assert (first["items"][0]["earned_to"], first["items"][0]["reason"]) == ("silver", "event")
    rest = shop.get(f"{ANN}/tier-changes?limit=2&cursor={first['next']}").get_json()
    assert [each["to"] for each in rest["items"]] == ["silver", "regular"]
    assert rest["next"] is None
    assert shop.get(f"{ANN}/tier-changes?cursor=x").status_code == 400


def test_who_is_about_to_fall_and_who_was_told_are_listed(shop: Caller) -> None:
    shop.club.join("bob")
    for name in ("ann", "bob"):
        shop.club.buy(name, 3000)
    shop.club.at(2027, 1, 1, 1)
    evaluate_what_is_due(shop.club.spaces.engine, shop.club.now)
    shop.club.at(2027, 12, 15)
    assert shop.get("/notices").get_json() == {"items": []}
    evaluate_what_is_due(shop.club.spaces.engine, shop.club.now)
    told = shop.get("/notices").get_json()["items"]
    assert {(each["tier"], each["due"]) for each in told} == {("gold", "2028-01-01")}
    first = shop.get("/at-risk?limit=1").get_json()
    rest = shop.get(f"/at-risk?limit=1&cursor={first['next']}").get_json()
    risks = [*first["items"], *rest["items"]]
    assert rest["next"] is None
    assert {each["member_id"] for each in risks} == {each["member_id"] for each in told}
    assert {(each["tier"], each["falls_to"]) for each in risks} == {("gold", "regular")}
    assert "¥3,000" in risks[0]["missing"][0][0]["zh"]
    assert shop.get("/at-risk?days=5").get_json()["items"] == []
    assert shop.get("/at-risk?days=0").status_code == 400
    assert shop.get("/at-risk?ladder=other").status_code == 422


def test_setting_tiers_takes_a_scope_of_its_own(calls: Callers) -> None:
    caller = calls(CONTENT, scopes=tuple(set(Scope) - {Scope.STANDING_WRITE}))
    caller.club.join("ann")
    assert caller.post(f"{ANN}/layers", FLOOR).status_code == 403
    assert caller.post(f"{ANN}/trials", {"trial": "taste"}).status_code == 403
    assert caller.get(f"{ANN}/layers").status_code == 200
