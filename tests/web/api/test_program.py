"""The programme as JSON: ladders, standings, drafts, releases."""

from copy import deepcopy
from typing import Any

import orjson

from tests.runtime.clubs import document
from tests.web.api.callers import GOLD_BY_SPENDING, SPENT, Caller, an_order, problems
from tests.web.api.conftest import Callers

SILVER_AT_50 = document(("basic", None), ("silver", {">=": [SPENT, 50]}))


def save(shop: Caller, content: Any, version: str = '"1"') -> Any:
    return shop.ask("PUT", "/program/draft", {"content": content}, If_Match=version)


def test_a_ladder_reads_its_rules_aloud_in_both_languages(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    (ladder,) = shop.get("/ladders").get_json()["items"]
    assert ladder == shop.get("/ladders/main").get_json()
    basic, silver, _ = ladder["tiers"]
    assert basic["sentence"] is None
    assert "消费" in silver["sentence"]["zh"]
    assert "spend" in silver["sentence"]["en"].lower()
    assert silver["condition"] == {">=": [SPENT, 100]}


def test_a_ladder_tells_how_it_is_reviewed_and_what_members_read(calls: Callers) -> None:
    content = deepcopy(GOLD_BY_SPENDING)
    content["ladders"][0] |= {
        "period": "year",
        "review": {"due": "12mo", "demotion": "one_down", "grace_days": 30},
        "trials": [{"key": "week", "label": "体验周", "tier": "silver", "days": 7}],
        "make_up": {"currency": "growth", "rate": 2},
    }
    gold = content["ladders"][0]["tiers"][2]
    stage = {"key": "half", "label": "过半", "condition": {">=": [SPENT, 500]}, "points": 50}
    gold |= {"retention": {">=": [SPENT, 800]}, "stages": [stage]}
    ladder = calls(content).get("/ladders/main").get_json()
    assert ladder["review"] == {
        "due": "12mo",
        "demotion": "one_down",
        "floor": None,
        "grace_days": 30,
        "notice_days": 0,
    }
    assert ladder["make_up"] == {"currency": "growth", "rate": "2", "most_percent": 100}
    (week,) = ladder["trials"]
    assert (week["tier"], week["days"], week["who"]) == ("silver", 7, None)
    basic, _, gold = ladder["tiers"]
    assert (basic["retention"], basic["retention_sentence"], basic["stages"]) == (None, None, [])
    assert "¥800" in gold["retention_sentence"]["zh"]
    assert "¥500" in gold["stages"][0]["sentence"]["en"]
    sections = {each["topic"]: each for each in ladder["rules"]["tiers"][2]["sections"]}
    assert sections["review"]["title"] == {"zh": "有效期与考核", "en": "How long it lasts"}
    assert sections["review"]["lines"][0]["zh"] == (
        "取得后 12 个月内有效，到期考核；通过后再续 12 个月。"
    )


def test_a_standing_says_what_is_there_what_is_asked_and_what_is_missing(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    ann = shop.club.join("ann")
    shop.post("/events", an_order("ann", 250.5))
    said = shop.get(f"/members/{ann}/standing").get_json()
    assert said == shop.get("/members/external_id:ann/standing").get_json()
    (main,) = said["ladders"]
    assert (main["tier"], main["next"]) == ("silver", "gold")
    assert main["since"] == "2026-03-01T04:00:00Z"
    silver = main["tiers"][1]["condition"]
    assert (silver["state"], silver["comparison"]["value"]) == ("met", 250.5)
    spending, comments = main["tiers"][2]["condition"]["children"]
    assert (spending["state"], spending["comparison"]["gap"]) == ("unmet", 749.5)
    assert spending["comparison"]["unit"] == "money"
    assert (comments["comparison"]["value"], comments["comparison"]["threshold"]) == (0, 10)
    assert "749.5" in orjson.dumps(main["missing"]).decode()


def test_a_draft_is_saved_over_the_version_that_was_seen(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    seen = shop.get("/program/draft")
    assert seen.headers["ETag"] == '"1"'
    assert seen.get_json()["content"] == GOLD_BY_SPENDING
    saved = save(shop, SILVER_AT_50, seen.headers["ETag"])
    assert saved.status_code == 200
    assert saved.headers["ETag"] == '"2"'
    assert saved.get_json()["saved_by"] == "api:shop"
    late = save(shop, GOLD_BY_SPENDING, '"1"')
    assert late.status_code == 412
    assert shop.get("/program/draft").get_json()["content"] == SILVER_AT_50


def test_saving_without_naming_a_version_is_refused(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    answer = shop.ask("PUT", "/program/draft", {"content": SILVER_AT_50})
    assert answer.status_code == 428
    assert save(shop, SILVER_AT_50, "yesterday").status_code == 412


def test_a_wrong_draft_is_kept_and_told_where_it_is_wrong(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    wrong = document(("basic", None), ("silver", {">=": [{"var": "colour"}, 1]}))
    saved = save(shop, wrong)
    assert saved.status_code == 200
    assert not saved.get_json()["ready"]
    places = [each["path"] for each in saved.get_json()["findings"]]
    assert any(each.startswith("/content/ladders/0/tiers/1/condition") for each in places)
    published = shop.post("/program/releases", {})
    assert published.status_code == 422
    assert problems(published)
    assert len(shop.get("/program/releases").get_json()["items"]) == 1


NO_DOCUMENTS: tuple[object, ...] = (None, 7, "{}", [])
UNREADABLE: list[dict[str, Any]] = [{}, {"format": 99}, {"ladders": "none"}]


def test_a_draft_says_beforehand_who_would_move(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    ann, ben = (shop.club.join(name) for name in ("ann", "ben"))
    shop.post("/events", an_order("ann", 60))
    shop.club.evaluate()
    save(shop, SILVER_AT_50)
    said = shop.get("/program/draft/impact").get_json()
    assert (said["members"], said["looked_at"], said["estimated"]) == (2, 2, False)
    (main,) = said["ladders"]
    assert (main["counts"]["rises"], main["counts"]["stays"]) == (1, 1)
    risen = [each for each in main["examples"] if each["movement"] == "rises"]
    assert risen == [{"member_id": str(ann), "movement": "rises", "from": "basic", "to": "silver"}]
    assert str(ben) in [each["member_id"] for each in main["examples"]]
    save(shop, document(("basic", None), ("silver", {">=": [{"var": "colour"}, 1]})), '"2"')
    refused = shop.get("/program/draft/impact")
    assert refused.status_code == 422
    assert problems(refused)


def test_a_draft_is_an_object(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    for content in NO_DOCUMENTS:
        answer = save(shop, content)
        assert answer.status_code == 422
        assert "/content" in problems(answer)
    assert shop.get("/program/draft").get_json()["version"] == 1


def test_a_draft_that_is_no_programme_is_kept_and_cannot_be_published(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    for n, content in enumerate(UNREADABLE):
        saved = save(shop, content, f'"{n + 1}"')
        assert saved.status_code == 200
        assert not saved.get_json()["ready"]
        assert shop.post("/program/releases", {}).status_code == 422
    assert shop.get("/ladders/main").status_code == 200


def test_publishing_places_everybody_by_the_new_rules(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann")
    shop.post("/events", an_order("ann", 60))
    save(shop, SILVER_AT_50)
    answer = shop.post("/program/releases", {"note": "Cheaper silver", "apply": "now"})
    assert answer.status_code == 201
    assert answer.get_json() == {"number": 2, "apply": "now", "placed": 1, "changed": 1}
    assert shop.club.tier("ann") == "silver"
    newest, oldest = shop.get("/program/releases").get_json()["items"]
    assert (newest["number"], newest["live"], newest["note"]) == (2, True, "Cheaper silver")
    assert (oldest["number"], oldest["live"]) == (1, False)


def test_publishing_for_the_next_evaluation_moves_nobody_yet(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann")
    shop.post("/events", an_order("ann", 60))
    save(shop, SILVER_AT_50)
    answer = shop.post("/program/releases", {"apply": "next"})
    assert answer.get_json()["placed"] is None
    assert shop.club.tier("ann") == "basic"
    shop.club.evaluate()
    assert shop.club.tier("ann") == "silver"


def test_a_metric_that_a_release_adds_is_filled_from_what_happened_before(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann")
    shop.post("/events", an_order("ann", 60))
    visits = {"days_of": ["order", "lifetime"]}
    save(shop, document(("basic", None), ("visitor", {">=": [visits, 1]})))
    assert shop.post("/program/releases", {}).get_json()["changed"] == 1
    assert shop.club.tier("ann") == "visitor"


def test_publishing_twice_under_one_key_is_one_release(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann")
    shop.post("/events", an_order("ann", 60))
    save(shop, SILVER_AT_50)
    first = shop.post("/program/releases", {}, Idempotency_Key="publish-1")
    again = shop.post("/program/releases", {}, Idempotency_Key="publish-1")
    assert first.get_json() == again.get_json()
    assert len(shop.get("/program/releases").get_json()["items"]) == 2


def test_publishing_a_draft_that_has_moved_on_is_refused(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    save(shop, SILVER_AT_50)
    answer = shop.post("/program/releases", {}, If_Match='"1"')
    assert answer.status_code == 412
    assert shop.post("/program/releases", {}, If_Match='"2"').status_code == 201


def test_an_old_release_comes_back_as_a_new_one(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann")
    shop.post("/events", an_order("ann", 60))
    save(shop, SILVER_AT_50)
    shop.post("/program/releases", {})
    answer = shop.post("/program/releases/1/restore", {"apply": "now"})
    assert answer.status_code == 201
    assert answer.get_json()["number"] == 3
    assert shop.club.tier("ann") == "basic"
    assert shop.get("/program/draft").get_json()["content"] == GOLD_BY_SPENDING
    newest = shop.get("/program/releases").get_json()["items"][0]
    assert newest["restores"] == 1
    assert shop.post("/program/releases/9/restore", {}).status_code == 404


def test_many_members_are_left_to_the_worker(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    for batch in range(2):
        joined = [{"object": "member", "external_id": f"{batch}-{n}"} for n in range(501)]
        shop.post("/events", {"events": joined})
    shop.post("/events", an_order("0-0", 60))
    save(shop, SILVER_AT_50)
    answer = shop.post("/program/releases", {"apply": "now"})
    assert answer.get_json() == {"number": 2, "apply": "now", "placed": None, "changed": None}
    assert shop.club.tier("0-0") == "basic"
    shop.club.evaluate("release:2")
    assert shop.club.tier("0-0") == "silver"
