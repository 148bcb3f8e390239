"""A parameter is written with the editor of conditions where it has values for some members."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.builder import drafts
from tests.browser.conftest import Shop
from tests.browser.test_conditions import add, rules

pytestmark = pytest.mark.browser


def kept(shop: Shop, key: str) -> Any:
    mine = shop.house.mine
    with shop.house.spaces.reading(mine.workspace_id) as space:
        found = drafts.get(space, mine.program_id).content.get("parameters", [])
    return next((each for each in found if each["key"] == key), None)


def opened(shop: Shop) -> Page:
    page = shop.visit()
    page.goto(f"{shop.house.at}/settings/parameters/new?kind=days")
    expect(page.get_by_role("radio", name="JSON")).to_be_visible()
    return page


def test_a_line_that_nobody_touched_is_no_value_for_some(shop: Shop) -> None:
    page = opened(shop)
    page.get_by_label("名称（英文）").first.fill("Quiet days")
    page.get_by_label("值 天").first.fill("30")
    page.get_by_role("button", name="存到草稿").click()
    expect(page.get_by_text("已存到草稿")).to_be_visible()
    made = kept(shop, "quiet_days")
    assert made["value"] == 30
    assert "cases" not in made
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("已撤销")).to_be_visible()
    assert kept(shop, "quiet_days") is None


def test_who_has_another_value_is_said_in_rules(shop: Shop) -> None:
    page = opened(shop)
    page.get_by_label("名称（英文）").first.fill("Calm days")
    page.get_by_label("值 天").first.fill("30")
    add(page, "手机号")
    expect(rules(page)).to_have_count(1)
    page.get_by_label("他们的值").fill("60")
    page.get_by_role("button", name="再加一档").click()
    expect(page.get_by_label("他们的值")).to_have_count(2)
    expect(page.get_by_label("他们的值").first).to_have_value("60")
    page.get_by_role("button", name="存到草稿").click()
    expect(page.get_by_text("已存到草稿")).to_be_visible()
    (case,) = kept(shop, "calm_days")["cases"]
    assert case["value"] == 60
    assert "phone" in str(case["when"])
