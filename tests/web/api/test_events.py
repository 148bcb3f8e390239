"""Events come in, and the answer says what became of them."""

from typing import Any

from tests.web.api.callers import GOLD_BY_SPENDING, a_comment, an_order, problems
from tests.web.api.conftest import Callers


def test_the_answer_to_an_order_carries_the_tier_it_brought(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann")
    answer = shop.post("/events", an_order("ann", 120.5))
    assert answer.status_code == 201
    said = answer.get_json()
    assert said["status"] == "created"
    assert said["tiers"] == {"main": "silver"}
    assert said["gained"] == [{"ladder": "main", "from": "basic", "to": "silver"}]
    assert said["id"].isdigit()
    assert said["member_id"].isdigit()
    assert shop.club.tier("ann") == "silver"


def test_an_event_without_an_object_is_an_activity_that_happened_now(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann")
    for _ in range(9):
        assert shop.post("/events", a_comment("ann")).get_json()["tiers"] == {"main": "basic"}
    tenth = shop.post("/events", a_comment("ann")).get_json()
    assert tenth["object"] == "activity"
    assert tenth["tiers"] == {"main": "gold"}


def test_fields_may_stand_in_the_event_or_in_values(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann")
    nested = shop.post("/events", an_order("ann", 100, "o1"))
    order = an_order("ann", 900, "o2")
    flat = shop.post("/events", {**order.pop("values"), **order})
    assert (nested.status_code, flat.status_code) == (201, 201)
    assert flat.get_json()["tiers"] == {"main": "gold"}


def test_the_same_order_sent_twice_is_known_and_counted_once(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann")
    first = shop.post("/events", an_order("ann", 60))
    again = shop.post("/events", an_order("ann", 60))
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.get_json()["status"] == "known"
    assert again.get_json()["id"] == first.get_json()["id"]
    assert shop.club.tier("ann") == "basic"


def test_a_refused_event_does_not_undo_the_others(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann")
    events = [an_order("ann", 50, "o1"), an_order("ann", -0.001, "o2"), an_order("ann", 50, "o3")]
    answer = shop.post("/events", {"events": events})
    assert answer.status_code == 207
    said = answer.get_json()
    assert [each["status"] for each in said["events"]] == ["created", "refused", "created"]
    assert (said["created"], said["known"], said["refused"]) == (2, 0, 1)
    (finding,) = said["events"][1]["findings"]
    assert finding["path"] == "/events/1/values/amount"
    assert shop.club.tier("ann") == "silver"


def test_a_batch_without_refusals_is_answered_200(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann")
    answer = shop.post("/events", {"events": [an_order("ann", 50), a_comment("ann")]})
    assert answer.status_code == 200
    assert answer.get_json()["created"] == 2


def test_an_empty_batch_is_nothing_to_do(calls: Callers) -> None:
    answer = calls(GOLD_BY_SPENDING).post("/events", {"events": []})
    assert (answer.status_code, answer.get_json()["events"]) == (200, [])


def test_an_event_that_happened_to_nobody_is_refused_and_makes_nobody(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    answer = shop.post("/events", an_order("stranger", 10))
    assert answer.status_code == 422
    assert "stranger" in problems(answer)["/member"]
    assert shop.club.tiers() == {}


def test_members_are_made_where_that_is_wished(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    answer = shop.post("/events?create_members=true", an_order("stranger", 1000))
    assert answer.get_json()["tiers"] == {"main": "gold"}
    assert shop.club.tiers() == {"stranger": "gold"}


def test_a_refused_event_makes_no_member(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    events = [an_order("stranger", "much"), a_comment("friend")]  # type: ignore[arg-type]
    answer = shop.post("/events?create_members=true", {"events": events})
    assert [*problems_of(answer.get_json()["events"][0])] == ["/events/0/values/amount"]
    assert [*shop.club.tiers()] == ["friend"]


def problems_of(result: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return {each["path"]: each["message"] for each in result["findings"]}


def test_a_member_may_be_named_by_a_phone_as_people_write_it(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann", phone="13800138000")
    order = an_order("ann", 100) | {"member": {"phone": "138 0013 8000"}}
    assert shop.post("/events", order).status_code == 201
    assert shop.club.tier("ann") == "silver"


def test_joining_is_an_event_too(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    answer = shop.post("/events", {"object": "member", "external_id": "42", "name": "安"})
    assert answer.status_code == 201
    assert answer.get_json()["tiers"] == {"main": "basic"}


BAD_EVENTS: list[tuple[Any, str]] = [
    ({"object": "spaceship", "member": {"external_id": "ann"}}, "/object"),
    ({"object": ["order"], "member": {"external_id": "ann"}}, "/object"),
    ({"kind": "comment"}, "/member"),
    ({"kind": "comment", "member": {}}, "/member"),
    ({"kind": "comment", "member": {"external_id": None}}, "/member/external_id"),
    ({"kind": "comment", "member": {"id": "9" * 40}}, "/member"),
    ({"kind": "comment", "member": {"id": "²"}}, "/member"),
    ({"kind": "comment", "member": {"phone": "hello"}}, "/member"),
    ({"kind": "comment", "member": {"nickname": "ann"}}, "/member"),
    ({"member": {"external_id": "ann"}}, "/kind"),
    ({"kind": "comment", "member": {"external_id": "ann"}, "mood": "good"}, "/mood"),
    ({"kind": "comment", "member": {"external_id": "ann"}, "values": []}, "/values"),
    ({"kind": "comment", "member": {"external_id": "ann"}, "values": {}}, "/kind"),
    (a_comment("ann", occurred_at="yesterday"), "/occurred_at"),
    (a_comment("ann", value="many"), "/value"),
    (a_comment("ann", kind="x" * 501), "/kind"),
    (an_order("ann", 1.234), "/values/amount"),
    (an_order("ann", 1e30), "/values/amount"),
    ({"object": "member", "member": {"external_id": "ann"}, "values": {}}, "/member"),
]


def test_bad_input_is_refused_with_its_place_and_loses_nothing(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann")
    for n, (event, path) in enumerate(BAD_EVENTS):
        alone = shop.post("/events", event)
        assert alone.status_code == 422, event
        assert path in problems(alone), event
        beside = shop.post("/events", {"events": [event, an_order("ann", 1, f"o{n}")]})
        assert beside.status_code == 207, event
    assert len(shop.get("/records/order").get_json()["items"]) == len(BAD_EVENTS)


def test_an_unknown_field_is_refused_with_what_may_be_meant(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann")
    order = an_order("ann", 10)
    order["values"]["chanel"] = "web"
    assert "channel" in problems(shop.post("/events", order))["/values/chanel"]


def test_more_than_a_thousand_events_are_sent_back_with_advice(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    answer = shop.post("/events", {"events": [{}] * 1001})
    assert answer.status_code == 413
    assert "1000" in answer.get_json()["detail"]
    assert "rungs import" in answer.get_json()["detail"]


def test_a_thousand_events_are_kept_at_once(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    events = [a_comment(f"m{n % 100}", external_id=str(n)) for n in range(1000)]
    answer = shop.post("/events?create_members=true", {"events": events})
    assert answer.get_json()["created"] == 1000
    assert set(shop.club.tiers().values()) == {"gold"}


def test_findings_speak_the_language_of_whoever_asks(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    order = an_order("ann", 10)
    english = shop.post("/events", order, Accept_Language="en-US,en;q=0.9")
    chinese = shop.post("/events", order, Accept_Language="zh-CN")
    assert "no record" in problems(english)["/member"]
    assert "找不到" in problems(chinese)["/member"]
