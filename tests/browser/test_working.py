"""What scripts add: a theme that changes at once, search, rows to pick, text that is not lost."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Shop

pytestmark = pytest.mark.browser


def test_the_theme_changes_at_once_and_stays(shop: Shop) -> None:
    page = shop.visit()
    page.click("summary.button--icon")
    with page.expect_response("**/preferences"):
        page.click("button[value=dark]")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.click("summary.button--icon")
    with page.expect_response("**/preferences"):
        page.click("button[value=auto]")


def test_the_navigation_folds_and_stays_folded(shop: Shop) -> None:
    page = shop.visit()
    page.click("[data-fold]")
    expect(page.locator(".side__text").first).to_be_hidden()
    page.reload()
    expect(page.locator(".side__text").first).to_be_hidden()


def test_a_member_is_two_keys_and_a_name_away(shop: Shop) -> None:
    page = shop.visit()
    page.keyboard.press("Control+k")
    page.locator(".palette__input").fill("林婉清")
    expect(page.locator(".palette__item")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("林婉清")


def test_a_row_leads_to_its_member(shop: Shop) -> None:
    page = shop.visit()
    page.goto(f"{shop.house.at}/members")
    page.locator("tr[data-href] td").nth(2).click()
    expect(page.locator(".member__card")).to_be_visible()


def test_a_filter_is_picked_in_rows_and_written_as_json_logic(shop: Shop) -> None:
    page = shop.visit()
    page.goto(f"{shop.house.at}/members")
    page.click("details.pop summary >> text=筛选")
    row = page.locator(".filter__row").first
    row.locator("[name=field]").select_option("name")
    row.locator("[name=comparison]").select_option("contains")
    row.locator("[name=value]").fill("建国")
    page.click("form[data-filter] button.button--primary")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.click("details.pop summary >> text=筛选")
    expect(page.locator(".filter__row [name=value]").first).to_have_value("建国")
    written = page.locator("textarea[name=condition]").input_value()
    assert json.loads(written) == {"and": [{"contains": [{"var": "name"}, "建国"]}]}


def test_a_rule_richer_than_rows_is_left_as_it_is(shop: Shop) -> None:
    page = shop.visit()
    rule = '{"and":[{"or":[{">=":[{"sum_of":["order.net","365d"]},100]}]}]}'
    page.goto(f"{shop.house.at}/members?condition={rule}")
    page.click("details.pop summary >> text=筛选")
    expect(page.locator("[data-not-drawn]")).to_be_visible()
    page.click("form[data-filter] button.button--primary")
    assert json.loads(page.locator("textarea[name=condition]").input_value()) == json.loads(rule)


def test_pages_work_without_scripts(shop: Shop) -> None:
    context = shop.browser.new_context(base_url=shop.address, java_script_enabled=False)
    shop.contexts.append(context)
    page = context.new_page()
    page.goto(shop.house.link(next(iter(shop.house.people.values()))))
    page.click("main button.button--primary")
    page.click("nav.side__links a >> nth=1")
    page.fill("input[name=q]", "建国")
    page.press("input[name=q]", "Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.click("tbody a")
    expect(page.locator(".member__card")).to_be_visible()
