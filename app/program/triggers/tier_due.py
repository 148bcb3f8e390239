"""The day on which a tier ends or is reviewed is so many days away."""

from collections.abc import Mapping
from typing import Any

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.triggers.base import TIME, WHERE, TriggerKind, at_time, for_whom
from app.words import Words

USUAL = 30


class TierDue(TriggerKind):
    key = "tier_due"
    label = Words("等级到期前", "Before a tier ends")
    icon = "calendar-x"
    timed = stands = True
    options = (
        Option(
            key="ladder", label=Words("等级体系", "Ladder"), widget=Widget.LADDER, required=True
        ),
        Option(
            key="days",
            label=Words("提前多少天", "Days before"),
            widget=Widget.WHOLE,
            default=USUAL,
            most=366,
        ),
        TIME,
        WHERE,
    )

    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        days = options.get("days", USUAL)
        said = Words(
            f"等级到期（考核）前 {days} 天 {at_time(options)}",
            f"{days} days before a tier is reviewed, at {at_time(options)}",
        )
        return for_whom(said, options, naming)
