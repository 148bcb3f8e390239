"""The page of a ladder shows how tiers are kept and lost, and what members will read of it."""

import re
from copy import deepcopy
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.web.houses import House, Visitor
from tests.web.test_designing import draft, save

SPENT = {"sum_of": ["order.net", "period"]}


class _Text(HTMLParser):
    """The words of a page as a reader meets them, one piece after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.pieces.append(" ".join(data.split()))


def words(markup: str) -> list[str]:
    found = _Text()
    found.feed(markup)
    return found.pieces


def with_reviews(house: House) -> Any:
    """The ladder of the house with every setting, in a draft."""
    ladders = deepcopy(draft(house)["ladders"])
    ladder = ladders[0]
    *_, below, highest = ladder["tiers"]
    ladder |= {
        "period": "year",
        "review": {
            "due": "next_period",
            "demotion": "one_down",
            "floor": below["key"],
            "grace_days": 30,
            "notice_days": 14,
        },
        "trials": [{"key": "week", "label": "体验周", "tier": highest["key"], "days": 7}],
        "make_up": {"currency": "growth", "rate": 2, "most_percent": 30},
    }
    below["levels"] = 5
    half = {"key": "half", "label": "过半", "condition": {">=": [SPENT, 10]}, "points": 200}
    highest |= {"retention": {">=": [SPENT, 20]}, "stages": [half]}
    return ladders


@pytest.fixture
def visitor(house: House) -> Visitor:
    signed_in = house.signed_in()
    assert save(signed_in, with_reviews(house)).status_code == 200
    return signed_in


def the_page(visitor: Visitor) -> str:
    return visitor.read(f"{visitor.house.at}/ladder")


def rung(page: str, place: int) -> list[str]:
    """The words about the tier at a place, the highest first."""
    return words(re.findall(r'<li class="rail__tier.*?</li>', page, re.DOTALL)[place])


def read_by_members(page: str) -> list[str]:
    (found,) = re.findall(r'<section class="card read".*?</section>', page, re.DOTALL)
    return words(found)


def test_the_ladder_says_when_tiers_are_reviewed_and_what_follows(visitor: Visitor) -> None:
    below = draft(visitor.house)["ladders"][0]["tiers"][-2]["label"]["zh"]
    head = words(the_page(visitor).partition('<ol class="rail">')[0])
    terms = head[head.index("升级") :]
    assert terms == [
        *("升级", "一达到就升"),
        *("考核", "下一个考核周期结束时"),
        *("没通过", f"降一级，最低{below}"),
        *("宽限", "30 天"),
        *("提醒", "提前 14 天"),
        "补差",
        "成长值还差一点时，可以用消费补足：每消费 ¥1 可补 2 成长值，最多补两级差距的 30%。",
    ]


def test_a_tier_says_how_it_is_kept_lost_and_tried(visitor: Visitor) -> None:
    below = draft(visitor.house)["ladders"][0]["tiers"][-2]["label"]["zh"]
    highest = rung(the_page(visitor), 0)
    assert highest[highest.index("保级") :][:8] == [
        *("保级", "本考核期消费满 ¥20"),
        *("没通过", f"降为{below}"),
        *("途中目标", "过半：本考核期消费满 ¥10，奖励 200 积分。"),
        *("体验", "体验周：7 天"),
    ]


def test_the_tier_that_is_the_floor_is_never_lost(visitor: Visitor) -> None:
    highest = draft(visitor.house)["ladders"][0]["tiers"][-1]["label"]["zh"]
    floor = rung(the_page(visitor), 1)
    assert floor[floor.index("保级") :][:4] == [
        *("保级", "长期有效，不会降级"),
        *("小级", f"到{highest}分 5 小级"),
    ]


def test_what_members_will_read_stands_below(visitor: Visitor) -> None:
    read = read_by_members(the_page(visitor))
    assert read[0] == "会员看到的规则"
    assert "一个考核期是一个自然年，每年 1 月 1 日重新累计。" in read
    assert "有效期到次年年底（12 月 31 日），届时考核；通过后再续一年。" in read
    assert "加入即可获得。" in read


def test_the_same_in_english(visitor: Visitor) -> None:
    page = visitor.get(f"{visitor.house.at}/ladder", headers={"Accept-Language": "en"}).text
    highest = rung(page, 0)
    assert highest[highest.index("To stay") + 1] == (
        "Spend in this qualification period is at least ¥20"
    )
    assert "A qualification period is a calendar year; counting starts anew on 1 January." in (
        read_by_members(page)
    )


def test_a_plain_ladder_stays_plain(house: House) -> None:
    page = the_page(house.signed_in())
    assert '<dl class="terms">' not in page
    assert "加入即可获得。" in read_by_members(page)


def test_a_ladder_that_is_not_right_yet_is_shown_all_the_same(house: House) -> None:
    visitor = house.signed_in()
    unfinished: list[Any] = [[{"key": "main"}], with_reviews(house)[:1]]
    for ladders in unfinished:
        ladders[0].get("tiers", [{}])[0]["condition"] = {"nonsense": [1]}
        assert save(visitor, ladders).status_code == 200
        assert "会员看到的规则" in the_page(visitor)
