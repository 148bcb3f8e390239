"""Objects and fields are designed by mouse, by keyboard alone and on a phone; nothing is lost."""

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from app.builder import drafts
from app.clock import from_instant
from tests.browser.conftest import Shop, a_shop_with_members
from tests.browser.test_every_page import fits
from tests.browser.watch import MOST, Watch

pytestmark = pytest.mark.browser
SAVED = re.compile("已保存|Saved")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
MANY = 200
CLICK = """async (selector) => {
  const all = [...document.querySelectorAll(selector)].slice(0, 24);
  for (const each of all) {
    each.click();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
  return all.length;
}"""


def content(shop: Shop) -> Any:
    mine = shop.house.mine
    with shop.house.spaces.reading(mine.workspace_id) as space:
        return drafts.get(space, mine.program_id).content


def put(shop: Shop, document: Any) -> None:
    mine = shop.house.mine
    with shop.house.spaces.writing(mine.workspace_id) as space:
        seen = drafts.get(space, mine.program_id).version
        now = from_instant(1_772_000_000_000_000)
        drafts.keep(space, mine.program_id, document, seen=seen, now=now, by=None)


@pytest.fixture(scope="module")
def _shop(
    _sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Shop]:
    """A shop whose programme is published anew here, and nowhere else."""
    yield from a_shop_with_members(_sqlite_template, tmp_path_factory, browser)


@pytest.fixture(autouse=True)
def _as_it_was(shop: Shop) -> Iterator[None]:
    """Other tests share this programme: its draft is as it was."""
    before = content(shop)
    yield
    put(shop, before)


def opened(shop: Shop, **visit: Any) -> Page:
    page = shop.visit(**visit)
    page.goto(f"{shop.house.at}/objects")
    expect(page.get_by_test_id("object-head")).to_be_visible()
    return page


def drag(page: Page, start: Locator, onto: Locator, x: float = 0.5, y: float = 0.5) -> None:
    """Take something and drop it at a place of another, as shares of its width and height."""
    start.scroll_into_view_if_needed()
    place = start.bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] / 2 + 6, place["y"] + place["height"] / 2 + 6)
    there = onto.bounding_box()
    assert there is not None
    to = (there["x"] + there["width"] * x, there["y"] + there["height"] * y)
    page.mouse.move(*to, steps=8)
    page.mouse.move(to[0] + 1, to[1])
    page.mouse.up()


def saved(page: Page, shop: Shop, key: str) -> Any:
    """Save what is in hand, and give an object as the draft has it now."""
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status").first).to_have_text(SAVED)
    return next(each for each in content(shop)["objects"] if each["key"] == key)


def keys(designed: Any) -> list[tuple[str, str]]:
    return [(each["key"], each.get("width", "full")) for each in designed["fields"]]


def a_field(page: Page, key: str) -> Locator:
    return page.locator(f'[data-field="{key}"]')


def test_an_object_is_designed_by_mouse_alone_but_for_names(shop: Shop) -> None:
    page = opened(shop)
    page.get_by_test_id("new-object").click()
    page.get_by_role("dialog").locator("input[lang=zh-CN]").fill("签到")
    page.get_by_role("dialog").locator("input[lang=en]").fill("Check-in")
    page.get_by_test_id("make-object").click()
    expect(page.locator("[data-object=check_in]")).to_have_attribute("aria-current", "true")
    expect(a_field(page, "happened_on")).to_be_visible()
    drag(page, page.locator("[data-kind=choice]").first, a_field(page, "happened_on"), 0.5, 0.1)
    expect(a_field(page, "choice")).to_be_visible()
    page.get_by_role("button", name="添加选项").click()
    page.get_by_label("第 3 个选项 · 中文").fill("小程序")
    page.get_by_role("button", name="颜色：灰").first.click()
    page.get_by_role("button", name="金", exact=True).click()
    page.keyboard.press("Escape")
    expect(a_field(page, "choice").get_by_text("小程序")).to_be_visible()
    drag(page, page.locator("[data-kind=integer]").first, a_field(page, "choice"), 0.97, 0.5)
    expect(a_field(page, "integer")).to_have_attribute("data-half", "true")
    designed = saved(page, shop, "check_in")
    assert keys(designed) == [
        ("choice", "half"),
        ("integer", "half"),
        ("happened_on", "half"),
        ("name", "half"),
    ]
    colors = [each.get("color") for each in designed["fields"][0]["options"]["choices"]]
    assert colors[0] == "gold"
    a_field(page, "name").hover()
    drag(page, a_field(page, "name").get_by_label("拖动"), a_field(page, "choice"), 0.5, 0.05)
    designed = saved(page, shop, "check_in")
    assert keys(designed)[0] == ("name", "full")
    assert ("happened_on", "full") in keys(designed), "Whoever is left alone has the row."
    for _ in range(5):
        page.get_by_role("button", name="撤销").first.click()
    expect(page.locator("[data-field]")).not_to_have_count(0)


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the focus is where it is wanted."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement?.matches(wanted) ?? false", wanted):
            return
    pytest.fail(f"The Tab key never comes to {wanted}.")


