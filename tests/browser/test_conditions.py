"""Conditions are built by mouse or by keys alone, and nothing that was there is ever lost."""

import json
import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Shop
from tests.browser.watch import MOST, Watch

pytestmark = pytest.mark.browser
SPEND = {">=": [{"sum_of": ["order.net", "365d"]}, 2000]}
ORDERS = {">=": [{"count_of": ["order", "365d"]}, 5]}
NAMED = {"is_set": [{"var": "name"}]}
AXE = Axe()
STRANGE: Any = {"agg": [{"b": 1, "a": [1, {"x": None}]}, -0.5, "…"]}


def opened(shop: Shop, condition: Any = None, **how: Any) -> Page:
    """Open the page where a condition may be tried, with a condition in it."""
    page = shop.visit(**how)
    page.goto(f"{shop.house.at}/conditions")
    expect(page.get_by_role("radio", name="JSON")).to_be_visible()
    if condition is not None:
        write(page, condition)
    return page


def write(page: Page, condition: Any) -> None:
    page.get_by_role("radio", name="JSON").check()
    page.locator("textarea").fill(json.dumps(condition, ensure_ascii=False))
    page.get_by_role("radio").first.check()


def written(page: Page) -> Any:
    page.get_by_role("radio", name="JSON").check()
    found = json.loads(page.locator("textarea").input_value())
    page.get_by_role("radio").first.check()
    return found


def add(page: Page, label: str, *, within: Locator | None = None) -> None:
    """Add a rule about something, by searching for it."""
    place = page if within is None else within
    place.get_by_role("button", name="添加条件", exact=True).last.click()
    page.get_by_role("combobox", name="搜索字段和指标").fill(label)
    page.get_by_role("listbox").last.get_by_role("option").first.click()


def rules(page: Page) -> Locator:
    return page.locator("li[data-item]")


def values(page: Page) -> Locator:
    return page.get_by_role("textbox", name="值", exact=True)


def choose_by_keys(page: Page, select: Locator, label: str) -> None:
    """Go down a list with the arrows until something is chosen."""
    select.focus()
    for _ in range(20):
        if select.locator("option:checked").inner_text() == label:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"{label} is not in the list.")


def drag(page: Page, grip: Locator, onto: Locator, *, near: str) -> None:
    """Drag as a hand does: press, move a little, go there in steps, settle, let go."""
    grip.scroll_into_view_if_needed()
    start, end = grip.bounding_box(), onto.bounding_box()
    assert start is not None
    assert end is not None
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    heights = {"top": 3, "middle": end["height"] / 2, "bottom": end["height"] - 3}
    to_x, to_y = end["x"] + 60, end["y"] + heights[near]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 4, y + 6)
    page.mouse.move(to_x, to_y, steps=8)
    page.mouse.move(to_x + 1, to_y)
    page.mouse.up()


def test_a_nested_condition_is_built_by_mouse_alone(shop: Shop) -> None:
    page = opened(shop)
    add(page, "净消费 合计")
    values(page).last.fill("2,000")
    add(page, "订单 次数")
    values(page).last.fill("5")
    page.get_by_role("button", name="添加条件组").last.click()
    expect(page.get_by_text("这一组还是空的。")).to_be_visible()
    group = page.locator("[data-mode=any]")
    drag(page, rules(page).nth(1).get_by_role("button").first, group, near="middle")
    expect(group.locator("li[data-item]")).to_have_count(1)
    add(page, "姓名", within=group)
    group.get_by_label("怎样比较").last.select_option(label="已填写")
    assert written(page) == {"and": [SPEND, {"or": [ORDERS, NAMED]}]}
    expect(page.get_by_text("最近 365 天消费满 ¥2,000")).to_be_visible()
    expect(page.get_by_text("命中", exact=False).first).to_be_visible()
    drag(page, rules(page).nth(1).get_by_role("button").first, rules(page).nth(0), near="top")
    assert written(page) == {"and": [{"or": [ORDERS, NAMED]}, SPEND]}
    shop.picture(page, "conditions-built")
    assert not shop.complaints


def test_the_same_is_built_by_keys_alone(shop: Shop) -> None:
    page = opened(shop)
    page.get_by_role("button", name="添加条件", exact=True).focus()
    for search, value in (("净消费 合计", "2000"), ("订单 次数", "5"), ("姓名", None)):
        page.get_by_role("button", name="添加条件", exact=True).last.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("combobox", name="搜索字段和指标")).to_be_focused()
        page.keyboard.type(search)
        page.keyboard.press("Enter")
        if value is not None:
            values(page).last.focus()
            page.keyboard.type(value)
    choose_by_keys(page, page.get_by_label("怎样比较").last, "已填写")
    rules(page).nth(2).get_by_role("button").first.focus()
    page.keyboard.press("Alt+ArrowRight")
    group = page.locator("[data-mode=any]")
    expect(group.locator("li[data-item]")).to_have_count(2)
    assert written(page) == {"and": [SPEND, {"or": [ORDERS, NAMED]}]}
    group.locator("li[data-item]").last.get_by_role("button").first.focus()
    page.keyboard.press("Alt+ArrowLeft")
    assert written(page) == {"and": [SPEND, {"or": [ORDERS]}, NAMED]}
    rules(page).last.get_by_role("button").first.focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    assert written(page) == {"and": [NAMED, SPEND, {"or": [ORDERS]}]}
    page.get_by_role("button", name="撤销").first.click()
    assert written(page) == {"and": [SPEND, NAMED, {"or": [ORDERS]}]}
    assert not shop.complaints


