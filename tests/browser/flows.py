"""What tests of the canvas share: a flow to work on, its page, and what the server has of it."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Shop
from tests.browser.ladders import content, keep

EMPTY = {"key": "near", "label": {"zh": "临近升级", "en": "Near the next tier"}}
COUPON = {
    "key": "tea",
    "kind": "gift",
    "label": {"zh": "专属券", "en": "A coupon of one's own"},
    "options": {"what": "茶"},
}


def with_flow(shop: Shop, flow: Any = None, **more: Any) -> None:
    """Put one automation into the draft, and a coupon for it to give."""
    keep(shop, {**content(shop), "coupons": [COUPON], "flows": [flow or EMPTY], **more})


def opened(shop: Shop, key: str = "near", **visit: Any) -> Page:
    page = shop.visit(**visit)
    page.goto(f"{shop.house.at}/flows/{key}")
    expect(card(page)).to_be_visible()
    return page


def card(page: Page, key: str = "") -> Locator:
    """Give the card of a step; the trigger has no key."""
    return page.locator(f'[data-card="{key}"]')


def plus(page: Page, spot: str) -> Locator:
    """Give the plus on a way: `step:way`."""
    return page.locator(f'[data-slot="{spot}"] [aria-haspopup=dialog]')


def option(page: Page, key: str) -> Locator:
    """Give the place of an option in the right pane."""
    return page.locator(f'[data-option="{key}"]')


def saved(shop: Shop, page: Page, key: str = "near") -> Any:
    """Give the flow as the server has it, once it has it."""
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status").filter(has_text="已保存")).to_be_visible()
    return next(each for each in content(shop)["flows"] if each["key"] == key)


def ways(flow: Any) -> dict[str, Any]:
    """Say where each step leads."""
    return {each["key"]: each.get("next") for each in flow.get("steps", [])}
