"""A programme that has everything, and what becomes of it when something is written otherwise."""

from copy import deepcopy
from typing import Any

from app.builder.diff import Change, changes
from app.program.codec import load

DOCUMENT: dict[str, Any] = {
    "format": 1,
    "key": "club",
    "label": {"zh": "俱乐部", "en": "Club"},
    "summary": {"zh": "三级会员", "en": "Three tiers"},
    "settings": {
        "timezone": "Asia/Shanghai",
        "currency": "CNY",
        "week_starts": "monday",
        "leap_day": "feb28",
        "active_kinds": ["purchase", "comment"],
    },
    "objects": [
        {
            "key": "member",
            "label": {"zh": "会员", "en": "Member"},
            "fields": [
                {"key": "phone", "kind": "phone", "label": {"zh": "手机", "en": "Mobile"}},
                {
                    "key": "city",
                    "kind": "choice",
                    "label": {"zh": "城市", "en": "City"},
                    "required": True,
                    "default": "bj",
                    "help": {"zh": "常住", "en": "Where they live"},
                    "options": {
                        "choices": [
                            {"key": "bj", "label": {"zh": "北京", "en": "Beijing"}},
                            {"key": "sh", "label": {"zh": "上海", "en": "Shanghai"}},
                            {"key": "gz", "label": {"zh": "广州", "en": "Guangzhou"}},
                        ]
                    },
                },
                {
                    "key": "spend",
                    "kind": "rollup",
                    "label": {"zh": "年消费", "en": "Yearly spend"},
                    "options": {"expression": {"sum_of": ["order.net", "365d"]}, "result": "money"},
                },
                {
                    "key": "card",
                    "kind": "text",
                    "label": {"zh": "卡号", "en": "Card"},
                    "unique": True,
                    "options": {"max_length": 20},
                },
            ],
        },
        {
            "key": "visit",
            "label": {"zh": "到店", "en": "Visit"},
            "occurred": "on",
            "title": "shop",
            "of_member": True,
            "fields": [
                {"key": "on", "kind": "date", "label": {"zh": "日期", "en": "Date"}},
                {"key": "shop", "kind": "text", "label": {"zh": "门店", "en": "Shop"}},
            ],
        },
    ],
    "ladders": [
        {
            "key": "main",
            "label": {"zh": "会员等级", "en": "Tiers"},
            "period": "year",
            "promotion": "step",
            "promoted": "evaluation",
            "review": {
                "due": "next_period",
                "demotion": "one_down",
                "floor": "silver",
                "grace_days": 30,
                "notice_days": 7,
            },
            "trials": [
                {
                    "key": "week",
                    "label": {"zh": "体验周", "en": "Gold week"},
                    "tier": "gold",
                    "days": 7,
                    "who": {"==": [{"var": "city"}, "sh"]},
                },
                {"key": "month", "label": {"zh": "体验月", "en": "Silver month"}, "tier": "silver"},
            ],
            "make_up": {"currency": "growth", "rate": "2", "most_percent": 30},
            "members": {"is_set": [{"var": "phone"}]},
            "tiers": [
                {"key": "regular", "label": {"zh": "普通", "en": "Regular"}, "color": "slate"},
                {
                    "key": "silver",
                    "label": {"zh": "银卡", "en": "Silver"},
                    "color": "silver",
                    "levels": 3,
                    "condition": {">=": [{"sum_of": ["order.net", "365d"]}, 1000]},
                },
                {
                    "key": "gold",
                    "label": {"zh": "金卡", "en": "Gold"},
                    "color": "gold",
                    "condition": {
                        "and": [
                            {">=": [{"sum_of": ["order.net", "365d"]}, 3000]},
                            {"==": [{"var": "city"}, "bj"]},
                        ]
                    },
                    "retention": {">=": [{"sum_of": ["order.net", "365d"]}, 2000]},
                    "stages": [
                        {
                            "key": "half",
                            "label": {"zh": "过半", "en": "Half way"},
                            "condition": {">=": [{"sum_of": ["order.net", "365d"]}, 1500]},
                            "points": 100,
                            "currency": "growth",
                        },
                        {
                            "key": "near",
                            "label": {"zh": "快了", "en": "Nearly"},
                            "condition": {">=": [{"sum_of": ["order.net", "365d"]}, 2500]},
                        },
                    ],
                },
            ],
        },
    ],
}


def the_changes(new: Any, old: Any = DOCUMENT) -> tuple[Change, ...]:
    return changes(load(old), load(new))


def edited(*path: str | int, to: Any) -> dict[str, Any]:
    document = deepcopy(DOCUMENT)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return document