def test_the_menu_does_what_a_drag_does(shop: Shop) -> None:
    page = opened(shop, {"and": [SPEND, ORDERS, NAMED]}, width=390)
    for entry in ("上移", "移入上一组"):
        menu = rules(page).nth(1).get_by_role("button", name="更多操作")
        menu.click()
        page.get_by_role("menuitem", name=entry).click()
    assert written(page) == {"and": [{"or": [ORDERS, SPEND]}, NAMED]}
    rules(page).last.get_by_role("button", name="更多操作").click()
    page.get_by_role("menuitem", name="删除").click()
    assert written(page) == {"and": [{"or": [ORDERS, SPEND]}]}
    assert not shop.complaints


def test_unknown_logic_stays_as_it_was_while_other_rules_change(shop: Shop) -> None:
    page = opened(shop, {"and": [SPEND, STRANGE, {"!": {"var": "x"}}]})
    expect(page.get_by_text("原样保留")).to_be_visible()
    values(page).first.fill("3000")
    page.get_by_role("radio", name="JSON").check()
    text = page.locator("textarea").input_value()
    kept = json.loads(text)
    assert kept["and"][0][">="][1] == 3000
    assert json.dumps(kept["and"][1], ensure_ascii=False) == json.dumps(STRANGE, ensure_ascii=False)
    assert kept["and"][2] == {"!": {"var": "x"}}
    assert not shop.complaints


def test_text_that_is_not_json_yet_is_kept_and_not_applied(shop: Shop) -> None:
    page = opened(shop, SPEND)
    page.get_by_role("radio", name="JSON").check()
    page.locator("textarea").fill('{">=": [')
    expect(page.get_by_role("alert")).to_contain_text("还不是正确的 JSON")
    assert page.locator("textarea").input_value() == '{">=": ['
    page.get_by_role("radio").first.check()
    expect(values(page).first).to_have_value("2000")
    assert not shop.complaints


def test_a_member_lights_up_every_rule_with_what_they_have(shop: Shop) -> None:
    page = opened(shop, {"and": [SPEND, {">=": [{"count_of": ["order", "365d"]}, 10_000]}]})
    page.get_by_role("button", name="用一位会员试一试").click()
    page.get_by_label("姓名、手机号或会员编号").fill("林婉清")
    page.get_by_role("button", name="林婉清").click()
    expect(rules(page).nth(0).locator("[data-state=met]")).to_contain_text("实际 ¥")
    expect(rules(page).nth(1).locator("[data-state=unmet]")).to_contain_text("还差")
    expect(page.get_by_text("林婉清 不满足这个条件。")).to_be_visible()
    shop.picture(page, "conditions-tried")
    assert not shop.complaints


def test_a_rule_is_copied_as_text_and_pasted_behind_another(shop: Shop) -> None:
    page = opened(shop, {"and": [SPEND, {"or": [ORDERS, NAMED]}]})
    rules(page).first.get_by_role("button").first.focus()
    page.keyboard.press("Control+c")
    rules(page).last.get_by_role("button").first.focus()
    page.keyboard.press("Control+v")
    expect(rules(page)).to_have_count(5)
    assert written(page) == {"and": [SPEND, {"or": [ORDERS, NAMED, SPEND]}]}
    assert not shop.complaints


def test_what_is_wrong_is_said_beside_the_rule(shop: Shop) -> None:
    page = opened(shop, {"and": [SPEND, {">=": [{"var": "no_such_field"}, 1]}]})
    expect(rules(page).nth(1).get_by_role("listitem")).to_contain_text("no_such_field")
    expect(page.get_by_text("有 1 处要改")).to_be_visible()
    assert not shop.complaints


def barriers(page: Page) -> list[str]:
    """What keeps somebody out, by WCAG 2.1 AA."""
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    found = AXE.run(page, options=options).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]


TYPED = """
async (input) => {
  const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
  for (let n = 0; n < 30; n += 1) {
    set.call(input, String(3000 + n));
    input.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
}
"""


@pytest.mark.timed
def test_two_hundred_rules_answer_within_a_tenth_of_a_second(shop: Shop) -> None:
    many = [{">=": [{"sum_of": ["order.net", f"{n + 1}d"]}, n]} for n in range(200)]
    page = opened(shop, {"and": many})
    expect(rules(page)).to_have_count(200)
    field = values(page).nth(100)
    field.focus()
    watch = Watch(page)
    page.evaluate(TYPED, field.element_handle())
    assert watch.milliseconds(30) < MOST


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [1440, 390])
def test_pictures_of_the_editor(shop: Shop, language: str, width: int) -> None:
    condition = {"and": [SPEND, {"or": [ORDERS, {"!": [{"or": [NAMED]}]}]}, STRANGE]}
    page = opened(shop, condition, language=language, width=width)
    expect(rules(page).first).to_be_visible()
    shop.picture(page, f"conditions-{language}-{width}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not barriers(page)
    add_condition = page.get_by_role("button", name=re.compile("^(添加条件|Add a condition)$"))
    add_condition.last.click()
    expect(page.get_by_role("combobox").last).to_be_focused()
    assert not barriers(page)
    assert not shop.complaints
