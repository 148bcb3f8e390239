"""Automations are drawn on a canvas: by mouse, by keys, and never lost."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Shop
from tests.browser.flows import card, opened, option, plus, saved, ways, with_flow
from tests.browser.hands import Hands, Keys, Mouse
from tests.browser.ladders import content, faults, keep

pytestmark = pytest.mark.browser
CHAIN: dict[str, Any] = {
    "key": "near",
    "label": {"zh": "临近升级", "en": "Near the next tier"},
    "trigger": {"kind": "near_next_tier", "options": {"ladder": "main", "gap": 100}},
    "start": "gift",
    "steps": [
        {"key": "gift", "kind": "grant_coupon", "options": {"coupon": "tea"}, "next": "wait"},
        {
            "key": "wait",
            "kind": "wait_for",
            "options": {"event": "coupon_used", "time": {"days": 3}},
            "next": {"happened": "goal", "timeout": "mail"},
        },
        {"key": "goal", "kind": "goal"},
        {
            "key": "mail",
            "kind": "send_message",
            "options": {"channel": "sms", "title": "提醒", "text": "券还没用"},
        },
    ],
}
BUILT = {
    "grant_coupon": "wait_for",
    "wait_for": {"timeout": "send_message"},
    "send_message": None,
}


@pytest.fixture(autouse=True)
def _as_it_was(shop: Shop) -> Iterator[None]:
    """Other tests share this programme: put its draft back."""
    before = content(shop)
    yield
    keep(shop, before)


def fill_in(page: Page, hands: Hands) -> None:
    """Say what the message of the reminder is."""
    hands.choose(option(page, "channel").locator("select"), "短信")
    hands.enter(option(page, "title").locator("input").first, "券还没用")
    hands.enter(option(page, "text").locator("textarea").first, "还差一点就升级了")


def assert_built(flow: Any) -> None:
    assert flow["trigger"] == {
        "kind": "near_next_tier",
        "options": {"ladder": "main", "gap": 100},
    }
    assert flow["start"] == "grant_coupon"
    assert ways(flow) == BUILT
    options = {each["key"]: each["options"] for each in flow["steps"]}
    assert options["grant_coupon"] == {"coupon": "tea"}
    assert options["wait_for"] == {"time": {"days": 3}, "event": "coupon_used"}
    assert options["send_message"]["channel"] == "sms"
    assert options["send_message"]["title"]["zh"] == "券还没用"


def build_by_mouse(page: Page) -> None:
    """Draw: a gap of 100 at most, a coupon, three days to use it, a reminder by SMS."""
    mouse = Mouse(page)
    card(page).click()
    page.locator("[data-trigger=near_next_tier]").click()
    mouse.enter(option(page, "gap").locator("input"), "100")
    plus(page, ":next").click()
    mouse.pick("优惠券", "发优惠券")
    mouse.choose(option(page, "coupon").locator("select"), "专属券")
    mouse.drag(
        page.locator("[data-kind=wait_for]"), page.locator('[data-slot="grant_coupon:next"]')
    )
    expect(card(page, "wait_for")).to_be_visible()
    mouse.choose(option(page, "event").locator("select"), "用掉优惠券")
    mouse.enter(option(page, "time").locator("input").first, "3")
    plus(page, "wait_for:timeout").click()
    mouse.pick("消息", "发消息")
    fill_in(page, mouse)


def test_the_near_promotion_reminder_is_built_by_mouse(shop: Shop) -> None:
    with_flow(shop)
    page = opened(shop)
    build_by_mouse(page)
    expect(page.get_by_text("等会员用掉优惠券，最多 3 天").first).to_be_visible()
    assert_built(saved(shop, page))
    expect(page.get_by_test_id("problems")).to_have_text(re.compile("没有问题|提醒"))


def test_the_same_is_built_by_keys_alone(shop: Shop) -> None:
    with_flow(shop)
    page = opened(shop)
    keys = Keys(page)
    keys.press(card(page))
    keys.press(page.locator("[data-trigger=near_next_tier]"))
    keys.enter(option(page, "gap").locator("input"), "100")
    add(page, card(page).first, "优惠券", "发优惠券")
    keys.choose(option(page, "coupon").locator("select"), "专属券")
    add(page, card(page, "grant_coupon"), "等待行为", "等待行为")
    keys.choose(option(page, "event").locator("select"), "用掉优惠券")
    keys.enter(option(page, "time").locator("input").first, "3")
    # On the first way stands what is added by a key; here it goes on after too long a wait.
    add(page, card(page, "wait_for"), "消息", "发消息")
    fill_in(page, keys)
    keys.press(card(page, "send_message"))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    where = page.get_by_role("region", name="等待行为")
    keys.choose(where.get_by_label("超时", exact=True), "发消息")
    keys.choose(where.get_by_label("发生了", exact=True), "到此结束")
    assert_built(saved(shop, page))


def add(page: Page, behind: Any, search: str, label: str) -> None:
    """Insert a step behind a card, from the keyboard."""
    keys = Keys(page)
    keys.reach(behind)
    page.keyboard.press("/")
    keys.pick(search, label)


def test_every_step_of_building_is_undone_and_done_again(shop: Shop) -> None:
    with_flow(shop, CHAIN)
    page = opened(shop)
    card(page, "gift").focus()
    page.keyboard.press("Control+d")
    expect(card(page, "gift_2")).to_be_focused()
    assert ways(saved(shop, page))["gift"] == "gift_2"
    page.keyboard.press("Control+z")
    expect(card(page, "gift_2")).to_have_count(0)
    assert saved(shop, page) == CHAIN
    page.keyboard.press("Control+Shift+z")
    expect(card(page, "gift_2")).to_be_visible()


def test_a_reload_in_the_middle_of_work_loses_nothing(shop: Shop) -> None:
    with_flow(shop, CHAIN)
    page = opened(shop)
    # Nothing is saved before the page is gone, however long that takes.
    page.route("**/draft.json", lambda _: None)
    plus(page, "gift:next").click()
    Mouse(page).pick("积分", "发积分或成长值")
    page.locator("[data-option=amount] input").fill("50")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(card(page)).to_be_visible()
    page.unroute("**/draft.json")
    page.get_by_role("button", name="恢复").click()
    card(page, "grant_points").click()
    expect(page.locator("[data-option=amount] input")).to_have_value("50")
    steps = {each["key"]: each for each in saved(shop, page)["steps"]}
    assert steps["gift"]["next"] == "grant_points"
    assert steps["grant_points"]["options"] == {"amount": 50}


def test_one_step_is_deleted_or_everything_below(shop: Shop) -> None:
    with_flow(shop, CHAIN)
    page = opened(shop)
    card(page, "gift").focus()
    page.keyboard.press("Delete")
    page.get_by_role("button", name="只删这一步").click()
    flow = saved(shop, page)
    assert flow["start"] == "wait"
    card(page, "wait").focus()
    page.keyboard.press("Delete")
    page.get_by_role("button", name="连同下面共 3 步").click()
    assert "steps" not in saved(shop, page) or saved(shop, page)["steps"] == []
    page.locator(".toast").get_by_role("button", name="撤销").last.click()
    expect(card(page, "mail")).to_be_visible()


def test_a_step_is_dragged_to_another_line_and_moved_by_keys(shop: Shop) -> None:
    with_flow(shop, CHAIN)
    page = opened(shop)
    Mouse(page).drag(card(page, "gift"), page.locator('[data-slot="wait:timeout"]'))
    flow = saved(shop, page)
    assert flow["start"] == "wait"
    assert ways(flow)["wait"] == {"happened": "goal", "timeout": "gift"}
    assert ways(flow)["gift"] == "mail"
    card(page, "gift").focus()
    page.keyboard.press("Alt+ArrowDown")
    assert ways(saved(shop, page))["mail"] == "gift"


def test_steps_are_copied_into_another_automation(shop: Shop) -> None:
    other = {"key": "other", "label": {"zh": "另一个", "en": "Another"}}
    with_flow(shop, CHAIN, flows=[CHAIN, other])
    page = opened(shop)
    card(page, "gift").click()
    card(page, "wait").click(modifiers=["Control"])
    page.keyboard.press("Control+c")
    page.goto(f"{shop.house.at}/flows/other")
    plus(page, ":next").click()
    Mouse(page).pick("粘贴", "粘贴 2 步")
    flow = saved(shop, page, "other")
    assert flow["start"] == "gift"
    assert ways(flow) == {"gift": "wait", "wait": None}


def test_a_way_goes_back_and_is_drawn_so(shop: Shop) -> None:
    with_flow(shop, CHAIN)
    page = opened(shop)
    plus(page, "mail:next").click()
    Mouse(page).pick("发优惠券", "发优惠券")
    page.keyboard.press("Control+z")
    plus(page, "mail:next").click()
    page.get_by_role("option", name="等待行为").last.click()
    assert ways(saved(shop, page))["mail"] == "wait"
    expect(page.get_by_role("button", name="回到 等待行为")).to_be_visible()


def test_a_step_is_turned_off_and_a_note_stands_beside_it(shop: Shop) -> None:
    with_flow(shop, CHAIN)
    page = opened(shop)
    card(page, "mail").hover()
    menu = page.locator('[data-step="mail"] [aria-haspopup=menu]')
    menu.click()
    page.get_by_role("menuitem", name="停用这一步").click()
    expect(page.get_by_text("已停用")).to_be_visible()
    card(page, "mail").hover()
    menu.click()
    page.get_by_role("menuitem", name="在旁边写便签").click()
    page.get_by_role("textbox", name="便签").fill("先问市场部")
    flow = saved(shop, page)
    assert flow["steps"][3]["off"] is True
    assert flow["notes"] == [
        {"key": "note", "text": {"zh": "先问市场部", "en": ""}, "step": "mail"}
    ]
    Mouse(page).drag(page.locator("[data-note=note]"), card(page, "gift"))
    assert saved(shop, page)["notes"][0]["step"] == "gift"


def test_a_problem_leads_to_its_place(shop: Shop) -> None:
    broken = {**CHAIN, "steps": [{"key": "gift", "kind": "grant_coupon"}]}
    with_flow(shop, broken)
    page = opened(shop)
    page.get_by_test_id("problems").click()
    page.get_by_role("button", name="请填写“优惠券”。").click()
    expect(option(page, "coupon").locator("select")).to_be_focused()


def test_a_dry_run_lights_the_path_and_writes_nothing(shop: Shop) -> None:
    with_flow(shop, {**CHAIN, "trigger": {"kind": "manual"}})
    page = opened(shop)
    before = content(shop)
    page.get_by_role("button", name="试运行").click()
    page.get_by_role("button", name="最近五位会员").click()
    expect(page.get_by_role("toolbar", name="试运行的结果")).to_be_visible()
    tried = page.get_by_role("region", name="试运行")
    expect(tried.get_by_text("会发生什么")).to_be_visible()
    expect(page.locator('[data-step="gift"]')).to_have_attribute("data-lit", "passed")
    expect(page.locator('[data-step="mail"]')).to_have_attribute("data-lit", "passed")
    expect(page.locator('[data-step="goal"]')).to_have_attribute("data-lit", "off")
    tried.get_by_role("button", name="下一个").click()
    expect(tried.get_by_text("2 / ")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="不再显示路径").click()
    expect(page.locator('[data-step="goal"]')).to_have_attribute("data-lit", "")
    assert content(shop) == before


def test_a_canvas_is_read_and_edited_on_a_phone(shop: Shop) -> None:
    with_flow(shop, CHAIN)
    page = opened(shop, width=390)
    card(page, "gift").click()
    sheet = page.get_by_role("dialog")
    sheet.locator("[data-option=coupon] select").select_option(label="专属券")
    sheet.get_by_role("button", name="关闭").click()
    page.get_by_role("button", name="添加步骤").click()
    page.get_by_role("dialog").locator("[data-kind=grant_points]").click()
    expect(page.get_by_role("dialog").locator("[data-option=amount]")).to_be_visible()
    assert faults(page) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everybody_can_use_the_canvas(shop: Shop, language: str, theme: str) -> None:
    with_flow(shop, CHAIN)
    page = opened(shop, language=language, theme=theme)
    card(page, "wait").click()
    expect(option(page, "event")).to_be_visible()
    assert faults(page) == []
    plus(page, "gift:next").click()
    expect(page.get_by_role("listbox")).to_be_visible()
    assert faults(page) == []
