"""The rules that members read say what the ladder does, in words of a shop."""

from typing import Any

from app.program.checked import check_program
from app.program.codec import load
from app.program.promises import rules_of
from app.program.rules_page import RulesPage, Section
from app.words import Language
from tests.builder.programmes import at_least, document

SPENT: dict[str, Any] = {"sum_of": ["order.net", "period"]}
ORDERS: dict[str, Any] = {"count_of": ["order", "lifetime"]}
NAMES = {
    "regular": {"zh": "普通会员", "en": "Regular"},
    "silver": {"zh": "银卡", "en": "Silver"},
    "gold": {"zh": "金卡", "en": "Gold"},
    "diamond": {"zh": "钻石卡", "en": "Diamond"},
}
THRESHOLDS = {"silver": 1000, "gold": 3000, "diamond": 10000}


def page(*, gold: Any = (), regular: Any = (), fields: Any = (), **ladder: Any) -> RulesPage:
    """The rules of four tiers by spend in the qualification period."""
    own = {"gold": dict(gold), "regular": dict(regular)}
    tiers = [
        {"key": key, "label": label}
        | ({"condition": at_least(THRESHOLDS[key], SPENT)} if key in THRESHOLDS else {})
        | own.get(key, {})
        for key, label in NAMES.items()
    ]
    program = load(document(*tiers, ladder={"period": "year", **ladder}, fields=fields))
    (found,) = check_program(program).ladders.values()
    assert not any(each.errors for each in found.everything)
    return rules_of(program, found)


def read(sections: tuple[Section, ...], language: Language) -> dict[str, list[str]]:
    return {
        each.title.to(language): [line.to(language) for line in each.lines] for each in sections
    }


def of_tier(found: RulesPage, key: str, language: Language = "zh") -> dict[str, list[str]]:
    (tier,) = [each for each in found.tiers if each.tier.key == key]
    return read(tier.sections, language)


def in_general(found: RulesPage, language: Language = "zh") -> dict[str, list[str]]:
    return read(found.sections, language)


EVERYTHING: dict[str, Any] = {
    "fields": [{"key": "phone", "kind": "phone", "label": {"zh": "手机", "en": "Mobile"}}],
    "members": {"is_set": [{"var": "phone"}]},
    "review": {
        "due": "next_period",
        "demotion": "one_down",
        "floor": "silver",
        "grace_days": 30,
        "notice_days": 14,
    },
    "trials": [
        {
            "key": "week",
            "label": {"zh": "金卡体验周", "en": "Gold week"},
            "tier": "gold",
            "days": 7,
            "who": at_least(1, ORDERS),
        }
    ],
    "make_up": {"currency": "growth", "rate": "0.50", "most_percent": 30},
    "regular": {"levels": 5},
    "gold": {
        "retention": at_least(2000, SPENT),
        "stages": [
            {
                "key": "five",
                "label": {"zh": "五单达人", "en": "Five orders"},
                "condition": at_least(5, ORDERS),
                "points": 1000,
            },
            {
                "key": "ten",
                "label": {"zh": "十单达人", "en": "Ten orders"},
                "condition": at_least(10, ORDERS),
            },
        ],
    },
}


def test_the_page_begins_with_what_holds_for_everybody() -> None:
    found = page(**EVERYTHING)
    assert in_general(found) == {
        "适用会员": ["符合以下条件的会员：手机已填写。"],
        "会员等级": ["由低到高：普通会员、银卡、金卡、钻石卡。"],
        "怎么升级": [
            "达到要求立即升级，可以直接升到够得上的最高等级，不必逐级。",
            "升级后如有退款，会按退款后的数据重新核对等级。",
        ],
        "考核周期": ["一个考核期是一个自然年，每年 1 月 1 日重新累计。"],
        "补差晋升": [
            "成长值还差一点时，可以用消费补足：每消费 ¥1 可补 0.5 成长值，最多补两级差距的 30%。",
            "退款时相应扣回。",
        ],
    }
    assert in_general(found, "en") == {
        "Who it is for": ["Members for whom mobile is set."],
        "The tiers": ["From the first to the highest: Regular, Silver, Gold and Diamond."],
        "Moving up": [
            "You move up the moment you qualify, straight to the highest tier within reach.",
            "If an order is refunded after you moved up, your tier is checked again.",
        ],
        "The qualification period": [
            "A qualification period is a calendar year; counting starts anew on 1 January."
        ],
        "Making up the difference": [
            (
                "When you are a little short of growth value, every ¥1 you spend makes up 0.5, up"
                " to 30% of the distance between two tiers."
            ),
            "A refund takes it back.",
        ],
    }


