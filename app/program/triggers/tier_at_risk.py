"""A tier would be lost at the next review, as things stand."""

from collections.abc import Mapping
from typing import Any

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.triggers.base import TIME, WHERE, TriggerKind, at_time, for_whom
from app.words import Words

USUAL = 30


class TierAtRisk(TriggerKind):
    key = "tier_at_risk"
    label = Words("即将降级", "Tier at risk")
    icon = "trending-down"
    timed = stands = lasts = True
    options = (
        Option(
            key="ladder", label=Words("等级体系", "Ladder"), widget=Widget.LADDER, required=True
        ),
        Option(
            key="days",
            label=Words("考核日之前多少天", "Days before the review"),
            widget=Widget.WHOLE,
            default=USUAL,
            least=1,
            most=366,
        ),
        TIME,
        WHERE,
    )

    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        days = options.get("days") or USUAL
        said = Words(
            f"考核前 {days} 天内，按现状会降级时（{at_time(options)}），每次考核只触发一次",
            f"When a tier would be lost at a review within {days} days, at {at_time(options)},"
            " once for each review",
        )
        return for_whom(said, options, naming)