def test_fields_are_added_named_moved_and_deleted_by_keyboard_alone(shop: Shop) -> None:
    page = opened(shop)
    tab_to(page, "[data-testid=palette-search]")
    page.keyboard.type("日期")
    page.keyboard.press("Enter")
    expect(page.locator("input[lang=zh-CN]").first).to_be_focused()
    page.keyboard.type("纪念日")
    page.keyboard.press("Tab")
    page.keyboard.type("Anniversary")
    page.keyboard.press("Tab")
    expect(a_field(page, "anniversary")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-pick=anniversary]")).to_be_focused()
    page.keyboard.press("Control+d")
    expect(a_field(page, "anniversary_copy")).to_be_visible()
    page.locator("[data-pick=anniversary_copy]").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-pick=anniversary_copy]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("menu")).to_be_visible()
    for _ in range(6):
        if "并排" in page.evaluate("document.activeElement.textContent"):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    designed = saved(page, shop, "member")
    assert keys(designed) == [("anniversary", "half"), ("anniversary_copy", "half")] or keys(
        designed
    ) == [("anniversary_copy", "half"), ("anniversary", "half")]
    page.locator("[data-pick=anniversary_copy]").focus()
    page.keyboard.press("Delete")
    expect(page.get_by_test_id("uses")).to_contain_text("没有规则")
    page.keyboard.press("Shift+Tab")
    tab_to(page, "[data-testid=confirm-removal]")
    page.keyboard.press("Enter")
    expect(a_field(page, "anniversary_copy")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(a_field(page, "anniversary_copy")).to_be_visible()


def released(shop: Shop) -> None:
    """Publish a member field that a condition reads and that one member has."""
    document = content(shop)
    document["objects"] = [
        {
            "key": "member",
            "label": {"zh": "会员", "en": "Member"},
            "fields": [{"key": "town", "kind": "text", "label": {"zh": "城市", "en": "Town"}}],
        }
    ]
    document["segments"] = [
        {
            "key": "near",
            "label": {"zh": "附近", "en": "Near"},
            "where": {"==": [{"var": "town"}, "杭州"]},
        }
    ]
    shop.house.mine.publish(document)


def test_what_was_released_is_retired_after_its_uses_are_shown_and_comes_back(shop: Shop) -> None:
    released(shop)
    page = opened(shop)
    page.locator("[data-pick=town]").click()
    page.get_by_role("button", name="停用字段").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_test_id("uses")).to_contain_text("还没有记录有值")
    expect(dialog).to_contain_text("人群“附近”")
    dialog.get_by_test_id("confirm-removal").click()
    expect(a_field(page, "town")).to_have_count(0)
    expect(page.get_by_test_id("retired")).to_contain_text("已停用")
    expect(page.get_by_test_id("problems")).to_contain_text("1 条提醒")
    assert saved(page, shop, "member")["fields"][0]["retired"] is True
    page.get_by_test_id("retired").locator("summary").click()
    page.get_by_test_id("retired").get_by_role("button", name="恢复").click()
    expect(a_field(page, "town")).to_be_visible()
    a_field(page, "town").locator("[data-menu]").click()
    page.get_by_role("menuitem", name="改类型").click()
    page.get_by_role("dialog").locator("select").select_option("integer")
    expect(page.get_by_test_id("foretold")).to_contain_text("可以直接改")
    page.get_by_role("dialog").get_by_role("button", name="改类型").click()
    assert saved(page, shop, "member")["fields"][0]["kind"] == "integer"


def test_a_problem_leads_to_the_input_that_can_put_it_right(shop: Shop) -> None:
    document = content(shop)
    pattern = {"key": "code", "kind": "text", "label": "编码", "options": {"pattern": "("}}
    document["objects"] = [{"key": "order", "label": "订单", "fields": [pattern]}]
    put(shop, document)
    page = opened(shop)
    page.get_by_test_id("problems").click()
    page.get_by_text("写得不对").click()
    expect(page.locator("[data-object=order]")).to_have_attribute("aria-current", "true")
    field = page.get_by_label("须符合的正则")
    expect(field).to_be_focused()
    expect(page.get_by_text("写得不对").last).to_be_visible()
    field.fill("A[0-9]+")
    saved(page, shop, "order")
    expect(page.get_by_test_id("problems")).not_to_contain_text("个问题")


