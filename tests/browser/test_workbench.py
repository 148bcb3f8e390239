"""What every builder has around its work: a pane that is drawn wider, and a sheet of its keys."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Shop

pytestmark = pytest.mark.browser
USUAL, STEP, LEAST, MOST = 360, 24, 280, 640


def opened(shop: Shop, **visit: Any) -> Page:
    page = shop.visit(**visit)
    page.goto(f"{shop.house.at}/ladder")
    expect(page.locator("#island h1")).to_be_visible()
    return page


def with_a_pane(shop: Shop, **visit: Any) -> tuple[Page, Locator]:
    page = opened(shop, **visit)
    page.locator("[data-rung]").first.click()
    return page, page.get_by_role("separator", name="窗格宽度")


def width(page: Page) -> float:
    edge = page.get_by_role("separator", name="窗格宽度")
    box = page.locator("section").filter(has=edge).bounding_box()
    assert box is not None
    return box["width"]


def test_a_question_mark_opens_a_sheet_that_says_what_the_keys_do(shop: Shop) -> None:
    page = opened(shop)
    page.keyboard.press("Shift+?")
    sheet = page.get_by_role("dialog", name="快捷键")
    expect(sheet).to_contain_text("撤销")
    assert not Axe().run(page).response["violations"]
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_a_question_mark_that_is_typed_is_a_question_mark(shop: Shop) -> None:
    page, _ = with_a_pane(shop)
    name = page.get_by_label("叫什么？ · 中文")
    name.press("End")
    name.press("?")
    expect(name).to_have_value(re.compile(r"\?$"))
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("Control+z")


def test_the_sheet_of_keys_is_in_the_menu_on_a_phone_too(shop: Shop) -> None:
    page = opened(shop, width=390)
    page.get_by_role("button", name="更多").first.click()
    page.get_by_role("menuitem", name="快捷键").click()
    expect(page.get_by_role("dialog", name="快捷键")).to_be_visible()


def test_the_pane_is_made_wider_and_narrower_with_the_keys(shop: Shop) -> None:
    page, edge = with_a_pane(shop)
    assert width(page) == USUAL
    edge.focus()
    page.keyboard.press("ArrowLeft")
    expect(edge).to_have_attribute("aria-valuenow", str(USUAL + STEP))
    assert width(page) == USUAL + STEP
    page.keyboard.press("End")
    assert width(page) == LEAST
    page.keyboard.press("Home")
    assert width(page) == MOST


def test_the_pane_is_drawn_with_the_mouse_and_stays_so_on_the_next_page(shop: Shop) -> None:
    page, edge = with_a_pane(shop)
    box = edge.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 2, 400)
    page.mouse.down()
    page.mouse.move(box["x"] - 98, 400, steps=4)
    page.mouse.up()
    drawn = width(page)
    assert USUAL + 90 < drawn < USUAL + 110
    page.reload()
    page.locator("[data-rung]").first.click()
    expect(edge).to_be_visible()
    assert width(page) == drawn
    edge.dblclick()
    assert width(page) == USUAL
