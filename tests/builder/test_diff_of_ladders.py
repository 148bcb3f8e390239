"""What changes in how tiers are gained, reviewed and lost is told in words."""

from copy import deepcopy
from typing import Any

import pytest

from app.builder.diff import Importance, changes
from app.program.codec import load
from tests.builder.changing import DOCUMENT, edited, the_changes

RULES, READ = Importance.RULES, Importance.WORDS
LADDER, ON = "等级体系“会员等级”", "on the ladder “Tiers”"
GOAL, ON_THE_WAY = "等级“金卡”的途中目标“过半”", "the goal “Half way” on the way to the tier “Gold”"


def spent(amount: int) -> dict[str, Any]:
    return {">=": [{"sum_of": ["order.net", "365d"]}, amount]}


SETTINGS: list[tuple[str, Any, Importance, str, str]] = [
    (
        "period",
        "12mo",
        RULES,
        f"{LADDER}的考核周期从“每年”改为“滚动 12 个月”",
        "the qualification period of the ladder “Tiers” from “yearly” to “rolling 12 months”",
    ),
    (
        "promoted",
        "review",
        RULES,
        f"{LADDER}的晋升时间从“每天核算时升”改为“考核时升”",
        f"when members rise {ON} from “at the daily evaluation” to “at a review”",
    ),
    (
        "review/due",
        "period",
        RULES,
        f"{LADDER}的考核时间从“下一个考核周期结束时”改为“考核周期结束时”",
        (
            f"when tiers are reviewed {ON} from “at the end of the next period” to “at the end of"
            " the period”"
        ),
    ),
    (
        "review/due",
        "12mo",
        RULES,
        f"{LADDER}的考核时间从“下一个考核周期结束时”改为“取得或保住 12 个月后”",
        (
            f"when tiers are reviewed {ON} from “at the end of the next period” to “12 months after"
            f" they were gained or kept”"
        ),
    ),
    (
        "review/demotion",
        "requalify",
        RULES,
        f"{LADDER}没通过考核的会员从“降一级”改为“降到仍够得上的最高一级”",
        (
            f"what members do who do not pass a review {ON} from “go one tier down” to “go to the"
            f" highest tier they qualify for”"
        ),
    ),
    (
        "review/floor",
        "gold",
        RULES,
        f"{LADDER}的最低保留等级从“银卡”改为“金卡”",
        f"the tier nobody falls below {ON} from “Silver” to “Gold”",
    ),
    (
        "review/grace_days",
        0,
        RULES,
        f"{LADDER}的宽限期从“30 天”改为“（没有）”",
        f"the grace {ON} from “30 days” to “(none)”",
    ),
    (
        "review/notice_days",
        30,
        READ,
        f"{LADDER}考核前的提醒从“提前 7 天”改为“提前 30 天”",
        f"the notice before reviews {ON} from “7 days before” to “30 days before”",
    ),
    (
        "trials/0/days",
        1,
        RULES,
        "体验晋升“体验周”的天数从“7 天”改为“1 天”",
        "how long the trial “Gold week” lasts from “7 days” to “1 day”",
    ),
    (
        "trials/0/tier",
        "silver",
        RULES,
        "体验晋升“体验周”的等级从“金卡”改为“银卡”",
        "the tier of the trial “Gold week” from “Gold” to “Silver”",
    ),
    (
        "trials/0/who",
        None,
        RULES,
        "体验晋升“体验周”的领取条件从“城市为上海”改为“全部会员”",
        "who may take the trial “Gold week” from “City is Shanghai” to “everybody”",
    ),
    (
        "make_up",
        {"currency": "growth", "rate": "2.5", "most_percent": 50},
        RULES,
        (
            f"{LADDER}的补差晋升从“每消费 1 元补 2 成长值，最多补差距的 30%”"
            f"改为“每消费 1 元补 2.5 成长值，最多补差距的 50%”"
        ),
        (
            f"making up what is missing {ON} from “2 growth value for each unit spent, at most 30%"
            f" of the distance” to “2.5 growth value for each unit spent, at most 50% of"
            " the distance”"
        ),
    ),
    (
        "tiers/2/retention",
        None,
        RULES,
        "等级“金卡”的保级条件从“最近 365 天消费满 ¥2,000”改为“与晋升条件相同”",
        (
            "what it takes to stay on the tier “Gold” from “Spend in the last 365 days is at least"
            " ¥2,000” to “the same as to rise”"
        ),
    ),
    (
        "tiers/1/levels",
        5,
        READ,
        "等级“银卡”的小级数从“3”改为“5”",
        "in how many small steps the tier “Silver” is shown from “3” to “5”",
    ),
    (
        "tiers/2/stages/0/condition",
        spent(900),
        RULES,
        f"{GOAL}的条件从“最近 365 天消费满 ¥1,500”改为“最近 365 天消费满 ¥900”",
        (
            f"what {ON_THE_WAY} asks for from “Spend in the last 365 days is at least ¥1,500” to"
            f" “Spend in the last 365 days is at least ¥900”"
        ),
    ),
    (
        "tiers/2/stages/0/points",
        2000,
        RULES,
        f"{GOAL}的奖励从“100”改为“2,000”",
        f"what {ON_THE_WAY} is worth from “100” to “2,000”",
    ),
    (
        "tiers/2/stages/0/currency",
        "points",
        RULES,
        f"{GOAL}奖励的种类从“成长值”改为“积分”",
        f"in what {ON_THE_WAY} is paid from “growth value” to “points”",
    ),
]