def test_a_tier_says_how_it_is_reached_kept_lost_and_tried_in_chinese() -> None:
    assert of_tier(page(**EVERYTHING), "gold") == {
        "升级要求": ["本考核期消费满 ¥3,000，即可升为金卡。"],
        "保级要求": ["本考核期消费满 ¥2,000，即可保住金卡。"],
        "有效期与考核": [
            "有效期到次年年底（12 月 31 日），届时考核；通过后再续一年。",
            "如果还差一些，考核前 14 天我们会提醒您。",
        ],
        "没有达到时": [
            "先保留 30 天宽限期：期内补足要求，等级不变。",
            "宽限期满仍未达到，降为银卡。",
            "之后重新达到升级要求，随时升回。",
        ],
        "途中目标": [
            "五单达人：累计订单满 5 次，奖励 1,000 积分。",
            "十单达人：累计订单满 10 次。",
        ],
        "体验晋升": [
            "金卡体验周：免费体验金卡 7 天，每位会员一次。",
            "领取条件：累计订单满 1 次。",
            "体验期间达到升级要求，即成为正式金卡；否则期满回到您原来的等级。",
        ],
    }


def test_a_tier_says_how_it_is_reached_kept_lost_and_tried_in_english() -> None:
    assert of_tier(page(**EVERYTHING), "gold", "en") == {
        "How to get there": [
            "Gold is yours when spend in this qualification period is at least ¥3,000."
        ],
        "How to stay": [
            "You stay Gold when spend in this qualification period is at least ¥2,000."
        ],
        "How long it lasts": [
            (
                "Valid until 31 December of the following year, when it is reviewed. Each time you"
                " qualify, you keep it for another year."
            ),
            "If something is still missing, we let you know 14 days before.",
        ],
        "If you fall short": [
            "You have 30 days of grace: meet the requirement by then, and nothing changes.",
            "After the days of grace, you go down to Silver.",
            "Meet the requirement again at any time, and you are back.",
        ],
        "On the way": [
            "Five orders: number of orders in total is at least 5; worth 1,000 points.",
            "Ten orders: number of orders in total is at least 10.",
        ],
        "Try it first": [
            "Gold week: Gold for 7 days, free, once for each member.",
            "Open to you when number of orders in total is at least 1.",
            (
                "Meet the requirement meanwhile, and Gold is yours; if not, you return to the tier"
                " you have earned."
            ),
        ],
    }


def test_the_lowest_tier_is_everybodys_and_shows_the_small_steps_to_the_next() -> None:
    found = page(**EVERYTHING)
    assert of_tier(found, "regular") == {
        "升级要求": ["加入即可获得。"],
        "小级": ["通往银卡的路分为 5 小级，每一步都看得见。"],
    }
    assert of_tier(found, "regular", "en") == {
        "How to get there": ["Yours from the start."],
        "Small steps": ["The way to Silver has 5 small steps, so you see each one you take."],
    }


def test_below_the_floor_nobody_is_told_of_a_fall() -> None:
    assert of_tier(page(**EVERYTHING), "silver") == {
        "升级要求": ["本考核期消费满 ¥1,000，即可升为银卡。"],
        "保级要求": ["升为银卡后长期有效，不会降级。"],
    }
    assert of_tier(page(**EVERYTHING), "silver", "en")["How to stay"] == [
        "Once you have reached Silver, you keep it."
    ]


def test_a_plain_ladder_is_looked_at_every_day() -> None:
    found = page()
    assert in_general(found) == {
        "适用会员": ["所有会员。"],
        "会员等级": ["由低到高：普通会员、银卡、金卡、钻石卡。"],
        "怎么升级": ["达到要求立即升级，可以直接升到够得上的最高等级，不必逐级。"],
        "考核周期": ["一个考核期是一个自然年，每年 1 月 1 日重新累计。"],
    }
    assert of_tier(found, "gold") == {
        "升级要求": ["本考核期消费满 ¥3,000，即可升为金卡。"],
        "保级要求": ["与升级要求相同。"],
        "有效期与考核": ["每天核对一次，一直满足要求就一直保留。"],
        "没有达到时": [
            "改为仍满足要求的最高等级。",
            "之后重新达到升级要求，随时升回。",
        ],
    }
    assert of_tier(found, "silver")["没有达到时"][0] == "降为普通会员。"
    assert of_tier(found, "gold", "en")["If you fall short"][0] == (
        "You move to the highest tier whose requirement you still meet."
    )


