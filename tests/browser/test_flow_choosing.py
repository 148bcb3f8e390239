"""Steps of an automation are found by what they say, and chosen and changed together."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Shop
from tests.browser.flows import card, opened, saved, ways, with_flow
from tests.browser.ladders import content, faults, keep

pytestmark = pytest.mark.browser
KEYS = ("gift", "wait", "mail", "last")
CHAIN: dict[str, Any] = {
    "key": "near",
    "label": {"zh": "临近升级", "en": "Near the next tier"},
    "trigger": {"kind": "manual"},
    "start": "gift",
    "steps": [
        {"key": "gift", "kind": "grant_coupon", "options": {"coupon": "tea"}, "next": "wait"},
        {"key": "wait", "kind": "wait", "options": {"time": {"days": 3}}, "next": "mail"},
        {
            "key": "mail",
            "kind": "send_message",
            "options": {"channel": "sms", "title": "提醒", "text": "券还没用"},
            "next": "last",
        },
        {"key": "last", "kind": "grant_points", "options": {"amount": 50}},
    ],
}


@pytest.fixture(autouse=True)
def _as_it_was(shop: Shop) -> Iterator[None]:
    """Other tests share this programme: put its draft back."""
    before = content(shop)
    yield
    keep(shop, before)


@pytest.fixture
def page(shop: Shop) -> Page:
    with_flow(shop, CHAIN)
    return opened(shop)


def middle(wanted: Locator) -> tuple[float, float]:
    box = wanted.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def draw_box(page: Page, first: str, last: str) -> None:
    """Draw around cards, from empty ground at the left of one to the right of another."""
    (left, top), (right, bottom) = middle(card(page, first)), middle(card(page, last))
    page.mouse.move(left - 200, top - 4)
    page.mouse.down()
    page.mouse.move(left - 190, top)
    page.mouse.move(right + 60, bottom, steps=8)
    page.mouse.up()


def expect_chosen(page: Page, *keys: str) -> None:
    for each in KEYS:
        one = page.locator(f'[data-step="{each}"]')
        expect(one).to_have_attribute("data-chosen", "true" if each in keys else "false")


def together(page: Page) -> Locator:
    return page.get_by_role("toolbar", name="所选的步骤")


def test_a_box_with_shift_chooses_the_steps_it_touches(shop: Shop, page: Page) -> None:
    page.keyboard.down("Shift")
    draw_box(page, "wait", "mail")
    page.keyboard.up("Shift")
    expect(together(page)).to_contain_text("已选 2 步")
    expect_chosen(page, "wait", "mail")
    together(page).get_by_role("button", name="删除").click()
    assert ways(saved(shop, page)) == {"gift": "last", "last": None}
    page.locator(".toast").get_by_role("button", name="撤销").last.click()
    assert saved(shop, page) == CHAIN


def test_without_shift_a_drag_moves_the_canvas_until_choosing_is_on(page: Page) -> None:
    canvas = page.locator('[style*="scale("]')
    before = canvas.get_attribute("style") or ""
    draw_box(page, "wait", "mail")
    expect(canvas).not_to_have_attribute("style", before)
    expect_chosen(page)
    page.get_by_role("button", name="框选").click()
    expect(together(page)).to_contain_text("拖一个框，或点步骤")
    draw_box(page, "gift", "wait")
    expect_chosen(page, "gift", "wait")
    card(page, "last").click()
    expect_chosen(page, "gift", "wait", "last")
    page.get_by_role("button", name="不再多选").click()
    expect_chosen(page)


def test_keys_alone_choose_switch_copy_and_remove_together(shop: Shop, page: Page) -> None:
    card(page, "gift").focus()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    expect_chosen(page, "gift", "wait", "mail")
    page.keyboard.press("Shift+ArrowUp")
    expect_chosen(page, "gift", "wait")
    page.keyboard.press("e")
    off = {each["key"]: each.get("off") for each in saved(shop, page)["steps"]}
    assert off == {"gift": True, "wait": True, "mail": None, "last": None}
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+d")
    steps = ways(saved(shop, page))
    assert (steps["wait"], steps["gift_2"], steps["wait_2"]) == ("gift_2", "wait_2", "mail")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+a")
    expect_chosen(page, *KEYS)
    page.keyboard.press("Delete")
    assert saved(shop, page).get("steps", []) == []
    page.keyboard.press("Control+z")
    assert saved(shop, page) == CHAIN
    page.keyboard.press("Escape")
    expect_chosen(page)


def test_a_step_is_found_by_name_kind_or_text_and_shown(page: Page) -> None:
    card(page, "gift").focus()
    page.keyboard.press("Control+f")
    look = page.get_by_role("searchbox", name="查找步骤")
    expect(look).to_be_focused()
    page.keyboard.type("券")
    spotted = page.locator('[data-spotted="true"]')
    expect(page.get_by_role("search")).to_contain_text("1 / 2")
    expect(spotted).to_have_attribute("data-step", "gift")
    page.keyboard.press("Enter")
    expect(spotted).to_have_attribute("data-step", "mail")
    expect(spotted).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(spotted).to_have_attribute("data-step", "gift")
    page.keyboard.press("Shift+Enter")
    expect(spotted).to_have_attribute("data-step", "mail")
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(card(page, "mail")).to_be_focused()
    expect(spotted).to_have_count(0)


def test_what_nothing_says_is_not_found(page: Page) -> None:
    page.get_by_role("button", name="查找步骤").click()
    page.keyboard.type("没有的")
    expect(page.get_by_role("search").locator("output")).to_have_text("没有")


def test_the_sheet_of_keys_lists_finding_and_choosing(page: Page) -> None:
    card(page, "gift").focus()
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="快捷键")
    expect(sheet).to_contain_text("查找步骤")
    expect(sheet).to_contain_text("选择全部步骤")
    expect(sheet).to_contain_text("框选")


def test_steps_are_chosen_together_on_a_phone(shop: Shop) -> None:
    with_flow(shop, CHAIN)
    page = opened(shop, width=390)
    page.get_by_role("button", name="框选").click()
    card(page, "gift").tap()
    card(page, "wait").tap()
    expect(together(page)).to_contain_text("已选 2 步")
    assert faults(page) == []
