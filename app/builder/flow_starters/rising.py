"""Whoever rises is praised, and given something."""

from app.builder.flow_starters.base import Document, Starter, chain, gift, ladder_key, tell, words
from app.program.program import Program
from app.words import Words


class Rising(Starter):
    key = "rising"
    label = Words("升级礼包", "A gift on rising")
    about = Words("升级当时送券和祝贺", "A coupon and congratulations at once")
    icon = "up-arrow"
    order = 5
    of_tiers = gives = True

    def flow(self, program: Program | None) -> Document:
        options = {"ladder": ladder_key(program), "direction": "up"}
        return chain(
            {"kind": "tier_changed", "options": options},
            *gift(program),
            tell(
                "praise",
                words("恭喜升级", "Congratulations"),
                words(
                    "您已升级，新的权益已经生效。",
                    "You have risen, and your new benefits hold now.",
                ),
            ),
            reentry="each_time",
        )
