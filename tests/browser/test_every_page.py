"""Every page in both languages, on a desk and on a phone, light and dark."""

import itertools
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Shop

pytestmark = pytest.mark.browser

PAGES = {
    "home": "",
    "members": "/members",
    "filtered": "/members?rule=%7B%22%3E%22%3A%5B%7B%22var%22%3A%22number%22%7D%2C%22M%22%5D%7D",
    "board": "/members?mode=kanban",
    "grouped": "/members?group=tier:main",
    "change-many": "/members/changes/new?everybody=y&change=birthday",
    "edit": "/members/{member}/edit",
    "segments": "/segments",
    "new-segment": "/segments/new?condition=%7B%22is_set%22%3A%7B%22var%22%3A%22phone%22%7D%7D",
    "wrong-filter": "/members?rule=%7B%22nope%22%3A1%7D",
    "nobody": "/members?q=nobody",
    "member": "/members/{member}",
    "set-tier": "/members/{member}/layers",
    "at-risk": "/at-risk",
    "ladder": "/ladder",
    "diagnosis": "/diagnosis",
    "wrong-diagnosis": "/diagnosis?wanted=much&days=7",
    "releases": "/releases",
    "publish": "/releases/next",
    "backtest": "/releases/next/backtest",
    "release": "/releases/1",
    "error": "/nowhere",
}
LOOKS = list(itertools.product(("zh", "en"), (1440, 390), ("light", "dark")))
SLACK = 1
"""A pixel that rounding may take."""
TOO_WIDE = """() => {
  const scrolls = ".chips, .table-wrap, .editor, .only-read, .skip";
  const wide = [...document.querySelectorAll("body *")].filter((each) => {
    const place = each.getBoundingClientRect();
    return place.width > 0 && place.right > innerWidth + 1 && !each.closest(scrolls);
  });
  const told = wide.slice(0, 5).map((each) => each.outerHTML.slice(0, 90));
  return [document.documentElement.scrollWidth - innerWidth, told];
}"""
SMALL = """() => {
  const ticked = "[type=hidden], [type=checkbox], [type=radio]";
  const targets = `button, .button, .dock a, input:not(${ticked}), select`;
  return [...document.querySelectorAll(targets)]
    .map((each) => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
    .filter(([, place]) => place.width > 0 && place.height > 0 && place.height < 40)
    .map(([html]) => html);
}"""


def member_of(shop: Shop) -> int:
    page = shop.house.signed_in().read(f"{shop.house.at}/members?q=M000002")
    found = re.search(r"/members/(\d+)", page)
    assert found is not None
    return int(found[1])


def fits(page: Page) -> None:
    more, wide = page.evaluate(TOO_WIDE)
    assert more <= SLACK, wide


@pytest.mark.parametrize(("language", "width", "theme"), LOOKS, ids=str)
def test_every_page_opens_without_complaint_and_fits(
    shop: Shop, language: str, width: int, theme: str
) -> None:
    page = shop.visit(language=language, width=width, theme=theme)
    member = member_of(shop)
    for name, path in PAGES.items():
        page.goto(shop.house.at + path.format(member=member))
        expect(page.locator("h1").first).to_be_visible()
        fits(page)
        shop.picture(page, f"{name}-{language}-{width}-{theme}")
    stranger = shop.visit(language=language, width=width, theme=theme, role=None)
    stranger.goto("/sign-in")
    expect(stranger.locator("h1")).to_be_visible()
    fits(stranger)
    shop.picture(stranger, f"sign-in-{language}-{width}-{theme}")


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (1440, "dark"), (390, "light")])
def test_every_page_can_be_used_by_everybody(shop: Shop, width: int, theme: str) -> None:
    page = shop.visit(width=width, theme=theme)
    member = member_of(shop)
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    for name, path in PAGES.items():
        page.goto(shop.house.at + path.format(member=member))
        for each in page.locator("details").all():
            each.evaluate("each => { if (!each.classList.contains('menu')) each.open = true; }")
        response = Axe().run(page, options=options).response
        assert response["passes"], "Nothing was looked at."
        found = response["violations"]
        told = [
            (each["id"], node["html"][:120], node["failureSummary"][:200])
            for each in found
            for node in each["nodes"][:3]
        ]
        assert not told, name


def test_targets_on_a_phone_are_large_enough_for_a_thumb(shop: Shop) -> None:
    page = shop.visit(width=390)
    where = f"/members/{member_of(shop)}/layers"
    for path in ("", "/members", "/at-risk", where, "/ladder", "/diagnosis", "/releases/next"):
        page.goto(shop.house.at + path)
        assert page.evaluate(SMALL) == [], path
