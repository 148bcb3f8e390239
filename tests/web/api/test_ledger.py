"""The ledger and make-up promotion through the API, on both databases."""

from typing import Any

import pytest

from app.access import Scope
from tests.runtime.clubs import document
from tests.runtime.ledgers import collected
from tests.web.api.callers import Caller, problems
from tests.web.api.conftest import Callers

GROWTH = collected("growth")
CONTENT = document(
    ("basic", None),
    ("gold", {">=": [GROWTH, 1000]}),
    ladder={"make_up": {"currency": "growth", "rate": 3, "most_percent": 10}},
)
MEMBER = "/members/external_id:ann"


@pytest.fixture
def shop(calls: Callers) -> Caller:
    found = calls(CONTENT)
    found.club.join("ann")
    return found


def growth(cause: str, amount: int, **more: Any) -> dict[str, Any]:
    return {"cause": cause, "currency": "growth", "amount": amount, **more}


def test_an_entry_promotes_in_its_answer(shop: Caller) -> None:
    said = shop.post(f"{MEMBER}/entries", growth("task-1", 999))
    assert (said.status_code, said.get_json()["gained"]) == (201, [])
    said = shop.post(f"{MEMBER}/entries", growth("task-2", 1)).get_json()
    assert said["gained"] == [{"ladder": "main", "from": "basic", "to": "gold"}]
    assert said["tiers"] == {"main": "gold"}
    again = shop.post(f"{MEMBER}/entries", growth("task-2", 50))
    assert (again.status_code, again.get_json()["status"]) == (200, "known")
    assert again.get_json()["id"] == said["id"]


def test_balances_are_told_by_currency(shop: Caller) -> None:
    earn = {"cause": "o1", "currency": "points", "amount": 100, "expires_on": "2026-03-05"}
    shop.post(f"{MEMBER}/entries", earn)
    shop.post(f"{MEMBER}/entries", {"cause": "gift", "currency": "points", "amount": -30})
    said = shop.get(f"{MEMBER}/ledger").get_json()
    by_key = {each["currency"]: each for each in said["items"]}
    assert list(by_key) == ["growth", "points"]
    points = by_key["points"]
    assert (points["balance"], points["earned"], points["available"]) == (70, 100, 70)
    assert by_key["growth"]["spendable"] is False


def test_entries_are_read_a_page_at_a_time(shop: Caller) -> None:
    for n in range(5):
        shop.post(f"{MEMBER}/entries", growth(f"task-{n}", n + 1))
    shop.post(f"{MEMBER}/entries", {"cause": "other", "currency": "points", "amount": 7})
    page = shop.get(f"{MEMBER}/entries?currency=growth&limit=3").get_json()
    assert [each["values"]["amount"] for each in page["items"]] == [5, 4, 3]
    rest = shop.get(f"{MEMBER}/entries?currency=growth&limit=3&before={page['next']}").get_json()
    assert [each["values"]["external_id"] for each in rest["items"]] == ["task-1", "task-0"]
    assert rest["next"] is None


def test_an_entry_is_reversed_for_its_own_member_alone(shop: Caller) -> None:
    shop.club.join("bob")
    shop.post(f"{MEMBER}/entries", growth("task-1", 10))
    asked = {"cause": "undo-1", "of": "task-1"}
    refused = shop.post("/members/external_id:bob/reversals", asked)
    assert problems(refused) == {"/of": "There is no entry with the cause 'task-1'."}
    assert shop.post(f"{MEMBER}/reversals", asked).status_code == 201
    assert shop.post(f"{MEMBER}/reversals", asked).get_json()["status"] == "known"
    again = shop.post(f"{MEMBER}/reversals", {"cause": "undo-2", "of": "task-1"})
    assert "reversed already" in problems(again)["/of"]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"cause": "x", "currency": "gold", "amount": 1}, "/currency"),
        ({"cause": "x", "currency": "points", "amount": -1}, "/amount"),
        ({"cause": "reversal:x", "currency": "points", "amount": 1}, "/cause"),
        ({"cause": "x", "currency": "points", "amount": 1, "expires_on": "soon"}, "/expires_on"),
        ({"cause": "x", "currency": "points", "amount": 1, "kind": "make_up"}, "/kind"),
        ({"cause": "x", "currency": "points", "amount": 1.5}, "/amount"),
        ({"currency": "points", "amount": 1}, "/cause"),
    ],
    ids=["currency", "too little", "cause", "day", "kind", "fraction", "no cause"],
)
def test_an_entry_that_will_not_do_is_named_in_its_place(
    shop: Caller, body: dict[str, Any], path: str
) -> None:
    refused = shop.post(f"{MEMBER}/entries", body)
    assert refused.status_code == 422
    assert path in problems(refused)


