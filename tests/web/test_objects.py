"""The editor of objects is told what there is, and what it would mean to take something away."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from app.access import Role
from app.builder import drafts
from app.storage import saved_views
from app.storage.saved_views import SavedView
from tests.web.houses import House, Visitor, at_least, enrol, tier

FIELDS = [
    {"key": "city", "kind": "text", "label": {"zh": "城市", "en": "City"}},
    {"key": "age", "kind": "text", "label": {"zh": "年龄", "en": "Age"}, "mask": "hidden"},
]
CONTENT: dict[str, Any] = {
    "format": 1,
    "key": "shop",
    "label": {"zh": "零售会员", "en": "Retail membership"},
    "objects": [{"key": "member", "label": {"zh": "会员", "en": "Member"}, "fields": FIELDS}],
    "ladders": [
        {
            "key": "main",
            "label": {"zh": "会员等级", "en": "Tiers"},
            "tiers": [
                tier("slate", "普通会员", "Regular"),
                tier(
                    "gold",
                    "金卡会员",
                    "Gold",
                    {"and": [at_least(300), {"==": [{"var": "city"}, "杭州"]}]},
                ),
            ],
        }
    ],
}


@pytest.fixture
def shop(engine: Engine, tmp_path: Path) -> House:
    """The product on each kind of database, with two members of whom some things are known."""
    house = House(engine, tmp_path)
    house.mine.publish(CONTENT)
    enrol(house.mine, "a", city="杭州", age="三十")
    enrol(house.mine, "b", city="上海", age="41")
    enrol(house.mine, "c", age="1,200")
    return house


def island(visitor: Visitor) -> Any:
    page = visitor.read(f"{visitor.house.at}/objects")
    carried = page.partition('id="boot"')[2].partition(">")[2].partition("</script>")[0]
    return json.loads(carried)


def uses(visitor: Visitor, **asked: str) -> Any:
    answer = visitor.get(f"{visitor.house.at}/objects/uses.json", query_string=asked)
    assert answer.status_code == 200
    return answer.json


def retype(visitor: Visitor, **asked: str) -> Any:
    answer = visitor.get(f"{visitor.house.at}/objects/retype.json", query_string=asked)
    return json.loads(answer.text)["found"] if answer.status_code == 200 else answer.status_code


def test_the_page_carries_the_kinds_and_what_releases_have(shop: House) -> None:
    carried = island(shop.signed_in())
    page = carried["page"]
    assert {"text", "choice", "money"} <= {each["key"] for each in page["palette"]["kinds"]}
    assert page["released"]["member"]["city"] == "text"
    assert page["released"]["order"]["net"] == "money"
    assert page["currency"] == "¥"
    assert {"uses", "retype", "ladder", "objects"} <= carried["urls"].keys()


def test_a_field_tells_where_it_is_used_and_how_many_records_have_it(shop: House) -> None:
    visitor = shop.signed_in()
    found = uses(visitor, object="member", field="city")
    assert found["records"] == 2
    assert [each["path"] for each in found["uses"]] == ["/ladders/0/tiers/1/condition"]
    assert "金卡会员" in found["uses"][0]["where"]["zh"]
    assert uses(visitor, object="member", field="nothing") == {
        "uses": [],
        "records": None,
        "readable": True,
    }
    assert uses(visitor, object="order")["records"] == 0


def test_a_view_that_somebody_saved_is_a_use_as_well(shop: House) -> None:
    user_id = shop.people["mine", Role.OWNER]
    content = {"columns": "name,city", "sort": "-joined_at"}
    with shop.spaces.writing(shop.mine.workspace_id) as space:
        view = SavedView(id=0, owner_id=user_id, shared=True, name="按城市", content=content)
        saved_views.add(space, shop.mine.program_id, view, at=0)
    visitor = shop.signed_in()
    found = uses(visitor, object="member", field="city")["uses"]
    assert found[-1] == {
        "path": "",
        "where": {"zh": "会员视图“按城市”", "en": "View of members 按城市"},
    }
    assert uses(visitor, object="member", field="age")["uses"] == []


def test_a_draft_that_cannot_be_read_says_so_instead_of_that_nothing_is_used(shop: House) -> None:
    with shop.spaces.writing(shop.mine.workspace_id) as space:
        seen = drafts.get(space, shop.mine.program_id).version
        wrong = {**CONTENT, "objects": [{"key": "?"}]}
        drafts.save(space, shop.mine.program_id, wrong, seen=seen, now=shop.now, by=None)
    found = uses(shop.signed_in(), object="member", field="city")
    assert (found["readable"], found["uses"], found["records"]) == (False, [], 2)


def test_a_change_of_kind_is_foretold_with_values_that_would_be_blank(shop: House) -> None:
    visitor = shop.signed_in()
    found = retype(visitor, object="member", field="age", kind="integer")
    assert found == {"records": 3, "looked_at": 3, "blank": 1, "examples": ["三十"]}
    assert retype(visitor, object="member", field="age", kind="long_text")["blank"] == 0
    assert retype(visitor, object="member", field="age", kind="formula")["blank"] == 3
    assert retype(visitor, object="member", field="nothing", kind="text") == 404
    assert retype(visitor, object="member", field="age", kind="nothing") == 404


def test_values_of_personal_fields_are_no_examples_for_who_may_not_read_them(shop: House) -> None:
    analyst = shop.signed_in(Role.ANALYST)
    found = retype(analyst, object="member", field="age", kind="integer")
    assert (found["blank"], found["examples"]) == (1, [])
    assert retype(analyst, object="member", field="city", kind="integer")["examples"]


def test_another_team_sees_nothing_of_it(shop: House) -> None:
    stranger = shop.signed_in(team="theirs")
    for path in ("/objects", "/objects/uses.json?object=member", "/objects/retype.json?kind=text"):
        assert stranger.get(f"{shop.at}{path}").status_code == 404
