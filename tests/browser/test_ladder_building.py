"""A ladder is built from nothing in a real browser, by mouse alone and by keys alone."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Shop
from tests.browser.ladders import content, faults, keep, opened, pane, rung, rungs, saved

pytestmark = pytest.mark.browser
SPEND = {"sum_of": ["order.net", "lifetime"]}
ARTICLE = [
    {">=": [{"streak_of": ["activity", "current", "day"]}, 7]},
    {">=": [{"count_of": ["activity", "365d"]}, 30]},
    {">=": [{"days_of": ["activity", "365d"]}, 3]},
    {"<": [{"rank_of": [SPEND, "percent"]}, 10]},
]
"""What article 000 asks besides 100, 500, 1,000 and 5,000; 拉新 are days with an activity here."""
NAMES = ("初级", "中级", "高级", "VIP", "SVIP")
AMOUNTS = (100, 500, 1000, 5000)


@pytest.fixture
def empty(shop: Shop) -> Iterator[Shop]:
    """A programme without a ladder; other tests share it, so its draft is put back."""
    before = content(shop)
    keep(shop, {key: each for key, each in before.items() if key != "ladders"})
    yield shop
    keep(shop, before)


def is_the_ladder_of_the_article(tiers: Any) -> None:
    assert [each["label"]["zh"] for each in tiers] == list(NAMES)
    assert "condition" not in tiers[0]
    for tier, amount, more in zip(tiers[1:], AMOUNTS, ARTICLE, strict=True):
        assert tier["condition"] == {"and": [{">=": [SPEND, amount]}, more]}, tier


def pick(page: Page, found: str) -> None:
    """Look for an operand in the list that is open, and click it."""
    search = page.locator("[role=dialog] input").last
    search.fill(found)
    page.locator("[role=dialog] [role=option]").get_by_text(found, exact=True).first.click()


class Mouse:
    """Presses and picks by clicks; only names and numbers are typed."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, button: Locator) -> None:
        button.click()

    def enter(self, field: Locator, text: str) -> None:
        field.click()
        field.fill(text)

    def pick(self, found: str) -> None:
        pick(self.page, found)

    def choose(self, field: Locator, label: str) -> None:
        field.select_option(label=label)


class Keys(Mouse):
    """Goes from thing to thing with Tab, as somebody without a mouse does."""

    def reach(self, wanted: Locator) -> None:
        expect(wanted.first).to_be_visible()
        for _ in range(250):
            if wanted.first.evaluate("each => each === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {wanted}.")

    def press(self, button: Locator) -> None:
        self.reach(button)
        self.page.keyboard.press("Enter")

    def enter(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def pick(self, found: str) -> None:
        self.page.keyboard.type(found)
        chosen = self.page.locator("[role=dialog] [role=option][aria-selected=true]")
        expect(chosen).to_be_visible()
        for _ in range(9):
            if chosen.inner_text().startswith(f"{found}\n") or chosen.inner_text() == found:
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")


def build(page: Page, by: Mouse) -> None:
    """Build the five-tier ladder of article 000 from nothing."""
    by.press(page.get_by_role("button", name="空白"))
    by.press(rung(page, "普通会员"))
    by.enter(pane(page).get_by_label("叫什么？ · 中文"), NAMES[0])
    searched = ("行为 · 连续", "行为 · 次数", "行为 · 天数", "排名")
    for n, (name, amount, found) in enumerate(zip(NAMES[1:], AMOUNTS, searched, strict=True)):
        by.press(page.get_by_role("button", name="添加等级", exact=True))
        here = pane(page)
        by.enter(here.get_by_label("叫什么？ · 中文"), name)
        if n == 0:
            by.press(here.get_by_role("button", name="累计消费", exact=True))
        by.enter(here.get_by_label("值", exact=True).first, str(amount))
        by.press(here.get_by_role("button", name="添加条件", exact=True))
        by.pick(found)
        finish(page, by, found)


def finish(page: Page, by: Mouse, found: str) -> None:
    here = pane(page)
    if found == "排名":
        rank(page, by)
        return
    value = {"行为 · 连续": "7", "行为 · 次数": "30", "行为 · 天数": "3"}[found]
    by.enter(here.get_by_label("值", exact=True).nth(1), value)


def rank(page: Page, by: Mouse) -> None:
    here = pane(page)
    by.press(here.get_by_role("button", name=re.compile("^值: ")).last)
    by.pick("订单 · 净消费 · 合计")
    by.press(here.get_by_role("button", name="时间范围").last)
    by.press(page.get_by_role("dialog").get_by_role("button", name="累计", exact=True))
    by.choose(here.get_by_label("怎样比较").last, "排在前")
    by.enter(here.get_by_label("值", exact=True).last, "10")


def test_the_ladder_of_the_article_is_built_by_mouse(empty: Shop) -> None:
    page = opened(empty)
    build(page, Mouse(page))
    assert rungs(page) == list(reversed(NAMES))
    is_the_ladder_of_the_article(saved(page, empty))
    expect(page.get_by_text("没有问题").or_(page.get_by_text("条提醒")).first).to_be_visible()
    empty.picture(page, "ladder-of-the-article")


def test_the_ladder_of_the_article_is_built_by_keys_alone(empty: Shop) -> None:
    page = opened(empty)
    build(page, Keys(page))
    is_the_ladder_of_the_article(saved(page, empty))


def test_an_empty_programme_says_how_to_begin(empty: Shop) -> None:
    page = opened(empty)
    expect(page.get_by_role("button", name="从消费三级开始")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="成长值五级").click()
    expect(page.locator("[data-rung]")).to_have_count(5)
    assert saved(page, empty)[4]["key"] == "level_5"
