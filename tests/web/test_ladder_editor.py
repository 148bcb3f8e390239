"""What the ladder editor is told: rules aloud while one edits, figures, and whom it would move."""

import json
from copy import deepcopy
from typing import Any

from app.access import Role
from tests.web.houses import CONTENT, House, Visitor, some_members
from tests.web.test_designing import carried, draft, save, with_threshold


def read(visitor: Visitor, content: Any) -> Any:
    answer = visitor.client.post(
        f"{visitor.house.at}/ladder/read",
        data=json.dumps({"content": content}),
        headers={"X-CSRFToken": visitor.token(), "Content-Type": "application/json"},
    )
    assert answer.status_code == 200, answer.text
    return answer.json


def test_the_page_carries_rules_figures_and_starts(house: House) -> None:
    some_members(house.mine)
    house.mine.evaluate()
    page = carried(house.signed_in().read(f"{house.at}/ladder"))["page"]
    (ladder,) = page["read"]["ladders"]
    assert [each["key"] for each in ladder["tiers"]] == ["slate", "bronze", "gold"]
    assert ladder["tiers"][1]["sentence"]["zh"] == "最近 365 天消费满 ¥300"
    assert page["members"]["main"] == {"slate": 2, "bronze": 1}
    assert [each["key"] for each in page["starts"]] == ["spend", "growth", "blank"]


def test_rules_are_read_as_they_are_being_written_and_nothing_is_saved(house: House) -> None:
    visitor = house.signed_in()
    before = draft(house)
    content = {**before, "ladders": with_threshold(house, 12.5)}
    (ladder,) = read(visitor, content)["ladders"]
    assert "¥12.50" in ladder["tiers"][1]["sentence"]["en"]
    assert ladder["tiers"][1]["changed"]
    assert not ladder["tiers"][0]["changed"]
    assert ladder["measures"][0]["label"]["zh"] == "最近 365 天消费"
    assert draft(house) == before


def test_what_cannot_be_read_is_said_to_be_so(house: House) -> None:
    assert read(house.signed_in(), {"ladders": 5}) == {
        "readable": False,
        "ladders": [],
        "cases": {},
    }


def test_a_tier_says_what_it_gives(house: House) -> None:
    content = deepcopy(CONTENT)
    content["benefits"] = [
        {"key": "off", "kind": "discount", "label": "折扣", "options": {"percent_off": 5}}
    ]
    tiers: Any = content["ladders"][0]["tiers"]  # type: ignore[index]  # A document.
    tiers[1] |= {"benefits": ["off"], "pack": {"points": [{"amount": 100}]}}
    (ladder,) = read(house.signed_in(), content)["ladders"]
    (given,) = ladder["tiers"][1]["benefits"]
    assert given["benefit"] == "off"
    assert given["said"]["zh"].startswith("折扣（")
    assert "100" in ladder["tiers"][1]["pack"]["zh"]


def test_the_impact_of_the_saved_draft_is_counted_by_tier(house: House) -> None:
    some_members(house.mine)
    house.mine.evaluate()
    visitor = house.signed_in()
    save(visitor, with_threshold(house, 10))
    answer = json.loads(visitor.read(f"{house.at}/ladder/impact.json"))
    (ladder,) = answer["impact"]["ladders"]
    counts = {each["sort"]: each["members"] for each in ladder["movements"]}
    assert (counts["rises"], counts["falls"], counts["stays"]) == (1, 0, 2)
    assert visitor.get(answer["list_url"]).status_code == 200
    save(visitor, with_threshold(house, "五百"))
    answer = json.loads(visitor.read(f"{house.at}/ladder/impact.json"))
    assert answer["impact"] is None
    assert "错误" in answer["why"]["zh"]


def test_whoever_may_not_see_members_is_offered_no_impact(house: House) -> None:
    urls = carried(house.signed_in().read(f"{house.at}/ladder"))["urls"]
    assert urls["impact"] == f"{house.at}/ladder/impact.json"
    for role in Role:
        visitor = house.signed_in(role)
        answer = visitor.get(f"{house.at}/ladder")
        if answer.status_code == 200:
            allowed = visitor.get(f"{house.at}/ladder/impact.json").status_code == 200
            assert ("impact" in carried(answer.text)["urls"]) == allowed
