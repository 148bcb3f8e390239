"""A survey from its design to the member's new tier: built at a desk, filled in on a phone."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from app.builder import drafts
from app.builder.releases import Apply, publish
from tests.browser.conftest import Shop
from tests.browser.hands import Mouse
from tests.web.houses import CONTENT

pytestmark = pytest.mark.browser

DRINKS = [
    {"key": "tea", "label": {"zh": "茶", "en": "Tea"}},
    {"key": "coffee", "label": {"zh": "咖啡", "en": "Coffee"}},
]
FIELDS = [
    {
        "key": "drink",
        "kind": "choice",
        "label": {"zh": "最爱喝什么", "en": "Favourite drink"},
        "options": {"choices": DRINKS},
    },
    {"key": "cups", "kind": "integer", "label": {"zh": "一天几杯", "en": "Cups a day"}},
]
THIRSTY = {">=": [{"var": "cups"}, 3]}

ZH = {
    "begin": "完善资料",
    "shown": "何时显示",
    "if": "满足条件时",
    "condition": "添加条件",
    "drink": "最爱喝什么",
    "how": "怎样比较",
    "is": "等于",
    "value": "值",
    "tea": "茶",
    "coffee": "咖啡",
    "check": "检查并发布",
    "sure": "我已看过变化",
    "publish": "发布",
    "link": "链接",
    "phone": "手机号",
    "cups": "一天几杯",
    "send": "提交",
    "welcome": "欢迎加入",
    "tier": "铜卡会员",
}
EN = {
    "begin": "Complete your profile",
    "shown": "Shown when",
    "if": "If …",
    "condition": "Add a condition",
    "drink": "Favourite drink",
    "how": "How it is compared",
    "is": "is",
    "value": "value",
    "tea": "Tea",
    "coffee": "Coffee",
    "check": "Check and publish",
    "sure": "I have read the changes",
    "publish": "Publish",
    "link": "Address",
    "phone": "Phone",
    "cups": "Cups a day",
    "send": "Send",
    "welcome": "Welcome",
    "tier": "Bronze",
}


def programme_about_drinks(shop: Shop, key: str) -> int:
    """Begin a programme in which who drinks three cups is on bronze, and without a form."""
    ladder: Any = CONTENT["ladders"][0]  # type: ignore[index]  # JSON.
    lowest, bronze, _ = ladder["tiers"]
    content = {
        **CONTENT,
        "key": key,
        "objects": [{"key": "member", "label": {"zh": "会员", "en": "Member"}, "fields": FIELDS}],
        "ladders": [{**ladder, "tiers": [lowest, {**bronze, "condition": THIRSTY}]}],
    }
    house = shop.house
    with house.spaces.writing(house.mine.workspace_id) as space:
        program_id = drafts.create(space, content, now=house.now, by=None)
        publish(space, program_id, note="", now=house.now, by=None, apply=Apply.NOW)
    return program_id


def design(page: Page, at: str, words: dict[str, str]) -> None:
    """Put the survey together by mouse: the second question is for those who drink tea."""
    by = Mouse(page)
    page.goto(f"{at}/forms/design")
    by.press(page.get_by_role("button", name=words["begin"]))
    phone = page.locator("[data-item=phone]")
    by.drag(page.locator("[data-add=drink]"), phone, (0.5, 0.95))
    expect(page.locator("[data-item=drink]")).to_be_visible()
    by.drag(page.locator("[data-add=cups]"), page.locator("[data-item=drink]"), (0.5, 0.95))
    expect(page.locator("[data-item]").last).to_have_attribute("data-item", "cups")
    shown = page.get_by_role("group", name=words["shown"])
    by.press(shown.get_by_role("radio", name=words["if"]))
    by.press(page.get_by_role("button", name=words["condition"], exact=True))
    by.pick(words["drink"], words["drink"])
    by.choose(page.get_by_label(words["how"]), words["is"])
    by.choose(page.get_by_label(words["value"], exact=True), words["tea"])


def release(page: Page, words: dict[str, str]) -> None:
    by = Mouse(page)
    by.press(page.get_by_role("button", name=words["check"]))
    page.wait_for_url("**/releases/next")
    by.tick(page.get_by_label(words["sure"]))
    by.press(page.locator("main").get_by_role("button", name=words["publish"]))
    page.wait_for_url("**/releases")


def public_path(page: Page, at: str, words: dict[str, str]) -> str:
    """Give where the form is for everybody, as its page says."""
    page.goto(f"{at}/forms")
    page.locator("main").get_by_text(words["begin"]).first.click()
    return urlsplit(page.get_by_label(words["link"], exact=True).input_value()).path


def question(page: Page, key: str) -> Locator:
    return page.locator(f"[data-name={key}]")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_survey_is_designed_filled_in_on_a_phone_and_lifts_the_member(
    shop: Shop, language: str
) -> None:
    words = ZH if language == "zh" else EN
    at = f"/programs/{programme_about_drinks(shop, f'drinks_{language}')}"
    desk = shop.visit(language=language)
    design(desk, at, words)
    shop.picture(desk, f"survey-design-{language}")
    release(desk, words)
    path = public_path(desk, at, words)
    phone = shop.visit(language=language, width=390, role=None)
    phone.goto(path)
    phone.get_by_label(words["phone"]).fill("13912345678")
    expect(question(phone, "cups")).to_be_hidden()
    phone.get_by_text(words["coffee"], exact=True).tap()
    expect(question(phone, "cups")).to_be_hidden()
    phone.get_by_text(words["tea"], exact=True).tap()
    expect(question(phone, "cups")).to_be_visible()
    phone.get_by_label(words["cups"]).fill("4")
    shop.picture(phone, f"survey-phone-{language}")
    shop.house.wait(seconds=30)
    phone.get_by_role("button", name=words["send"]).last.tap()
    phone.wait_for_url("**/done/**")
    expect(phone.locator(".reached__tier")).to_have_text(words["tier"])
    expect(phone.get_by_text(words["welcome"])).to_be_visible()
    shop.picture(phone, f"survey-done-{language}")
    desk.goto(f"{at}/members")
    expect(desk.locator("tbody tr")).to_have_count(1)
    expect(desk.locator("tbody tr")).to_contain_text(words["tier"])
    desk.locator("tbody tr a").first.click()
    expect(desk.locator("main")).to_contain_text(words["tier"])
    shop.picture(desk, f"survey-member-{language}")
