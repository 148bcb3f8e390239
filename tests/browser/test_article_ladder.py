"""The five tiers of an article, from an empty programme to members on them, by mouse or by keys."""

import re
from collections.abc import Sequence
from copy import copy
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from app.builder import drafts
from app.clock import to_instant
from app.runtime import evaluation
from tests.browser.conftest import Shop
from tests.browser.hands import Hands, Keys, Mouse
from tests.runtime.clubs import Club
from tests.web.houses import enrol

pytestmark = pytest.mark.browser

SPEND = {"sum_of": ["order.net", "lifetime"]}
BROUGHT = {"count_of": ["activity", "lifetime", {"==": [{"var": "kind"}, "referral"]}]}
BEST = {"rank_of": [{"sum_of": ["order.net", "this_year"]}]}
AMOUNTS = (100, 500, 1000, 5000)
MORE = (
    {">=": [{"streak_of": ["activity"]}, 7]},
    {">=": [{"count_of": ["activity", "lifetime"]}, 30]},
    {">=": [BROUGHT, 3]},
    {"<": [BEST, 10]},
)
"""What article 000 asks for beside what is spent: 活跃 7 天, 互动 30 次, 拉新 3 人, 前 10%."""

NAMES = {
    "zh": ("初级", "中级", "高级", "VIP", "SVIP"),
    "en": ("Beginner", "Middle", "High", "VIP", "SVIP"),
}
ZH = {
    "blank": "从空白开始",
    "called": "名称（中文）",
    "make": "新建方案",
    "lowest": "普通会员",
    "name": "叫什么？ · 中文",
    "new": "新等级",
    "add": "添加等级",
    "spend": "累计消费",
    "value": "值",
    "condition": "添加条件",
    "streak": "行为 · 连续",
    "count": "行为 · 次数",
    "kind": "类型",
    "filter": "筛选",
    "rank": "排名",
    "total": "订单 · 净消费 · 合计",
    "time": "时间范围",
    "lifetime": "累计",
    "this year": "本年",
    "how": "怎样比较",
    "is": "等于",
    "top": "排在前",
    "saved": "已保存",
    "problems": "没有问题",
    "check": "检查并发布",
    "sure": "我已看过变化",
    "publish": "发布",
    "overview": "概览",
    "members": "会员",
}
EN = {
    "blank": "Start from nothing",
    "called": "Name in English",
    "make": "Make it",
    "lowest": "Member",
    "name": "What is it called? · English",
    "new": "New tier",
    "add": "Add a tier",
    "spend": "Spend in total",
    "value": "value",
    "condition": "Add a condition",
    "streak": "Activity · streak",
    "count": "Activity · count",
    "kind": "Kind",
    "filter": "filter",
    "rank": "rank",
    "total": "Order · Net spend · total",
    "time": "Time",
    "lifetime": "in total",
    "this year": "this year",
    "how": "How it is compared",
    "is": "is",
    "top": "is in the top",
    "saved": "Saved",
    "problems": "No problems",
    "check": "Check and publish",
    "sure": "I have read the changes",
    "publish": "Publish",
    "overview": "Overview",
    "members": "Members",
}


class Builder:
    """Somebody who builds the ladder, with a kind of hands and in a language."""

    def __init__(self, by: Hands, words: dict[str, str], names: Sequence[str]) -> None:
        self.by = by
        self.page = by.page
        self.words = words
        self.names = names

    def button(self, word: str, within: Page | Locator | None = None) -> Locator:
        return (within or self.page).get_by_role("button", name=self.words[word], exact=True)

    @property
    def pane(self) -> Locator:
        return self.page.locator("section", has=self.page.get_by_label(self.words["name"]))

    def value(self, n: int, number: object) -> None:
        field = self.pane.get_by_label(self.words["value"], exact=True).nth(n)
        self.by.enter(field, str(number))

    def begin(self) -> None:
        """Begin with nothing, from the gallery."""
        self.by.press(self.page.get_by_role("link", name=self.words["blank"]))
        self.by.enter(self.page.get_by_label(self.words["called"]), "Article 000")
        self.by.press(self.button("make"))
        self.page.wait_for_url("**/ladder")
        expect(self.page.locator("#island h1")).to_be_visible()

    def build(self) -> None:
        names = self.names
        self.by.press(self.button("lowest"))
        self.by.enter(self.pane.get_by_label(self.words["name"]), names[0])
        for n, amount in enumerate(AMOUNTS):
            self.add_tier(names[n + 1])
            if n == 0:
                self.by.press(self.button("spend", self.pane))
            self.value(0, amount)
            (self.days, self.often, self.brought, self.ranked)[n]()

    def add_tier(self, name: str) -> None:
        before = self.page.locator("[data-rung]").count()
        if isinstance(self.by, Mouse):
            top = self.page.locator("[data-rung]").first
            self.by.drag(self.button("new"), top, (0.5, 0.1))
        else:
            self.by.press(self.button("add"))
        expect(self.page.locator("[data-rung]")).to_have_count(before + 1)
        field = self.pane.get_by_label(self.words["name"])
        expect(field).to_be_focused()
        self.by.enter(field, name)
        expect(self.page.locator("[data-rung]").first).to_have_text(name)

    def add_rule(self, label: str, within: Locator | None = None) -> None:
        self.by.press(self.button("condition", within or self.pane).last)
        self.by.pick(label.replace(" · ", " "), label)

    def days(self) -> None:
        self.add_rule(self.words["streak"])
        self.value(1, 7)

    def often(self) -> None:
        self.add_rule(self.words["count"])
        self.within("lifetime")
        self.value(1, 30)

    def brought(self) -> None:
        self.add_rule(self.words["count"])
        self.within("lifetime")
        self.value(1, 3)
        self.by.press(self.button("filter", self.pane).last)
        rows = self.pane.locator("section section").last
        self.by.press(self.button("condition", rows))
        self.by.pick(self.words["kind"], self.words["kind"])
        self.by.choose(rows.get_by_label(self.words["how"]), self.words["is"])
        self.value(2, "referral")

    def ranked(self) -> None:
        self.add_rule(self.words["rank"])
        ranked = re.compile(f"^{self.words['value']}: ")
        self.by.press(self.pane.get_by_role("button", name=ranked))
        total = self.words["total"]
        self.by.pick(total.replace(" · ", " "), total)
        self.within("this year")
        self.by.choose(self.pane.get_by_label(self.words["how"]).last, self.words["top"])
        self.value(1, 10)

    def within(self, window: str) -> None:
        """Change the window of the last metric."""
        time = re.compile(f"^{self.words['time']}: ")
        self.by.press(self.pane.get_by_role("button", name=time).last)
        self.by.press(self.button(window, self.page.get_by_role("dialog").last))

    def publish(self) -> None:
        self.by.press(self.button("check"))
        self.page.wait_for_url("**/releases/next")
        self.by.tick(self.page.get_by_label(self.words["sure"]))
        self.by.press(self.page.locator("main").get_by_role("button", name=self.words["publish"]))
        self.page.wait_for_url(re.compile(r"/releases(/\d+)?$"))


