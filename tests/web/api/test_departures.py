"""The API answers for the past, and for members who were deleted or merged."""

from typing import Any

from app.access import Scope
from tests.web.api.callers import GOLD_BY_SPENDING, Caller, an_order
from tests.web.api.conftest import Callers


def sent(shop: Caller, number: str, amount: int, member: str = "42") -> dict[str, Any]:
    answer = shop.post("/events", an_order(member, amount, number))
    assert answer.status_code == 201, answer.get_json()
    found: dict[str, Any] = answer.get_json()
    return found


def silver(content: Any) -> Any:
    """Give what the condition for Silver compares."""
    return content["ladders"][0]["tiers"][1]["condition"]["comparison"]["value"]


def test_a_past_day_is_explained_as_it_ended(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("42")
    sent(shop, "o1", 60)
    shop.club.wait(days=2)
    sent(shop, "o2", 90)
    then = shop.get("/members/external_id:42/standing?at=2026-03-01").get_json()
    assert (silver(then), then["ladders"][0]["tier"]) == (60, "basic")
    assert then["as_of"] == "2026-03-01T15:59:59.999999Z"
    assert then["release"] == 1
    moment = "2026-03-03T12:00:00%2B08:00"
    later = shop.get(f"/members/external_id:42/standing?at={moment}").get_json()
    assert (silver(later), later["ladders"][0]["tier"]) == (150, "silver")
    now = shop.get("/members/external_id:42/standing").get_json()
    for each in ("tier", "since", "missing", "tiers"):
        assert now["ladders"][0][each] == later["ladders"][0][each]


def test_a_moment_that_is_no_moment_or_yet_to_come_is_refused(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("42")
    for each in ("soon", "2026-03-02", "2026-02-30"):
        answer = shop.get(f"/members/external_id:42/standing?at={each}")
        assert answer.status_code == 400
        assert answer.get_json()["findings"][0]["path"] == "?at"
    before = shop.get("/members/external_id:42/standing?at=2026-02-01")
    assert before.status_code == 404


def test_a_deleted_order_is_gone_with_what_came_of_it(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("42")
    sent(shop, "o1", 150)
    answer = shop.ask("DELETE", "/records/order/external_id:o1")
    assert answer.status_code == 200
    assert sorted(each["object"] for each in answer.get_json()["deleted"]) == ["activity", "order"]
    standing = shop.get("/members/external_id:42/standing").get_json()
    assert (silver(standing), standing["ladders"][0]["tier"]) == (0, "silver")
    assert shop.ask("DELETE", "/records/order/external_id:o1").status_code == 404


def test_a_deleted_member_is_gone(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    ann = shop.club.join("42")
    assert shop.ask("DELETE", f"/records/member/{ann}").status_code == 200
    for path in (f"/records/member/{ann}", f"/members/{ann}/standing"):
        answer = shop.get(path)
        assert answer.status_code == 410
        assert "deleted" in answer.get_json()["detail"]
    assert shop.ask("DELETE", f"/records/member/{ann}").status_code == 410
    assert shop.get("/records/member/external_id:42").status_code == 404


def test_who_was_merged_is_found_at_the_survivor(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    ann, nan = shop.club.join("ann"), shop.club.join("nan")
    sent(shop, "o1", 60, "ann")
    sent(shop, "o2", 60, "nan")
    shop.club.wait(days=1)
    answer = shop.post(f"/members/{ann}/merge", {"other": {"external_id": "nan"}})
    content = answer.get_json()
    assert answer.status_code == 200
    assert content["moved"] == {"order": 1, "activity": 1}
    assert (content["already"], content["tiers"]) == (False, {"main": "silver"})
    moved = shop.get(f"/members/{nan}/standing")
    assert (moved.status_code, moved.get_json()["merged_into"]) == (301, str(ann))
    assert moved.headers["Location"].endswith(f"/api/v1/members/{ann}/standing")
    assert shop.get("/records/member/external_id:nan").get_json()["id"] == str(ann)
    assert shop.get(f"/members/{nan}/standing?at=2026-03-01").status_code == 200
    changing = shop.ask("PATCH", f"/records/member/{nan}", {"values": {"name": "Nan"}})
    assert changing.status_code == 409
    for again in ({"external_id": "nan"}, {"id": str(nan)}, str(nan)):
        content = shop.post(f"/members/{ann}/merge", {"other": again}).get_json()
        assert content["already"] is True


def test_only_a_key_that_may_write_records_deletes_or_merges(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING, scopes=[Scope.RECORDS_READ, Scope.STANDING_READ])
    ann, nan = shop.club.join("ann"), shop.club.join("nan")
    assert shop.ask("DELETE", f"/records/member/{ann}").status_code == 403
    assert shop.post(f"/members/{ann}/merge", {"other": str(nan)}).status_code == 403
