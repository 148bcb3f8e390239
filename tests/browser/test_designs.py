"""A coupon from nothing to the member who holds it: designed, given, published, seen."""

import pytest
from playwright.sync_api import Page, expect

from app.builder import drafts
from app.builder.releases import Apply, publish
from tests.browser.conftest import Shop
from tests.browser.flows import EMPTY, card, option, plus
from tests.browser.hands import Mouse
from tests.browser.test_every_page import barriers, targets_too_small, too_wide
from tests.browser.test_flow_journey import Till, work
from tests.browser.test_survey import ZH, release
from tests.web.houses import CONTENT

pytestmark = pytest.mark.browser


def programme(shop: Shop, key: str) -> int:
    """Begin a programme without coupons, and with an automation that does nothing yet."""
    house, content = shop.house, {**CONTENT, "key": key}
    with house.spaces.writing(house.mine.workspace_id) as space:
        program_id = drafts.create(space, content, now=house.now, by=None)
        publish(space, program_id, note="", now=house.now, by=None, apply=Apply.NOW)
        seen = drafts.get(space, program_id).version
        drafts.keep(
            space, program_id, {**content, "flows": [EMPTY]}, seen=seen, now=house.now, by=None
        )
    return program_id


def design(page: Page, at: str) -> None:
    """Make a coupon out of nothing; what members will read is told while one types."""
    mouse = Mouse(page)
    page.goto(f"{at}/benefits")
    mouse.press(page.get_by_role("link", name="券与权益设计"))
    mouse.press(page.get_by_role("link", name="满减券"))
    mouse.enter(page.get_by_label("名称（中文）").first, "二十元券")
    mouse.enter(page.get_by_label("名称（英文）").first, "Twenty off")
    mouse.enter(page.get_by_label("减多少元"), "20")
    mouse.enter(page.get_by_label("满多少元可用"), "200")
    expect(page.locator("[data-told=worth]").first).to_have_text("满 ¥200.00 减 ¥20.00")
    mouse.press(page.get_by_text("到当天、当周、当月……结束"))
    mouse.choose(page.get_by_label("到什么时候结束"), "领取当月")
    expect(page.locator("[data-told=terms]").first).to_have_text("当月有效")
    mouse.press(page.get_by_role("button", name="存到草稿"))
    expect(page.get_by_text("已存到草稿")).to_be_visible()


def give_in_a_pack(page: Page) -> None:
    mouse = Mouse(page)
    mouse.press(page.get_by_role("link", name="礼包与周期券 铜卡会员"))
    mouse.choose(page.get_by_label("哪种券").first, "二十元券")
    mouse.press(page.get_by_role("button", name="看看怎么读"))
    expect(page.locator("main")).to_contain_text("首次升为铜卡会员，送 二十元券。")
    mouse.press(page.get_by_role("button", name="存到草稿"))
    expect(page.get_by_role("row", name="二十元券")).to_contain_text("1 处")


def give_in_an_automation(page: Page, at: str) -> None:
    mouse = Mouse(page)
    page.goto(f"{at}/flows/near")
    card(page).click()
    page.locator("[data-trigger=tier_changed]").click()
    plus(page, ":next").click()
    mouse.pick("优惠券", "发优惠券")
    mouse.choose(option(page, "coupon").locator("select"), "二十元券")


def test_a_coupon_made_by_mouse_reaches_the_member_by_a_pack_and_an_automation(
    shop: Shop,
) -> None:
    program_id = programme(shop, "coupons")
    at = f"/programs/{program_id}"
    page = shop.visit()
    till = Till(shop, page, program_id)
    till.sells("wang", 10)
    design(page, at)
    give_in_a_pack(page)
    give_in_an_automation(page, at)
    release(page, ZH)
    till.sells("wang", 320)
    work(shop, program_id)
    page.goto(f"{at}/members")
    page.locator("tbody a").first.click()
    expect(page.locator("main")).to_contain_text("二十元券")
    page.get_by_role("link", name="全部优惠券").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("tbody")).to_contain_text("铜卡会员礼包")
    shop.picture(page, "designs-member")
    page.goto(f"{at}/designs/coupons/twenty_off/remove")
    expect(page.locator("main")).to_contain_text("现在不能删除：草稿里有 2 处在用")


def sound(page: Page) -> None:
    """Expect a page that fits, can be used with a thumb, and keeps nobody out."""
    assert [*too_wide(page), *targets_too_small(page), *barriers(page)] == []


def test_two_people_on_phones_see_both_sides_and_what_is_wrong(shop: Shop) -> None:
    at = f"/programs/{programme(shop, 'both')}/designs"
    first = shop.visit(width=390)
    first.goto(f"{at}/coupons/new?kind=gift")
    first.get_by_role("button", name="存到草稿").tap()
    expect(first.get_by_text("起个名字")).to_be_visible()
    sound(first)
    first.get_by_label("名称（英文）").first.fill("Tea")
    first.get_by_label("兑换什么").fill("茶")
    first.get_by_role("button", name="存到草稿").tap()
    expect(first.get_by_text("已存到草稿")).to_be_visible()
    sound(first)
    second = shop.visit(width=390, theme="dark")
    for page in (first, second):
        page.goto(f"{at}/coupons/tea")
    second.get_by_label("兑换什么").fill("咖啡")
    second.get_by_role("button", name="存到草稿").tap()
    expect(second.get_by_text("已存到草稿")).to_be_visible()
    first.get_by_label("兑换什么").fill("一壶茶")
    first.get_by_role("button", name="存到草稿").tap()
    both = first.get_by_role("row", name="兑换什么")
    expect(both).to_contain_text("咖啡")
    expect(both).to_contain_text("一壶茶")
    sound(first)
    shop.picture(first, "designs-both")
    first.get_by_role("button", name="用我的，存到草稿").tap()
    expect(first.get_by_role("row", name="Tea")).to_contain_text("一壶茶")
    first.get_by_role("button", name="撤销").tap()
    expect(first.get_by_role("row", name="Tea")).to_contain_text("咖啡")
