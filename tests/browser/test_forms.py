"""Forms on a phone: questions come up as one answers, tiers follow, and nothing is out of reach."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from app.storage import form_links
from tests.browser.conftest import Shop, a_shop_with_members
from tests.browser.test_every_page import fits
from tests.builder.surveys import ask, form
from tests.web.portal.visits import IS_TEA, programme

pytestmark = pytest.mark.browser
ROWS = {"kind": "rows", "key": "kids", "object": "child", "items": [ask("born"), ask("called")]}
PAGES = [
    {
        "key": "you",
        "label": {"zh": "关于你", "en": "About you"},
        "items": [
            ask("phone", required=True),
            ask("likes", label={"zh": "喜欢什么？", "en": "What do you like?"}),
            ask("cups", visible=IS_TEA, required=True, label={"zh": "几杯？", "en": "How many?"}),
            ask(
                "price", computed={"*": [{"var": "cups"}, 2.5]}, label={"zh": "合计", "en": "Total"}
            ),
        ],
    },
    {
        "key": "home",
        "items": [ask("city", label={"zh": "住在哪里？", "en": "Where do you live?"}), ROWS],
    },
]
CONSENT = {"text": {"zh": "同意保存", "en": "The shop may keep this"}}
SMALL = """() => [...document.querySelectorAll("button:not(.only-read), .pick, .ask .input")]
  .map((each) => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
  .filter(([, place]) => place.width > 1 && place.height > 1 && place.height < 44)
  .map(([html]) => html)"""
TINY = """() => [...document.querySelectorAll("input.input, select, textarea")]
  .filter((each) => parseFloat(getComputedStyle(each).fontSize) < 16).length"""


@pytest.fixture(scope="module")
def _shop(
    _sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Shop]:
    """A shop whose programme is published anew here, and nowhere else."""
    yield from a_shop_with_members(_sqlite_template, tmp_path_factory, browser)


@pytest.fixture
def address(shop: Shop) -> str:
    """Publish the form; its clock has people read for as long as they like."""
    designed = form(pages=PAGES, consent=CONSENT, guard={"seconds": 0}, intro="请填写")
    shop.house.mine.publish(programme(designed))
    with shop.house.spaces.reading(shop.house.mine.workspace_id) as space:
        links = form_links.links(space, shop.house.mine.program_id)
    return f"/f/{links['profile'].token}"


def is_clean(shop: Shop, page: Page, name: str) -> None:
    shop.picture(page, name)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    fits(page)
    assert page.evaluate(SMALL) == []
    assert page.evaluate(TINY) == 0
    assert shop.complaints == []


def fill(page: Page, phone: str) -> None:
    page.fill("#a-phone", phone)
    page.check("#a-likes-0")
    expect(page.locator("[data-name=cups]")).to_be_visible()
    page.fill("#a-cups", "3")
    expect(page.locator("[data-name=price] output")).to_have_text("¥7.50")


@pytest.mark.parametrize(("language", "theme"), [("zh", "light"), ("en", "dark")])
def test_a_form_is_filled_in_on_a_phone_and_the_tier_changes(
    shop: Shop, address: str, language: str, theme: str
) -> None:
    page = shop.visit(language=language, width=390, theme=theme, role=None)
    page.goto(address)
    expect(page.locator("[data-name=cups]")).to_be_hidden()
    is_clean(shop, page, f"form-first-{language}")
    fill(page, {"zh": "13800138001", "en": "13800138002"}[language])
    page.check("#a-likes-1")
    expect(page.locator("[data-name=cups]")).to_be_hidden()
    page.check("#a-likes-0")
    expect(page.locator("[data-name=cups]")).to_be_visible()
    page.click(".portal__go")
    page.fill("#a-city", "上海")
    is_clean(shop, page, f"form-second-{language}")
    page.click(".portal__go")
    expect(page.locator("#e-consent")).to_be_visible()
    is_clean(shop, page, f"form-errors-{language}")
    page.check("#consent")
    page.click(".portal__go")
    reached = page.locator(".reached__tier")
    expect(reached).to_have_text({"zh": "铜卡会员", "en": "Bronze"}[language])
    is_clean(shop, page, f"form-done-{language}")


def test_a_browser_does_the_work_by_itself(shop: Shop, address: str) -> None:
    page = shop.visit(width=390, role=None)
    page.goto(address)
    fill(page, "13800138003")
    page.locator("#homepage").evaluate("(each) => { each.value = 'spam'; }")
    page.click(".portal__go")
    page.check("#consent")
    page.locator("#homepage").evaluate("(each) => { each.value = 'spam'; }")
    page.click(".portal__go")
    page.wait_for_url(re.compile(r"/done/"))
    expect(page.locator(".reached__tier")).to_be_visible()
    assert shop.complaints == []


def test_without_scripts_the_same_form_comes_to_the_same_end(shop: Shop, address: str) -> None:
    context = shop.browser.new_context(
        viewport={"width": 390, "height": 844},
        locale="zh-CN",
        base_url=shop.address,
        java_script_enabled=False,
    )
    shop.contexts.append(context)
    page = context.new_page()
    page.goto(address)
    page.fill("#a-phone", "13800138004")
    page.check("#a-likes-0")
    page.click(".portal__go")
    page.fill("#a-cups", "2")
    page.click(".portal__go")
    page.fill("#a-city", "北京")
    page.click("button[value='add:kids']")
    page.fill("#a-kids-0-born", "2020-02-02")
    page.check("#consent")
    page.click(".portal__go")
    expect(page.locator(".reached__tier")).to_have_text("铜卡会员")


@pytest.mark.parametrize("width", [1440, 390])
def test_forms_in_the_back_office_are_in_order(shop: Shop, address: str, width: int) -> None:
    visitor = shop.visit(width=width)
    for name, path in (("list", ""), ("one", "/profile"), ("trial", "/profile/try")):
        visitor.goto(f"{shop.house.at}/forms{path}")
        shop.picture(visitor, f"forms-{name}-{width}")
        found = Axe().run(visitor)
        assert found.violations_count == 0, found.generate_report()
        fits(visitor)
    assert shop.complaints == []
