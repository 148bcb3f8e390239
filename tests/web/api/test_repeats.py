"""The same request twice has its effect once."""

from concurrent.futures import ThreadPoolExecutor

from tests.web.api.callers import GOLD_BY_SPENDING, a_comment, an_order
from tests.web.api.conftest import Callers


def test_the_same_request_under_the_same_key_gets_the_same_answer(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann")
    first = shop.post("/events", a_comment("ann"), Idempotency_Key="k1")
    shop.club.wait(days=1)
    again = shop.post("/events", a_comment("ann"), Idempotency_Key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.get_json() == first.get_json()
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(shop.get("/records/activity").get_json()["items"]) == 1


def test_the_order_of_keys_in_a_body_makes_it_no_other_request(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann")
    event = a_comment("ann")
    shop.post("/events", event, Idempotency_Key="k1")
    turned = dict(reversed(event.items()))
    assert shop.post("/events", turned, Idempotency_Key="k1").status_code == 201


def test_another_request_under_the_same_key_is_a_conflict(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann")
    shop.post("/events", an_order("ann", 100), Idempotency_Key="k1")
    other = shop.post("/events", an_order("ann", 1000, "o2"), Idempotency_Key="k1")
    assert other.status_code == 409
    assert "Idempotency-Key" in other.get_json()["detail"]
    assert shop.club.tier("ann") == "silver"
    elsewhere = shop.post("/records/order", an_order("ann", 100), Idempotency_Key="k1")
    assert elsewhere.status_code in {409, 422}


def test_a_refused_request_leaves_its_key_free(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann")
    less = shop.post("/events", an_order("ann", -0.5), Idempotency_Key="k1")
    assert less.status_code == 422
    assert shop.post("/events", an_order("ann", 0.5), Idempotency_Key="k1").status_code == 201
    bad = shop.post("/events", an_order("nobody", 100, "o2"), Idempotency_Key="k2")
    good = shop.post("/events", an_order("ann", 101, "o2"), Idempotency_Key="k2")
    assert (bad.status_code, good.status_code) == (422, 201)


def test_fifty_requests_at_once_have_one_effect(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann")
    order = an_order("ann", 100)
    del order["values"]["external_id"]
    with ThreadPoolExecutor(12) as many:
        asked = [
            many.submit(shop.post, "/events", order, Idempotency_Key="the-one") for _ in range(50)
        ]
        answers = [each.result() for each in asked]
    assert {each.status_code for each in answers} == {201}
    assert len({each.get_data() for each in answers}) == 1
    assert len(shop.get("/records/order").get_json()["items"]) == 1


def test_fifty_orders_with_one_number_at_once_are_one_order(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann")
    with ThreadPoolExecutor(12) as many:
        asked = [many.submit(shop.post, "/events", an_order("ann", 60)) for _ in range(50)]
        statuses = [each.result().status_code for each in asked]
    assert sorted(statuses) == [200] * 49 + [201]
    assert shop.club.tier("ann") == "basic"


def test_a_key_that_is_none_is_refused(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann")
    for key in ("", "x" * 129, "a b"):
        assert shop.post("/events", a_comment("ann"), Idempotency_Key=key).status_code == 400
    assert shop.get("/records/activity").get_json()["items"] == []


def test_the_keys_of_two_programmes_do_not_meet(calls: Callers) -> None:
    one, other = calls(GOLD_BY_SPENDING, key="one"), calls(GOLD_BY_SPENDING, key="other")
    for shop in (one, other):
        shop.club.join("ann")
        assert shop.post("/events", a_comment("ann"), Idempotency_Key="k1").status_code == 201
    assert one.post("/events", a_comment("ann", value=2), Idempotency_Key="k1").status_code == 409
