"""A segment is written with the editor of conditions, and without scripts as JSON."""

import json
import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from app.builder import drafts
from tests.browser.conftest import Shop
from tests.browser.test_conditions import add, rules

pytestmark = pytest.mark.browser
PHONE: Any = {"is_set": [{"var": "phone"}]}


def kept(shop: Shop, name: str) -> Any:
    mine = shop.house.mine
    with shop.house.spaces.reading(mine.workspace_id) as space:
        found = drafts.get(space, mine.program_id).content["segments"]
    return next(each for each in found if each["label"]["zh"] == name)


def opened(shop: Shop, condition: Any, **how: Any) -> Page:
    page = shop.visit(**how)
    page.goto(f"{shop.house.at}/segments/new?condition={json.dumps(condition)}")
    expect(page.get_by_role("radio", name="JSON")).to_be_visible()
    return page


def test_who_is_in_a_segment_is_edited_as_rules_and_kept(shop: Shop) -> None:
    page = opened(shop, PHONE)
    expect(page.get_by_label("谁在里面", exact=True).locator("textarea")).to_have_count(0)
    expect(rules(page)).to_have_count(1)
    add(page, "邮箱")
    expect(rules(page)).to_have_count(2)
    page.get_by_role("button", name="撤销").click()
    expect(rules(page)).to_have_count(1)
    page.get_by_role("button", name="重做").click()
    page.get_by_role("textbox", name="名字（中文）").fill("留了联系方式")
    page.get_by_role("button", name="存到草稿").click()
    expect(page.get_by_text("人群已加入草稿")).to_be_visible()
    where = kept(shop, "留了联系方式")["where"]
    assert PHONE in where["and"]
    assert len(where["and"]) > 1


def test_a_condition_that_is_no_json_stays_as_it_was_typed(shop: Shop) -> None:
    page = opened(shop, PHONE)
    page.get_by_role("textbox", name="名字（中文）").fill("错的")
    page.evaluate("document.querySelector('textarea[data-condition]').value = '{ 没写完'")
    page.get_by_role("button", name="存到草稿").click()
    expect(page.get_by_role("textbox", name=re.compile("谁在里面"))).to_have_value("{ 没写完")
    expect(page.get_by_text("这不是 JSON")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_page_of_a_segment_is_for_everybody(shop: Shop, width: int) -> None:
    page = opened(shop, PHONE, width=width)
    expect(rules(page)).to_have_count(1)
    assert not Axe().run(page).response["violations"]
