"""Parameters over the API: one threshold changed and published by itself."""

from typing import Any

from app.runtime.releases import live
from tests.runtime.clubs import document
from tests.web.api.callers import SPENT, Caller, an_order, problems
from tests.web.api.conftest import Callers

GOLD = {
    "key": "gold_spend",
    "label": {"zh": "金卡门槛", "en": "Gold spend"},
    "kind": "money",
    "value": 2000,
    "least": 100,
    "most": None,
    "cases": [{"when": {"==": [{"var": "email"}, "a@example.com"]}, "value": 1500}],
}
CONTENT = document(
    ("basic", None),
    ("gold", {">=": [SPENT, {"var": "parameter.gold_spend"}]}),
    parameters=[GOLD],
)
PATH = "/program/parameters/gold_spend"


def release(shop: Caller) -> int:
    with shop.club.spaces.reading(shop.club.workspace_id) as space:
        return live(space, shop.club.program_id).number


def change(shop: Caller, **body: Any) -> Any:
    return shop.ask("PUT", PATH, body)


def test_a_parameter_tells_its_value_and_which_rules_use_it(calls: Callers) -> None:
    shop = calls(CONTENT)
    found = shop.get(PATH).get_json()
    assert (found["value"], found["least"], found["kind"]) == (2000, 100, "money")
    assert found["cases"][0]["value"] == 1500
    assert [each["path"] for each in found["uses"]] == ["/ladders/0/tiers/1/condition"]
    assert "¥2,000" in found["uses"][0]["sentence"]["zh"]
    assert shop.get("/program/parameters").get_json() == {"items": [found]}


def test_a_value_becomes_the_next_release_and_members_are_placed_by_it(calls: Callers) -> None:
    shop = calls(CONTENT)
    shop.post("/events?create_members=true", an_order("ann", 500))
    assert shop.club.tier("ann") == "basic"
    answer = change(shop, value=500, note="season")
    assert answer.status_code == 200
    assert answer.get_json() == {"number": 2, "apply": "now", "placed": 1, "changed": 1}
    assert shop.club.tier("ann") == "gold"
    assert shop.get(PATH).get_json()["value"] == 500


def test_the_value_for_some_members_is_changed_by_itself(calls: Callers) -> None:
    shop = calls(CONTENT)
    assert change(shop, value=1200, case=0, apply="next").status_code == 200
    found = shop.get(PATH).get_json()
    assert (found["value"], found["cases"][0]["value"]) == (2000, 1200)


def test_a_value_that_will_not_do_changes_nothing(calls: Callers) -> None:
    shop = calls(CONTENT)
    assert change(shop, value=99.99).status_code == 422
    assert change(shop, value="many").status_code == 422
    assert change(shop, value=2000).status_code == 409
    assert change(shop, value=500, case=3).status_code == 404
    assert shop.ask("PUT", "/program/parameters/silver", {"value": 5}).status_code == 404
    assert "/value" in problems(change(shop))
    assert release(shop) == 1


def test_a_draft_that_says_something_else_of_the_value_is_not_written_over(calls: Callers) -> None:
    shop = calls(CONTENT)
    other = {**CONTENT, "parameters": [{**GOLD, "value": 3000}]}
    shop.ask("PUT", "/program/draft", {"content": other}, If_Match='"1"')
    assert change(shop, value=2500).status_code == 409
    assert shop.get("/program/draft").get_json()["content"] == other


def test_a_repeated_request_publishes_once(calls: Callers) -> None:
    shop = calls(CONTENT)
    key = {"Idempotency_Key": "season-1"}
    first = shop.ask("PUT", PATH, {"value": 500}, **key)
    again = shop.ask("PUT", PATH, {"value": 500}, **key)
    assert first.get_json() == again.get_json()
    assert release(shop) == 2