def test_a_key_that_may_send_events_cannot_make_points(calls: Callers) -> None:
    shop = calls(CONTENT, scopes=[Scope.EVENTS_WRITE, Scope.STANDING_READ])
    shop.club.join("ann")
    assert shop.post(f"{MEMBER}/entries", growth("task-1", 1000)).status_code == 403
    values = {"external_id": "x", "currency": "growth", "amount": 1000, "kind": "earn"}
    values["occurred_at"] = "2026-03-01T00:00:00Z"
    event = {"object": "entry", "member": {"external_id": "ann"}, "values": values}
    refused = shop.post("/events", event)
    assert refused.status_code == 422
    assert "post them at" in " ".join(problems(refused).values())
    assert shop.get(f"{MEMBER}/ledger").get_json()["items"][0]["balance"] == 0


def test_records_of_entries_are_read_and_never_written(shop: Caller) -> None:
    posted = shop.post(f"{MEMBER}/entries", growth("task-1", 10)).get_json()
    read = shop.get("/records/entry/external_id:task-1").get_json()
    assert (read["id"], read["values"]["earned"]) == (posted["id"], 10)
    assert (
        shop.ask("PATCH", f"/records/entry/{posted['id']}", {"values": {"amount": 5}}).status_code
        == 422
    )
    added = {"member": {"external_id": "ann"}, "values": {**read["values"], "external_id": "y"}}
    assert shop.post("/records/entry", added).status_code == 422


def test_a_make_up_is_quoted_confirmed_and_returned(shop: Caller) -> None:
    address = f"{MEMBER}/ladders/main/make-up"
    shop.post(f"{MEMBER}/entries", growth("task-1", 899))
    quoted = shop.get(address).get_json()
    assert (quoted["available"], quoted["code"], quoted["points"]) == (False, "too_much", None)
    assert quoted["reason"]["en"].endswith("at most 100 can be made up.")
    shop.post(f"{MEMBER}/entries", growth("task-2", 51))
    quoted = shop.get(address).get_json()
    assert (quoted["points"], quoted["most"], quoted["price"]) == (50, 100, 16.67)
    stale = shop.post(address, {"points": 60, "reference": "pay/1"})
    assert stale.status_code == 409
    assert "50 is missing now, not 60" in stale.get_json()["detail"]
    paid = shop.post(address, {"points": 50, "reference": "pay/1"})
    assert (paid.status_code, paid.get_json()["tiers"]) == (201, {"main": "gold"})
    again = shop.post(address, {"points": 50, "reference": "pay/1"})
    assert (again.status_code, again.get_json()["status"]) == (200, "known")
    returned = shop.post("/make-ups/pay/1/reversal", None)
    assert (returned.status_code, returned.get_json()["tiers"]) == (201, {"main": "gold"})
    assert shop.post("/make-ups/pay/2/reversal", None).status_code == 404
    held = shop.get(f"{MEMBER}/ledger").get_json()["items"][0]
    assert (held["balance"], held["earned"], held["owed"]) == (950, 950, 0)


def test_a_confirmation_that_is_repeated_under_its_key_is_answered_alike(shop: Caller) -> None:
    address = f"{MEMBER}/ladders/main/make-up"
    shop.post(f"{MEMBER}/entries", growth("task-1", 950))
    body = {"points": 50, "reference": "p"}
    first = shop.post(address, body, Idempotency_Key="once")
    second = shop.post(address, body, Idempotency_Key="once")
    assert first.get_json() == second.get_json()
    assert second.headers["Idempotent-Replayed"] == "true"


def test_nobody_has_no_ledger(shop: Caller) -> None:
    for path in ("ledger", "entries", "ladders/main/make-up"):
        assert shop.get(f"/members/999999999/{path}").status_code == 404
    assert shop.post("/members/999999999/entries", growth("x", 1)).status_code == 404
    assert shop.get(f"{MEMBER}/ladders/none/make-up").status_code == 404
    assert shop.get(f"{MEMBER}/entries?before=x").status_code == 422