def test_given_fields_can_be_renamed_and_nothing_else(shop: Shop) -> None:
    page = opened(shop)
    if not page.locator("[data-pick=name]").is_visible():
        page.get_by_test_id("given").locator("summary").click()
    page.locator("[data-pick=name]").click()
    expect(page.get_by_text("系统字段：")).to_be_visible()
    expect(page.get_by_role("button", name="改类型")).to_have_count(0)
    page.locator("input[lang=zh-CN]").first.fill("称呼")
    (field,) = saved(page, shop, "member")["fields"]
    assert field == {"key": "name", "kind": "text", "label": {"zh": "称呼", "en": "Name"}}


def test_a_metric_is_picked_and_nobody_writes_json(shop: Shop) -> None:
    page = opened(shop)
    page.locator("[data-kind=rollup]").first.click()
    metric = page.get_by_role("region", name="指标", exact=True)
    metric.get_by_text("选择内容").click()
    page.keyboard.type("净消费")
    page.keyboard.press("Enter")
    expect(metric).to_contain_text("净消费")
    page.get_by_label("结果类型").select_option("money")
    (field,) = saved(page, shop, "member")["fields"]
    (given,) = field["options"]["expression"].values()
    assert given[0] == "order.net"
    assert field["options"]["result"] == "money"
    expect(page.get_by_test_id("problems")).to_contain_text("没有问题")


def test_on_a_phone_fields_are_added_and_moved_by_menus(shop: Shop) -> None:
    page = opened(shop, width=390)
    for kind in ("money", "boolean"):
        page.get_by_role("button", name="添加字段", exact=True).tap()
        page.locator(f"[data-kind={kind}]").first.tap()
        expect(page.get_by_role("dialog").locator("input[lang=zh-CN]").first).to_be_visible()
        page.get_by_role("dialog").get_by_role("button", name="关闭").tap()
        expect(page.get_by_role("dialog")).to_have_count(0)
    a_field(page, "boolean").locator("[data-menu]").tap()
    page.get_by_role("menuitem", name="上移").tap()
    assert [key for key, _ in keys(saved(page, shop, "member"))] == ["boolean", "money"]


def with_many(shop: Shop) -> None:
    document = content(shop)
    kinds = itertools.cycle(["text", "integer", "money", "date", "boolean", "choice"])
    fields = [
        {
            "key": f"f{n}",
            "kind": kind,
            "label": {"zh": f"字段 {n}", "en": f"Field {n}"},
            **({"options": {"choices": ["甲", "乙", "丙"]}} if kind == "choice" else {}),
        }
        for n, kind in zip(range(MANY), kinds, strict=False)
    ]
    document["objects"] = [{"key": "member", "label": "会员", "fields": fields}]
    put(shop, document)


@pytest.mark.timed
def test_two_hundred_fields_answer_within_a_tenth_of_a_second(shop: Shop) -> None:
    with_many(shop)
    page = opened(shop)
    expect(page.locator("[data-field]")).to_have_count(MANY + 8)
    watch = Watch(page)
    assert watch.milliseconds(page.evaluate(CLICK, "[data-pick^=f]")) < MOST
    assert watch.milliseconds(page.evaluate(CLICK, "[data-kind]")) < MOST
    page.locator("[data-pick=f100]").click()
    typed = page.locator("input[lang=zh-CN]").first
    watch.milliseconds(1)
    typed.press_sequentially("一二三四五六七八九十")
    expect(a_field(page, "f100")).to_contain_text("十")
    assert watch.milliseconds(10) < MOST
    page.locator("[data-pick=f100]").focus()
    watch.milliseconds(1)
    for _ in range(5):
        page.keyboard.press("Alt+ArrowDown")
    assert watch.milliseconds(5) < MOST


LOOKS = list(itertools.product(("zh", "en"), (1440, 390), ("light", "dark")))


@pytest.mark.parametrize(("language", "width", "theme"), LOOKS, ids=str)
def test_the_editor_fits_and_can_be_used_by_everybody(
    shop: Shop, language: str, width: int, theme: str
) -> None:
    released(shop)
    page = opened(shop, language=language, width=width, theme=theme)
    name = f"objects-{language}-{width}-{theme}"
    for step in ("canvas", "field", "removal"):
        if step == "field":
            page.locator("[data-pick=town]").click()
            expect(page.locator("input[lang=zh-CN]").first).to_be_visible()
        if step == "removal":
            page.locator("[data-at=mask]").scroll_into_view_if_needed()
            page.get_by_role("button", name="停用字段" if language == "zh" else "Retire").click()
            expect(page.get_by_test_id("uses")).to_be_visible()
        fits(page)
        shop.picture(page, f"{name}-{step}")
        found = Axe().run(page, options=RULES).response["violations"]
        told = [
            (each["id"], node["html"][:120], node["failureSummary"][:200])
            for each in found
            for node in each["nodes"][:3]
        ]
        assert not told, step
