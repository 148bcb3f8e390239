"""Ladders to begin with, for a programme that has none yet."""

from dataclasses import dataclass
from typing import Any

from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A ladder as a document, which becomes the operator's own."""

    key: str
    label: Words
    summary: Words
    ladder: Any


def _tier(key: str, color: str, zh: str, en: str, condition: Any = None) -> dict[str, Any]:
    shown = {"key": key, "label": {"zh": zh, "en": en}, "color": color}
    return shown if condition is None else {**shown, "condition": condition}


def _ladder(zh: str, en: str, tiers: list[Any], **more: Any) -> dict[str, Any]:
    return {"key": "main", "label": {"zh": zh, "en": en}, **more, "tiers": tiers}


def _spent(amount: int) -> dict[str, Any]:
    return {">=": [{"sum_of": ["order.net", "365d"]}, amount]}


def _grown(amount: int) -> dict[str, Any]:
    growth = {"==": [{"var": "currency"}, "growth"]}
    return {">=": [{"sum_of": ["entry.earned", "period", growth]}, amount]}


STARTS = (
    Start(
        key="spend",
        label=Words("消费三级", "Three tiers by spend"),
        summary=Words(
            "普通、银卡、金卡，看最近一年消费；适合零售。",
            "Regular, silver and gold by a year's spend; for shops.",
        ),
        ladder=_ladder(
            "会员等级",
            "Tiers",
            [
                _tier("regular", "slate", "普通会员", "Regular"),
                _tier("silver", "silver", "银卡会员", "Silver", _spent(500)),
                _tier("gold", "gold", "金卡会员", "Gold", _spent(2000)),
            ],
        ),
    ),
    Start(
        key="growth",
        label=Words("成长值五级", "Five tiers by growth"),
        summary=Words(
            "每个自然年攒成长值，年底考核，没达到降一级；适合长期运营。",
            "Growth value by calendar year, one tier down if it falls short; for the long run.",
        ),
        ladder=_ladder(
            "成长等级",
            "Growth tiers",
            [
                _tier("level_1", "slate", "普通会员", "Regular"),
                _tier("level_2", "bronze", "铜卡会员", "Bronze", _grown(100)),
                _tier("level_3", "silver", "银卡会员", "Silver", _grown(500)),
                _tier("level_4", "gold", "金卡会员", "Gold", _grown(2000)),
                _tier("level_5", "diamond", "钻石会员", "Diamond", _grown(8000)),
            ],
            period="year",
            review={"due": "next_period", "demotion": "one_down", "notice_days": 30},
        ),
    ),
    Start(
        key="blank",
        label=Words("空白", "Blank"),
        summary=Words("只有最低一级，其余自己加。", "Only the lowest tier; add the rest yourself."),
        ladder=_ladder("会员等级", "Tiers", [_tier("tier_1", "slate", "普通会员", "Regular")]),
    ),
)
