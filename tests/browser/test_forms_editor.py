"""Forms are designed by dragging, by clicking and by keys, and look as people will see them."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Shop
from tests.browser.test_drafting import content, put_back
from tests.browser.watch import MOST, Watch

pytestmark = pytest.mark.browser
SAVED = re.compile("已保存|Saved")


@pytest.fixture(autouse=True)
def _as_it_was(shop: Shop) -> Iterator[None]:
    before = content(shop)
    yield
    put_back(shop, before)


def opened(shop: Shop, **visit: Any) -> Page:
    page = shop.visit(**visit)
    page.goto(f"{shop.house.at}/forms/design")
    return page


def begun(shop: Shop) -> Page:
    """Open a form that asks for the phone alone."""
    page = opened(shop)
    page.get_by_role("button", name="入会登记").click()
    expect(page.locator("[data-item=phone]")).to_be_visible()
    return page


def drag(page: Page, what: Locator, to: Locator, at: tuple[float, float] = (0.5, 0.5)) -> None:
    what.scroll_into_view_if_needed()
    source, target = what.bounding_box(), to.bounding_box()
    assert source is not None
    assert target is not None
    x, y = source["x"] + source["width"] / 2, source["y"] + source["height"] / 2
    ends = target["x"] + target["width"] * at[0], target["y"] + target["height"] * at[1]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 6, y + 2)
    page.mouse.move(*ends, steps=8)
    page.mouse.move(ends[0] + 1, ends[1])
    page.mouse.up()


def form(shop: Shop, page: Page) -> Any:
    """Give the form as it is saved."""
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status").first).to_have_text(SAVED)
    return content(shop)["forms"][0]


def keys(items: Any) -> list[str]:
    return [each["key"] for each in items]


def test_a_form_is_put_together_by_mouse(shop: Shop) -> None:
    page = begun(shop)
    drag(page, page.locator("[data-add=name]"), page.locator("[data-item=phone]"), (0.5, 0.05))
    expect(page.locator("[data-item]").first).to_have_attribute("data-item", "name")
    drag(page, page.locator("[data-add=birthday]"), page.locator("[data-item=name]"), (0.97, 0.5))
    expect(page.locator("[data-item=birthday]")).to_have_attribute("data-width", "half")
    drag(
        page,
        page.locator("[data-add='new:choice']"),
        page.locator("[data-item=phone]"),
        (0.5, 0.95),
    )
    expect(page.locator("[data-item=choice]")).to_be_visible()
    items = form(shop, page)["pages"][0]["items"]
    assert keys(items) == ["name", "birthday", "phone", "choice"]
    assert [each.get("width") for each in items] == ["half", "half", None, None]
    designed = next(each for each in content(shop)["objects"] if each["key"] == "member")
    assert designed["fields"][-1]["kind"] == "choice"


def test_what_is_held_goes_where_the_line_is(shop: Shop) -> None:
    page = begun(shop)
    page.locator("[data-add=name]").click()
    grip = page.get_by_role("button", name="拖动 姓名")
    drag(page, grip, page.locator("[data-item=phone]"), (0.5, 0.05))
    assert keys(form(shop, page)["pages"][0]["items"]) == ["name", "phone"]


def test_everything_a_drag_does_the_keyboard_does(shop: Shop) -> None:
    page = begun(shop)
    page.locator("[data-add=name]").focus()
    page.keyboard.press("Enter")
    page.locator("[data-item=name] > button").focus()
    page.keyboard.press("Alt+ArrowUp")
    assert keys(form(shop, page)["pages"][0]["items"]) == ["name", "phone"]
    page.locator("[data-add=section]").focus()
    page.keyboard.press("Enter")
    page.locator("[data-add=email]").focus()
    page.keyboard.press("Enter")
    section = form(shop, page)["pages"][0]["items"][1]
    assert section["kind"] == "section"
    assert keys(section["items"]) == ["email"]
    page.locator("[data-item=email] [aria-haspopup=menu]").press("Enter")
    page.keyboard.press("ArrowDown")
    page.get_by_role("menuitem", name="移出分组").press("Enter")
    assert "email" in keys(form(shop, page)["pages"][0]["items"])


def test_a_deleted_item_comes_back_with_all_that_was_in_it(shop: Shop) -> None:
    page = begun(shop)
    page.locator("[data-add=section]").click()
    page.locator("[data-add=name]").click()
    page.get_by_role("button", name="新分组", exact=True).first.click()
    page.get_by_role("menuitem", name="删除").click()
    expect(page.locator("[data-item=section]")).to_have_count(0)
    page.locator(".toast").get_by_role("button", name="撤销").click()
    expect(page.locator("[data-item=name]")).to_be_visible()


def test_an_item_is_shown_only_if(shop: Shop) -> None:
    page = begun(shop)
    page.locator("[data-add=name]").click()
    page.get_by_role("radio", name="满足条件时").check()
    expect(page.locator("[data-item=name] .badge")).to_have_text("按条件")
    assert form(shop, page)["pages"][0]["items"][1]["visible"] == {"and": []}
    page.get_by_role("radio", name="总是").check()
    assert "visible" not in form(shop, page)["pages"][0]["items"][1]


def test_settings_of_the_form_are_questions_and_blank_ones_are_left_out(shop: Shop) -> None:
    page = begun(shop)
    page.get_by_role("button", name="入会登记").last.click()
    page.get_by_text("何时可填、可填几次").click()
    page.get_by_label("每位会员可以填几次？").select_option("daily")
    page.get_by_label("一共收多少份？").fill("100")
    assert form(shop, page)["access"] == {"per_member": "daily", "limit": 100}
    page.get_by_label("每位会员可以填几次？").select_option("unlimited")
    page.get_by_label("一共收多少份？").fill("")
    assert "access" not in form(shop, page)


def test_a_problem_leads_to_the_item_it_is_about(shop: Shop) -> None:
    page = begun(shop)
    page.locator("[data-add=rows]").click()
    with page.expect_response("**/draft.json"):
        page.keyboard.press("Control+s")
    page.get_by_role("button", name="入会登记").last.click()
    page.get_by_test_id("problems").click()
    page.locator("[data-severity=error]").first.click()
    expect(page.locator("[data-item=rows]")).to_have_attribute("data-chosen", "true")


def test_a_phone_edits_the_same_form_in_sheets(shop: Shop) -> None:
    page = opened(shop, width=390, language="en")
    page.get_by_role("button", name="Join", exact=True).click()
    page.get_by_role("button", name="Add", exact=True).click()
    page.locator("[data-add=name]").click()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("[data-item=name]")).to_be_visible()
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0


@pytest.mark.timed
def test_a_form_of_two_hundred_items_answers_within_a_tenth_of_a_second(shop: Shop) -> None:
    draft = content(shop)
    words = [{"kind": "text", "key": f"t{n}", "text": f"第 {n} 段"} for n in range(100)]
    asked = [{"kind": "field", "key": f"f{n}", "field": "name"} for n in range(100)]
    page_of_it = {"key": "one", "items": [*words, *asked]}
    draft["forms"] = [{"key": "long", "label": "长表单", "pages": [page_of_it]}]
    put_back(shop, draft)
    page = opened(shop)
    expect(page.locator("[data-item]")).to_have_count(200)
    page.locator("[data-item=f50] > button").click()
    watch = Watch(page)
    page.locator("input[lang=zh-CN]").first.press_sequentially("一二三四五六七八九十")
    assert watch.milliseconds(10) < MOST
    page.locator("[data-item=f50] > button").focus()
    watch.milliseconds(1)
    for _ in range(5):
        page.keyboard.press("Alt+ArrowUp")
    assert watch.milliseconds(5) < MOST


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_editor_is_accessible(shop: Shop, language: str, width: int) -> None:
    page = opened(shop, language=language, width=width)
    page.locator(".empty__examples button").first.click()
    expect(page.locator("[data-item=phone]")).to_be_visible()
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]})
    assert found.violations_count == 0, found.generate_report()
    page.locator("[data-item=phone] > button").last.click()
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]})
    assert found.violations_count == 0, found.generate_report()
