"""All but a small gap is there for the next tier (E-16)."""

from collections.abc import Mapping
from typing import Any

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.triggers.base import TriggerKind
from app.words import Words

ALL = 100
"""Per cent."""
MISSING = {"money": Words("元", "of money"), "count": Words("次（天、人）", "in count")}


class NearNextTier(TriggerKind):
    key = "near_next_tier"
    label = Words("临近升级", "Near the next tier")
    icon = "milestone"
    stands = lasts = looks = True
    options = (
        Option(
            key="ladder", label=Words("等级体系", "Ladder"), widget=Widget.LADDER, required=True
        ),
        Option(
            key="gap",
            label=Words("最多还差", "At most missing"),
            widget=Widget.DECIMAL,
            required=True,
        ),
        Option(
            key="of",
            label=Words("差的是", "What is missing"),
            widget=Widget.CHOICE,
            default="money",
            choices=MISSING,
        ),
        Option(
            key="others",
            label=Words("其他条件至少满足（%）", "Of all else at least met (%)"),
            widget=Widget.WHOLE,
            default=ALL,
            most=ALL,
        ),
    )

    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        of = MISSING.get(str(options.get("of") or "money"), MISSING["money"])
        gap, others = options.get("gap"), options.get("others")
        met = Words("都满足", "all else is met")
        if isinstance(others, int) and others < ALL:
            met = Words(f"至少满足 {others}%", f"of all else at least {others} % is met")
        return Words(
            f"其他条件{met.zh}，距离下一级只差 {gap} {of.zh}时",
            f"When only {gap} {of.en} is missing for the next tier and {met.en}",
        )
