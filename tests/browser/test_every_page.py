"""Every page in both languages, on a desk and on a phone, light and dark."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Shop, a_shop
from tests.web.test_every_route import mine

pytestmark = pytest.mark.browser

ASKED = {
    "filtered": "/members?rule=%7B%22%3E%22%3A%5B%7B%22var%22%3A%22number%22%7D%2C%22M%22%5D%7D",
    "board": "/members?mode=kanban",
    "grouped": "/members?group=tier:main",
    "change-many": "/members/changes/new?everybody=y&change=birthday",
    "new-segment": "/segments/new?condition=%7B%22is_set%22%3A%7B%22var%22%3A%22phone%22%7D%7D",
    "wrong-filter": "/members?rule=%7B%22nope%22%3A1%7D",
    "nobody": "/members?q=nobody",
    "new-coupon": "/designs/coupons/new?kind=amount_off",
    "new-benefit": "/designs/benefits/new",
    "a-benefit": "/designs/benefits/care",
    "wrong-diagnosis": "/diagnosis?wanted=much&days=7",
    "error": "/nowhere",
}
"""Pages as they look when they are asked for something; all others are found by their address."""
SIGNED_OUT = frozenset(
    {"account.sign_in", "account.link", "portal.form", "portal.done", "unsubscribe.messages"}
)
IN_A_FRAME = frozenset({"messages.mail"})
"""What is only ever seen within another page."""
LOOKS = list(itertools.product(("zh", "en"), (1440, 390), ("light", "dark")))
LOOKED_THROUGH = {("zh", 1440, "light"), ("zh", 1440, "dark"), ("zh", 390, "light")}
"""Where all rules of accessibility are asked; a language changes none of their answers."""
MANY = 40
SLACK = 1
"""A pixel that rounding may take."""
TOO_WIDE = """(most) => {
  const scrolls = ".chips, .table-wrap, .editor, .only-read, .skip";
  const wide = [...document.querySelectorAll("body *")].filter((each) => {
    const place = each.getBoundingClientRect();
    return place.width > 0 && place.right > most + 1 && !each.closest(scrolls);
  });
  const told = wide.slice(0, 5).map((each) => each.outerHTML.slice(0, 90));
  return [document.documentElement.scrollWidth - most, told];
}"""
SMALL = """() => {
  const unseen = '[tabindex="-1"], [type=hidden], [type=checkbox], [type=radio]';
  const targets = `button:not(${unseen}), .button, .dock a, input:not(${unseen}), select`;
  return [...document.querySelectorAll(targets)]
    .map((each) => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
    .filter(([, place]) => place.width > 0 && place.height > 0 && place.height < 43.5)
    .map(([html]) => html);
}"""


@pytest.fixture(scope="module")
def _shop(
    _sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Shop]:
    """A shop in which every page has something to show."""
    with a_shop(_sqlite_template, tmp_path_factory.mktemp("pages"), browser) as shop:
        shop.pages = pages_of(shop)
        yield shop


def pages_of(shop: Shop) -> dict[str, str]:
    """Give each page there is, by a name; what is no page (data, pictures, files) is left out."""
    found: dict[str, str] = {}
    visitor = shop.house.signed_in()
    for endpoint, method, path in mine(shop.house):
        if endpoint in IN_A_FRAME:
            continue
        if method == "GET" and visitor.get(path, follow_redirects=True).mimetype == "text/html":
            name = f"{endpoint}-embedded" if "/embed" in path else endpoint
            found[name] = path
    assert len(found) > MANY, sorted(found)
    return found | {name: shop.house.at + path for name, path in ASKED.items()}


def open_each(shop: Shop, **look: Any) -> Iterator[tuple[str, Page]]:
    """Open every page, those for everybody without signing in."""
    inside, outside = shop.visit(**look), shop.visit(role=None, **look)
    for name, path in shop.pages.items():
        page = outside if name.removesuffix("-embedded") in SIGNED_OUT else inside
        page.goto(path)
        expect(page.locator("h1").first).to_be_visible()
        yield name, page


def too_wide(page: Page) -> list[str]:
    """Tell what stands out; a phone's own measure grows with its page, so it is not asked."""
    assert page.viewport_size is not None
    more, wide = page.evaluate(TOO_WIDE, page.viewport_size["width"])
    return [f"by {more} pixels", *wide] if more > SLACK else []


def fits(page: Page) -> None:
    assert too_wide(page) == []


def barriers(page: Page) -> list[str]:
    """Tell what keeps somebody from using a page; all that can be opened is opened for it."""
    page.evaluate("document.querySelectorAll('details:not(.menu)').forEach((e) => e.open = true)")
    options = {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
        # In the frame of a mail nothing runs, so that there is nothing to ask it.
        "iframes": False,
        # To describe each thing that is as it should be takes as long as to look for faults.
        "resultTypes": ["violations"],
    }
    response = Axe().run(page, options=options).response
    assert response["passes"], "Nothing was looked at."
    return [
        f"{each['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for each in response["violations"]
        for node in each["nodes"][:3]
    ]


def targets_too_small(page: Page) -> list[str]:
    """Tell what is too small for a thumb."""
    found: list[str] = page.evaluate(SMALL)
    return [f"too small: {each}" for each in found]


@pytest.mark.parametrize(("language", "width", "theme"), LOOKS, ids=str)
def test_every_page_fits_and_can_be_used_by_everybody_with_a_thumb(
    shop: Shop, language: str, width: int, theme: str
) -> None:
    # Opening a page takes longer than all that is asked of it, so everything is asked at once.
    faults = {}
    for name, page in open_each(shop, language=language, width=width, theme=theme):
        shop.picture(page, f"{name}-{language}-{width}-{theme}")
        found = too_wide(page)
        if (width, theme) == (390, "light"):
            found += targets_too_small(page)
        if (language, width, theme) in LOOKED_THROUGH:
            found += barriers(page)
        if found:
            faults[name] = found
    assert not faults
