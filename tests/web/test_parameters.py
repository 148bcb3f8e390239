"""The page of parameters: one threshold changed, its effect seen, and published alone."""

import re
from copy import deepcopy
from typing import Any

import pytest

from app.access import Role
from app.builder import drafts
from app.storage import programs
from tests.web.houses import CONTENT, House, Visitor, some_members

BRONZE = {
    "key": "bronze_spend",
    "label": {"zh": "铜卡门槛", "en": "Bronze spend"},
    "kind": "money",
    "value": 300,
    "least": 10,
    "most": 3000,
}


def with_parameter() -> Any:
    content = deepcopy(CONTENT)
    spend = {"sum_of": ["order.net", "365d"]}
    tiers: Any = content["ladders"]
    tiers[0]["tiers"][1]["condition"] = {">=": [spend, {"var": "parameter.bronze_spend"}]}
    return {**content, "parameters": [BRONZE]}


@pytest.fixture
def shop(house: House) -> House:
    house.mine.publish(with_parameter())
    return house


def draft(house: House) -> Any:
    with house.spaces.reading(house.mine.workspace_id) as space:
        return drafts.get(space, house.mine.program_id).content


def live(house: House) -> Any:
    with house.spaces.reading(house.mine.workspace_id) as space:
        row = programs.get_program(space, house.mine.program_id)
        assert row.live_release_id is not None
        return programs.get_release_by_id(space, house.mine.program_id, row.live_release_id).content


def publish(visitor: Visitor, value: str, **more: str) -> Any:
    path = f"{visitor.house.at}/parameters/bronze_spend"
    return visitor.post(path, {"value": value, "case": "", "sure": "y", **more})


def test_each_parameter_is_shown_with_its_value_and_the_rules_that_use_it(shop: House) -> None:
    page = shop.signed_in().read(f"{shop.at}/parameters")
    assert "铜卡门槛" in page
    assert "¥300" in page
    assert "铜卡会员·晋升条件" in page
    assert "最近 365 天消费满 ¥300" in page


def test_the_ladder_page_leads_to_the_parameters(shop: House) -> None:
    assert f'href="{shop.at}/parameters"' in shop.signed_in().read(f"{shop.at}/ladder")


def test_a_new_value_is_previewed_and_changes_nothing(shop: House) -> None:
    some_members(shop.mine)
    page = shop.signed_in().read(f"{shop.at}/parameters/bronze_spend?value=20&case=")
    assert "¥300" in page
    assert "<strong>¥20</strong>" in page
    assert "最近 365 天消费满 ¥20" in page
    rises = re.search(r'impact__sign--rises.*?impact__count">(\d+)<', page, re.DOTALL)
    assert rises is not None
    assert rises[1] == "1"
    assert live(shop) == with_parameter()


def test_a_value_is_published_alone_and_members_are_placed_by_it(shop: House) -> None:
    members = some_members(shop.mine)
    visitor = shop.signed_in(Role.OPERATOR)
    assert publish(visitor, "20").status_code == 302
    assert live(shop)["parameters"][0]["value"] == 20
    assert shop.mine.tier("new") == "bronze"
    assert "¥20" in visitor.read(f"{shop.at}/parameters")
    assert "铜卡会员" in visitor.read(f"{shop.at}/members/{members['new']}")


def test_other_changes_of_the_draft_stay_unpublished(shop: House) -> None:
    other = with_parameter() | {"label": {"zh": "新名字", "en": "New name"}}
    with shop.spaces.writing(shop.mine.workspace_id) as space:
        drafts.save(space, shop.mine.program_id, other, seen=2, now=shop.now, by=None)
    assert publish(shop.signed_in(), "20").status_code == 302
    assert live(shop)["label"] == CONTENT["label"]
    assert draft(shop)["label"] == other["label"]
    assert draft(shop)["parameters"][0]["value"] == 20


@pytest.mark.parametrize("value", ["9.99", "3000.01", "many", "", "300"])
def test_a_value_that_will_not_do_is_said_beside_its_field_and_kept(
    shop: House, value: str
) -> None:
    visitor = shop.signed_in()
    seen = visitor.get(f"{shop.at}/parameters/bronze_spend?value={value}")
    sent = publish(visitor, value)
    for answer in (seen, sent):
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert f'name="value" value="{value}"' in answer.text
    assert live(shop) == with_parameter()


def test_nothing_is_published_without_the_confirmation(shop: House) -> None:
    visitor = shop.signed_in()
    path = f"{shop.at}/parameters/bronze_spend"
    answer = visitor.post(path, {"value": "20", "case": ""})
    assert answer.status_code == 422
    assert "请先勾选确认" in answer.text
    assert live(shop) == with_parameter()


def test_an_analyst_sees_parameters_and_cannot_change_them(shop: House) -> None:
    visitor = shop.signed_in(Role.ANALYST)
    assert 'name="value"' not in visitor.read(f"{shop.at}/parameters")
    assert visitor.get(f"{shop.at}/parameters/bronze_spend?value=20").status_code == 403
    assert publish(visitor, "20").status_code == 403


def test_there_is_no_page_for_a_parameter_that_does_not_exist(shop: House) -> None:
    assert shop.signed_in().get(f"{shop.at}/parameters/gold?value=20").status_code == 404


def test_a_programme_without_parameters_says_what_they_are_for(house: House) -> None:
    assert "还没有参数" in house.signed_in().read(f"{house.at}/parameters")
