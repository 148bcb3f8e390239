"""What tests of the ladder editor share: its programme, its page, its rungs, a hand that drags."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from app.builder import drafts
from app.clock import from_instant
from tests.browser.conftest import Shop

LATER = from_instant(1_772_000_000_000_000)


def content(shop: Shop) -> Any:
    mine = shop.house.mine
    with shop.house.spaces.reading(mine.workspace_id) as space:
        return drafts.get(space, mine.program_id).content


def keep(shop: Shop, draft: Any) -> None:
    mine = shop.house.mine
    with shop.house.spaces.writing(mine.workspace_id) as space:
        seen = drafts.get(space, mine.program_id).version
        drafts.keep(space, mine.program_id, draft, seen=seen, now=LATER, by=None)


def opened(shop: Shop, **visit: Any) -> Page:
    page = shop.visit(**visit)
    page.goto(f"{shop.house.at}/ladder")
    expect(page.locator("#island h1")).to_be_visible()
    return page


def pane(page: Page) -> Locator:
    return page.locator("section", has=page.get_by_label("叫什么？ · 中文"))


def rung(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def rungs(page: Page) -> list[str]:
    return page.locator("[data-rung]").all_inner_texts()


def saved(page: Page, shop: Shop) -> Any:
    """The tiers as the server has them, once it has them."""
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status").filter(has_text="已保存")).to_be_visible()
    return content(shop)["ladders"][0]["tiers"]


def drag(page: Page, start: Locator, x: float, y: float) -> None:
    """Take hold, move a little, then there in steps, and let go."""
    box = start.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 6, box["y"] + box["height"] / 2 + 6)
    page.mouse.move(x, y, steps=8)
    page.mouse.move(x + 1, y)
    page.mouse.up()


def centre(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def faults(page: Page) -> list[Any]:
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    found = Axe().run(page, options=options).response["violations"]
    return [
        (each["id"], node["html"][:160], node["failureSummary"][:240])
        for each in found
        for node in each["nodes"][:3]
    ]