def test_who_falls_to_what_is_still_met_stops_at_the_floor() -> None:
    found = page(review={"floor": "silver"})
    assert of_tier(found, "diamond")["没有达到时"][0] == ("改为仍满足要求的最高等级，最低为银卡。")
    assert of_tier(found, "diamond", "en")["If you fall short"][0] == (
        "You move to the highest tier whose requirement you still meet, never below Silver."
    )
    assert of_tier(found, "gold")["没有达到时"][0] == "降为银卡。"


def test_what_holds_for_all_tiers_that_can_be_lost_can_be_said_once() -> None:
    found = page(review={"due": "period", "demotion": "one_down", "grace_days": 1})
    assert read(found.shared, "zh") == {
        "有效期与考核": ["每年年底考核一次（12 月 31 日）。"],
        "没有达到时": [
            "先保留 1 天宽限期：期内补足要求，等级不变。",
            "之后重新达到升级要求，随时升回。",
        ],
    }
    (gold,) = [each for each in found.tiers if each.tier.key == "gold"]
    assert read(found.besides_shared(gold), "zh") == {
        "升级要求": ["本考核期消费满 ¥3,000，即可升为金卡。"],
        "保级要求": ["与升级要求相同。"],
        "没有达到时": ["宽限期满仍未达到，降为银卡。"],
    }


def test_what_only_one_tier_says_stays_with_it() -> None:
    program = load(document())
    (found,) = check_program(program).ladders.values()
    assert rules_of(program, found).shared == ()
    assert "有效期与考核" in of_tier(rules_of(program, found), "gold")


def test_tiers_that_are_never_lost_say_so_and_nothing_of_reviews() -> None:
    found = page(review={"due": "period", "demotion": "never", "grace_days": 30})
    assert of_tier(found, "diamond") == {
        "升级要求": ["本考核期消费满 ¥10,000，即可升为钻石卡。"],
        "保级要求": ["升为钻石卡后长期有效，不会降级。"],
    }
    assert found.shared == ()


def test_who_rises_at_reviews_only_is_not_promised_to_be_back_at_any_time() -> None:
    found = page(promoted="review", promotion="step", review={"due": "period"})
    assert in_general(found)["怎么升级"][0] == "在考核时升级，每次升一级。"
    assert in_general(found, "en")["Moving up"][0] == (
        "You move up when your tier is reviewed, one tier at a time."
    )
    assert of_tier(found, "gold")["没有达到时"] == ["改为仍满足要求的最高等级。"]


def test_who_rises_once_a_day_reads_that() -> None:
    found = page(promoted="evaluation")
    assert in_general(found)["怎么升级"] == [
        "每天核对一次，达到要求即升级，可以直接升到够得上的最高等级，不必逐级。"
    ]


def test_a_period_that_no_rule_counts_by_is_not_spoken_of() -> None:
    program = load(document(ladder={"period": "year"}))
    (found,) = check_program(program).ladders.values()
    assert "考核周期" not in in_general(rules_of(program, found))


def test_of_several_trials_each_member_may_choose_one() -> None:
    trials = [
        {"key": "week", "label": {"zh": "体验周", "en": "Week"}, "tier": "gold", "days": 7},
        {"key": "day", "label": {"zh": "体验日", "en": "Day"}, "tier": "diamond", "days": 1},
    ]
    found = page(trials=trials)
    assert of_tier(found, "gold")["体验晋升"][0] == (
        "体验周：免费体验金卡 7 天，各种体验每位会员限选一次。"
    )
    assert of_tier(found, "diamond", "en")["Try it first"][0] == (
        "Day: Diamond for 1 day, free, one of the trials for each member."
    )


def test_a_draft_that_is_not_right_yet_has_a_page_all_the_same() -> None:
    program = load(document({"key": "only"}, {"key": "gold", "condition": {"nonsense": []}}))
    (found,) = check_program(program).ladders.values()
    assert of_tier(rules_of(program, found), "gold")["升级要求"] == ["（规则有误），即可升为gold。"]
    empty = load({**document(), "ladders": [{"key": "main"}]})
    (found,) = check_program(empty).ladders.values()
    assert rules_of(empty, found).tiers == ()