@pytest.mark.parametrize(
    ("place", "value", "importance", "zh", "en"), SETTINGS, ids=[each[0] for each in SETTINGS]
)
def test_a_setting_is_told_with_what_it_was_and_what_it_is(
    place: str, value: Any, importance: Importance, zh: str, en: str
) -> None:
    steps = [int(each) if each.isdigit() else each for each in place.split("/")]
    (found,) = the_changes(edited("ladders", 0, *steps, to=value))
    assert found.path == f"/ladders/0/{place}"
    assert (found.sentence.zh, found.sentence.en) == (zh, f"Changed {en}")
    assert found.importance is importance


def test_new_names_are_told_last() -> None:
    document = edited("ladders", 0, "trials", 0, "label", to={"zh": "尊享周", "en": "Golden week"})
    document["ladders"][0]["tiers"][2]["stages"][0]["label"] = {"zh": "一半", "en": "Half"}
    document["ladders"][0]["promoted"] = "event"
    assert [each.sentence.zh for each in the_changes(document)] == [
        f"{LADDER}的晋升时间从“每天核算时升”改为“一达到就升”",
        "途中目标的名称从“过半”改为“一半”",
        "体验晋升“体验周”改名为“尊享周”",
    ]


def test_the_same_rate_written_otherwise_is_told_as_such() -> None:
    make_up = {"currency": "growth", "rate": "2.0", "most_percent": 30}
    (found,) = the_changes(edited("ladders", 0, "make_up", to=make_up))
    assert found.sentence.zh.startswith(f"{LADDER}的补差晋升换了写法，读起来仍是“")


def test_trials_goals_and_making_up_come_and_go_with_their_terms() -> None:
    document = deepcopy(DOCUMENT)
    ladder = document["ladders"][0]
    del ladder["make_up"], ladder["trials"][0], ladder["tiers"][2]["stages"][0]
    gone = {each.path: each.sentence.zh for each in the_changes(document)}
    assert gone == {
        "/ladders/0/make_up": f"移除{LADDER}的补差晋升",
        "/ladders/0/trials/0": "移除体验晋升“体验周”",
        "/ladders/0/tiers/2/stages/0": f"移除{GOAL}",
    }
    come = {each.path: each.sentence for each in the_changes(DOCUMENT, document)}
    worth = "最近 365 天消费满 ¥1,500（奖励 100 成长值）"
    assert {path: each.zh for path, each in come.items()} == {
        "/ladders/0/make_up": f"新增{LADDER}的补差晋升：每消费 1 元补 2 成长值，最多补差距的 30%",
        "/ladders/0/trials/0": "新增体验晋升“体验周”：金卡 7 天，城市为上海",
        "/ladders/0/tiers/2/stages/0": f"新增{GOAL}：{worth}",
    }
    assert come["/ladders/0/trials/0"].en == (
        "Added the trial “Gold week”: Gold for 7 days, City is Shanghai"
    )


def test_a_new_ladder_tells_how_it_is_reviewed_tried_and_made_up() -> None:
    (ladder,) = (each for each in changes(None, load(DOCUMENT)) if each.path == "/ladders/0")
    tiers, _, terms = ladder.sentence.zh.partition("）；")
    assert tiers.endswith(
        "保级：最近 365 天消费满 ¥2,000，途中目标“过半”：最近 365 天消费满 ¥1,500（奖励"
        " 100 成长值），途中目标“快了”：最近 365 天消费满 ¥2,500"
    )
    assert terms.split("；") == [
        "晋升：每天核算时升",
        "考核：下一个考核周期结束时，没通过的降一级",
        "补差晋升：每消费 1 元补 2 成长值，最多补差距的 30%",
        "体验“体验周”：金卡 7 天，城市为上海",
        "体验“体验月”：银卡 7 天，全部会员",
    ]
