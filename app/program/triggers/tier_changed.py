"""A tier was gained or lost."""

from collections.abc import Mapping
from typing import Any

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.triggers.base import TriggerKind
from app.words import Words

DIRECTIONS = {
    "up": Words("升级", "rises"),
    "down": Words("降级", "falls"),
    "any": Words("升级或降级", "rises or falls"),
}


class TierChanged(TriggerKind):
    key = "tier_changed"
    label = Words("等级变化", "Tier changed")
    icon = "chevrons-up"
    stands = True
    options = (
        Option(
            key="ladder", label=Words("等级体系", "Ladder"), widget=Widget.LADDER, required=True
        ),
        Option(
            key="direction",
            label=Words("方向", "Direction"),
            widget=Widget.CHOICE,
            default="up",
            choices=DIRECTIONS,
        ),
        Option(
            key="tier",
            label=Words("到达的等级", "The tier reached"),
            widget=Widget.TIER,
            of="ladder",
        ),
    )

    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        direction = DIRECTIONS.get(str(options.get("direction") or "up"), DIRECTIONS["any"])
        if options.get("tier") is None:
            return Words(f"会员{direction.zh}时", f"When a member {direction.en}")
        tier = naming.tier(options["tier"], options.get("ladder"))
        return Words(
            f"会员{direction.zh}到{tier.zh}时", f"When a member {direction.en} to {tier.en}"
        )
