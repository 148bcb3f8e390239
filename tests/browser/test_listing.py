"""From a filter to a view, a board, a change of many and a file, as an operator goes."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Shop

pytestmark = pytest.mark.browser


def filtered(page: Page, field: str, comparison: str, value: str) -> None:
    page.click("details.pop summary >> text=筛选")
    row = page.locator(".filter__row").last
    row.locator("[name=field]").select_option(field)
    row.locator("[name=comparison]").select_option(comparison)
    row.locator("[name=value]").fill(value)
    page.click("form[data-filter] button.button--primary")


def test_a_filter_becomes_a_view_a_board_a_change_and_a_file(shop: Shop) -> None:
    page = shop.visit()
    page.goto(f"{shop.house.at}/members")
    filtered(page, "number", "starts_with", "M")
    page.click("details.menu summary >> text=另存为视图")
    page.fill(".views__form [name=name]", "有编号的")
    page.click(".views__form button.button--primary")
    expect(page.locator(".views__tab[aria-current]")).to_have_text("有编号的")
    page.wait_for_load_state()
    members = page.locator("tbody tr").count()
    page.click(".segmented__part >> text=看板")
    expect(page.locator(".board__column")).to_have_count(3)
    expect(page.locator(".views__dirty")).to_be_attached()
    page.click("text=保存到此视图")
    page.click(".segmented__part >> text=表格")
    for n in range(2):
        page.locator("[data-tick]").nth(n).check()
    expect(page.locator("[data-count]")).to_have_text("已选 2 位")
    page.click("text=修改选中的会员")
    expect(page.locator("h1")).to_contain_text("批量修改 2 位会员")
    page.select_option("select[name=change]", "birthday")
    page.click("text=下一步")
    page.fill("#new-value", "1990-05-01")
    page.click("button.button--primary")
    expect(page.locator("[role=status]").first).to_contain_text("已完成")
    page.click("text=撤销这次修改")
    expect(page.locator("h1")).to_contain_text("撤销")
    page.goto(f"{shop.house.at}/members")
    page.click("text=有编号的")
    page.click("details.menu summary >> text=导出")
    with page.expect_download() as waiting:
        page.click("button[value=csv]")
    lines = waiting.value.path().read_text("utf-8-sig").splitlines()
    assert len(lines) == members + 1


def test_a_card_is_dragged_to_a_tier_and_the_reason_is_asked(shop: Shop) -> None:
    page = shop.visit()
    page.goto(f"{shop.house.at}/members?mode=kanban")
    card = page.locator("[data-column=slate] [data-card]").first
    card.hover(position={"x": 10, "y": 10})
    page.mouse.down()
    over = page.locator("[data-column=gold]").bounding_box()
    assert over is not None
    page.mouse.move(over["x"] + 40, over["y"] + 40, steps=5)
    expect(page.locator("[data-column=gold]")).to_have_class(re.compile("is-over"))
    page.mouse.up()
    page.wait_for_url(re.compile("/layers.tier="))
    expect(page.locator("select[name=tier]")).to_have_value("main/gold")
    expect(page.locator("textarea[name=reason]")).to_have_value("")


def test_a_card_let_go_where_it_was_changes_nothing(shop: Shop) -> None:
    page = shop.visit()
    page.goto(f"{shop.house.at}/members?mode=kanban")
    card = page.locator("[data-column=slate] [data-card]").first
    card.hover(position={"x": 10, "y": 10})
    page.mouse.down()
    page.mouse.move(400, 700, steps=3)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".is-dragged")).to_have_count(0)
    expect(page).to_have_url(re.compile("mode=kanban"))


def test_rows_are_chosen_in_a_stretch_and_all_at_once(shop: Shop) -> None:
    page = shop.visit()
    page.goto(f"{shop.house.at}/members")
    ticks = page.locator("[data-tick]")
    ticks.first.check()
    ticks.last.click(modifiers=["Shift"])
    expect(page.locator("[data-tick-all]")).to_be_checked()
    page.locator("[data-tick-all]").uncheck()
    expect(page.locator("[data-count]")).to_be_hidden()


LONGER = """() => {
  const rows = document.querySelector("tbody");
  for (let more = 0; more < 60; more += 1) rows.append(rows.rows[0].cloneNode(true));
  const end = document.querySelector("main").getBoundingClientRect().bottom + scrollY;
  return document.documentElement.scrollHeight - Math.max(end, innerHeight);
}"""
"""How much of the page comes after its content, in a list of many."""


def test_a_long_list_moves_within_its_card_and_leaves_no_blank_page_below(shop: Shop) -> None:
    page = shop.visit()
    page.goto(f"{shop.house.at}/members")
    expect(page.locator("tbody tr")).not_to_have_count(0)
    assert page.evaluate(LONGER) <= 1


def test_members_are_chosen_on_a_phone_and_what_is_done_with_them_stays_in_reach(
    shop: Shop,
) -> None:
    page = shop.visit(width=390)
    page.goto(f"{shop.house.at}/members")
    tick = page.locator("[data-tick]").first
    place = tick.locator("..").bounding_box()
    assert place is not None
    assert min(place["width"], place["height"]) >= 44
    tick.check()
    expect(page.locator("[data-count]")).to_have_text("已选 1 位")
    expect(page.locator("text=修改选中的会员")).to_be_in_viewport()
    page.click("text=修改选中的会员")
    expect(page.locator("h1")).to_contain_text("批量修改 1 位会员")
