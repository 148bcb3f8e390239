"""An automation begins with a template, and asks for values without a line of code."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Shop
from tests.browser.flows import card, opened, option, saved, with_flow
from tests.browser.hands import Mouse
from tests.browser.ladders import content, faults, keep

pytestmark = pytest.mark.browser
SPENT = {"sum_of": ["order.net", "365d"]}
NEAR = {"key": "near", "label": {"zh": "临近升级", "en": "Near the next tier"}}


@pytest.fixture(autouse=True)
def _as_it_was(shop: Shop) -> Iterator[None]:
    """Other tests share this programme: put its draft back."""
    before = content(shop)
    yield
    keep(shop, before)


def calls(shop: Shop, data: Any) -> Page:
    """Open the settings of a step that tells another system something."""
    step = {"key": "call", "kind": "webhook", "options": {"data": data}}
    with_flow(shop, {**NEAR, "trigger": {"kind": "manual"}, "start": "call", "steps": [step]})
    page = opened(shop)
    card(page, "call").click()
    expect(option(page, "data")).to_be_visible()
    return page


def told(shop: Shop, page: Page) -> Any:
    return saved(shop, page)["steps"][0]["options"]["data"]


def test_a_template_is_put_on_the_empty_canvas_switched_off(shop: Shop) -> None:
    with_flow(shop)
    page = opened(shop)
    offered = page.get_by_role("region", name="从模板开始")
    expect(offered.locator("[data-starter]")).to_have_count(8)
    assert faults(page) == []
    offered.get_by_role("button", name="生日祝福").click()
    expect(card(page, "bless")).to_be_visible()
    expect(offered).to_have_count(0)
    flow = saved(shop, page)
    assert flow["enabled"] is False
    assert flow["label"] == NEAR["label"]
    assert flow["trigger"]["kind"] == "date_field"
    page.keyboard.press("Control+z")
    expect(offered).to_be_visible()
    assert saved(shop, page) == NEAR


def test_a_template_says_what_the_programme_lacks(shop: Shop) -> None:
    with_flow(shop, coupons=[])
    page = opened(shop, width=390)
    offered = page.get_by_role("region", name="从模板开始")
    expect(offered.locator("[data-starter=sleeping]")).to_contain_text("还没有优惠券")
    expect(offered.locator("[data-starter=make_up]")).to_contain_text("补差晋升")
    assert faults(page) == []


def test_what_a_webhook_says_is_picked_reckoned_and_read_aloud(shop: Shop) -> None:
    page = calls(shop, {"spent": SPENT})
    row = option(page, "data").get_by_role("region", name="spent")
    expect(row).to_contain_text("最近 365 天消费")
    step(row, page, "除以")
    amount = row.get_by_role("textbox").last
    amount.fill("12")
    amount.blur()
    expect(row).to_contain_text("最近 365 天消费 ÷ 12")
    step(row, page, "四舍五入")
    assert told(shop, page) == {"spent": {"round": [{"/": [SPENT, 12]}]}}
    row.get_by_role("button", name="去掉“四舍五入”").click()
    row.get_by_role("button", name="去掉“除以”").click()
    assert told(shop, page) == {"spent": SPENT}
    assert faults(page) == []


def step(row: Locator, page: Page, name: str) -> None:
    row.get_by_role("button", name="再算一步").click()
    page.get_by_role("menuitem", name=name, exact=True).click()


def test_values_are_added_named_and_taken_away(shop: Shop) -> None:
    page = calls(shop, {"spent": SPENT})
    data = option(page, "data")
    data.get_by_role("button", name="加一项").click()
    row = data.get_by_role("region", name="value")
    row.get_by_role("button", name="固定数字").click()
    row.get_by_role("textbox").fill("7")
    data.get_by_label("名字").last.fill("spent")
    expect(data).to_contain_text("已有这个名字。")
    data.get_by_label("名字").last.fill("seven")
    expect(data.get_by_role("region", name="seven")).to_be_visible()
    assert told(shop, page) == {"spent": SPENT, "seven": 7}
    data.get_by_role("button", name="去掉", exact=True).first.click()
    assert told(shop, page) == {"seven": 7}


def test_logic_that_cannot_be_drawn_stays_and_is_shown_as_it_is(shop: Shop) -> None:
    odd = {"odd": [{"cat": ["a", {"var": "name"}]}], "spent": SPENT}
    page = calls(shop, odd)
    row = option(page, "data").get_by_role("region", name="odd")
    expect(row).to_contain_text("原样保留")
    shown = json.dumps(odd["odd"], indent=1)
    expect(row.get_by_role("textbox")).to_have_value(shown)
    option(page, "data").get_by_role("button", name="加一项").click()
    assert told(shop, page) == {**odd, "value": None}


def test_what_another_system_sends_is_picked_from_an_example(shop: Shop) -> None:
    with_flow(shop, {**NEAR, "trigger": {"kind": "webhook"}})
    page = opened(shop)
    card(page).click()
    member = option(page, "member")
    member.get_by_text("贴一份示例内容，就能从里面选").click()
    example = '{"status": "paid", "amount": 12.5, "customer": {"phone": "13800138000"}}'
    member.get_by_label("对方发来的 JSON").fill(example)
    member.get_by_role("button", name="这个字段的值取自").click()
    Mouse(page).pick("phone", "customer.phone")
    expect(member).to_contain_text("customer的phone")
    where = option(page, "where")
    where.get_by_role("radio", name="满足条件的").check()
    where.get_by_role("button", name="添加条件", exact=True).click()
    Mouse(page).pick("status", "status")
    where.get_by_role("textbox").last.fill("paid")
    where.get_by_role("textbox").last.blur()
    assert saved(shop, page)["trigger"]["options"] == {
        "member": {"var": "customer.phone"},
        "where": {"==": [{"var": "status"}, "paid"]},
    }
    assert faults(page) == []


def test_a_path_that_no_example_has_is_named_by_hand(shop: Shop) -> None:
    with_flow(shop, {**NEAR, "trigger": {"kind": "webhook"}})
    page = opened(shop)
    card(page).click()
    option(page, "member").get_by_role("button", name="这个字段的值取自").click()
    Mouse(page).pick("buyer.open_id", "buyer.open_id")
    assert saved(shop, page)["trigger"]["options"] == {"member": {"var": "buyer.open_id"}}


def test_days_of_a_calendar_say_when_they_are_next(shop: Shop) -> None:
    day = {"key": "open_day", "label": {"zh": "开放日", "en": "Open day"}, "yearly": "12-24"}
    ours = {"key": "ours", "label": {"zh": "店里的日子", "en": "Our days"}, "days": [day]}
    with_flow(shop, {**NEAR, "trigger": {"kind": "calendar"}}, calendars=[ours])
    page = opened(shop)
    card(page).click()
    days = option(page, "days")
    days.get_by_role("button", name="中秋节").click()
    expect(days.get_by_role("listitem").filter(has_text="中秋节")).to_contain_text("下次 20")
    days.get_by_label("日历", exact=True).select_option(label="店里的日子")
    days.get_by_role("button", name="开放日").click()
    expect(days.get_by_role("listitem").filter(has_text="开放日")).to_contain_text("-12-24")
    assert saved(shop, page)["trigger"]["options"] == {
        "days": ["festivals.mid_autumn", "ours.open_day"]
    }
    assert faults(page) == []
    days.get_by_role("button", name="去掉 中秋节").click()
    assert saved(shop, page)["trigger"]["options"] == {"days": ["ours.open_day"]}
