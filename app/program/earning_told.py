"""Why an earning is as much as it is, in words: what the page, the API and support show."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from app.program.benefit_words import currency_label
from app.program.earning import Together
from app.program.earning_words import SPANS
from app.program.program import Program
from app.words import Words

TOGETHER = {
    Together.BEST: Words("只算最高", "the highest alone"),
    Together.SUM: Words("相加", "added up"),
    Together.PRODUCT: Words("相乘", "multiplied"),
}
FACTORS = {
    "tier": Words("等级", "tier"),
    "grant": Words("权益", "benefit"),
    "boost": Words("加速", "boost"),
}
REFUSED = {
    "days": Words("不在规则的有效日期内", "not on a day of the rule"),
    "where": Words("不满足条件", "the condition is not met"),
    "nothing": Words("按金额或数值算不到 1", "this comes to less than 1"),
    "cooldown": Words("离上一次太近", "too soon after the last time"),
    "times": Words("次数已满", "often enough already"),
    "limit": Words("已到上限", "the limit is reached"),
    "budget": Words("预算已用完", "the budget is used up"),
}


def steps(program: Program, currency: str, why: Mapping[str, Any]) -> Iterator[Words]:
    """Say step by step how an amount came about."""
    label = currency_label(program, currency)
    if "base" in why:
        base = _number(why["base"])
        zh = f"基础 {base} {label.to('zh')}"
        yield Words(zh, f"base: {base} {label.to('en').lower()}")
    for each in why.get("factors", ()):
        kind = FACTORS.get(each["kind"], Words("", ""))
        named = Words.from_json(each["label"])
        times = _number(each["times"])
        yield Words(
            f"{kind.zh}“{named.to('zh')}” ×{times}", f"{kind.en} {named.to('en')}: ×{times}"
        )
    if len(why.get("factors", ())) > 1:
        how = TOGETHER[program.earning.together]
        times = _number(why["times"])
        yield Words(f"{how.zh}：×{times}", f"{how.en}: ×{times}")
    if why.get("factors") and "worth" in why:
        yield Words(f"合计 {why['worth']:,}", f"comes to {why['worth']:,}")
    yield from _limited(program, why)


def _limited(program: Program, why: Mapping[str, Any]) -> Iterator[Words]:
    span = SPANS.get(str(why.get("span")), Words("", ""))
    if "left" in why:
        left = why["left"]
        yield Words(f"{span.zh}的上限只剩 {left:,}", f"the limit {span.en} leaves {left:,}")
    if "budget_left" in why:
        found = program.find_budget(str(why.get("budget")))
        named = Words("", "") if found is None else found.label
        left = why["budget_left"]
        zh, en = f"预算“{named.to('zh')}”只剩 {left:,}", f"the budget {named.to('en')} has {left:,}"
        yield Words(zh, f"{en} left")
    if "no" in why:
        said = REFUSED.get(str(why["no"]), Words("", ""))
        more = f"（{span.zh}）" if why["no"] == "times" and span.zh else ""
        more_en = f" ({span.en})" if more else ""
        yield Words(f"{said.zh}{more}", f"{said.en}{more_en}")


def _number(value: Any) -> str:
    return f"{float(Fraction(str(value))):,.10g}"
