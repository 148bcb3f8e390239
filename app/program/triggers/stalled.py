"""A member has been on the same tier for so many days."""

from collections.abc import Mapping
from typing import Any

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.triggers.base import TIME, WHERE, TriggerKind, at_time, for_whom
from app.words import Words

USUAL = 90


class Stalled(TriggerKind):
    key = "stalled"
    label = Words("停滞在某级", "Stalled at a tier")
    icon = "hourglass"
    timed = stands = lasts = True
    options = (
        Option(
            key="ladder", label=Words("等级体系", "Ladder"), widget=Widget.LADDER, required=True
        ),
        Option(
            key="tier",
            label=Words(
                "停在哪一级（不填：最高级以外的每一级）", "At which tier (none: all but the top)"
            ),
            widget=Widget.TIER,
            of="ladder",
        ),
        Option(
            key="days",
            label=Words("停了多少天", "For how many days"),
            widget=Widget.WHOLE,
            default=USUAL,
            least=1,
            most=3650,
        ),
        TIME,
        WHERE,
    )

    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        days = options.get("days") or USUAL
        tier = Words("同一级", "the same tier")
        if options.get("tier") is not None:
            tier = naming.tier(options["tier"], options.get("ladder"))
        said = Words(
            f"停在{tier.zh}满 {days} 天的当天 {at_time(options)}，每次停滞只触发一次",
            f"When a member has been on {tier.en} for {days} days, at {at_time(options)},"
            " once for each stay",
        )
        return for_whom(said, options, naming)