def tiers_of(shop: Shop, program_id: int) -> Any:
    with shop.house.spaces.reading(shop.house.mine.workspace_id) as space:
        return drafts.get(space, program_id).content["ladders"][0]["tiers"]


def is_the_ladder_of_the_article(tiers: Any) -> None:
    assert "condition" not in tiers[0]
    for tier, amount, more in zip(tiers[1:], AMOUNTS, MORE, strict=True):
        assert said_in_full(tier["condition"]) == {"and": [{">=": [SPEND, amount]}, more]}


def said_in_full(logic: Any) -> Any:
    """Leave out what is usual, which an editor may write or not."""
    match logic:
        case {"streak_of": [source, "current", "day"]}:
            return {"streak_of": [source]}
        case {"rank_of": [metric, "percent"]}:
            return {"rank_of": [metric]}
        case dict():
            return {key: said_in_full(each) for key, each in logic.items()}
        case list():
            return [said_in_full(each) for each in logic]
    return logic


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("hands", [Mouse, Keys])
def test_the_ladder_of_the_article_is_built_published_and_climbed(
    shop: Shop, language: str, hands: type[Mouse | Keys]
) -> None:
    words, names = ZH if language == "zh" else EN, NAMES[language]
    page = shop.visit(language=language)
    page.goto("/gallery")
    builder = Builder(hands(page), words, names)
    builder.begin()
    program_id = int(re.findall(r"/programs/(\d+)/", page.url)[0])
    builder.build()
    expect(page.locator("[data-rung]")).to_have_text(list(reversed(names)))
    shop.picture(page, f"article-{hands.__name__}-{language}")
    builder.publish()
    tiers = tiers_of(shop, program_id)
    assert [each["label"][language] for each in tiers] == list(names)
    is_the_ladder_of_the_article(tiers)
    a_year_at_work(shop, program_id)
    builder.by.press(page.get_by_role("link", name=words["overview"], exact=True))
    expect(page.locator(".step__name")).to_have_text(list(names))
    expect(page.locator(".step__count")).to_have_text(["12", "1", "1", "1", "1"])
    builder.by.press(page.get_by_role("link", name=words["members"], exact=True))
    row = page.locator("tbody tr", has_text="Vera")
    expect(row).to_contain_text("SVIP")
    shop.picture(page, f"article-members-{hands.__name__}-{language}")


def a_year_at_work(shop: Shop, program_id: int) -> None:
    """Let people join, buy, come back and bring others, as the till reports it."""
    club = copy(shop.house.mine)
    club.program_id = program_id
    evaluation.prepare(club.spaces, club.workspace_id, program_id, now=to_instant(club.now))
    for n in range(12):
        enrol(club, f"b{n}", name=f"Ben {n}")
    for name, amount in zip(("mia", "hugo", "vito", "vera"), AMOUNTS, strict=True):
        enrol(club, name, name=name.title())
        club.buy(name, amount)
    acts(club, "mia", "visit", days=7)
    acts(club, "hugo", "comment", each_day=30)
    acts(club, "vito", "referral", each_day=3)
    club.evaluate()


def acts(club: Club, name: str, kind: str, *, days: int = 1, each_day: int = 1) -> None:
    for n in range(days * each_day):
        at = club.now - timedelta(days=n // each_day)
        club.act(name, kind, at=at, external_id=f"{name}-{n}")
