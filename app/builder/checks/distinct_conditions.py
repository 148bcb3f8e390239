"""No two tiers ask the same: nobody could stand on the lower one."""

from collections.abc import Iterator

import orjson

from app.builder.checks.base import Check, warning
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.ladder import Ladder, Tier
from app.words import Words


class DistinctConditions(Check):
    key = "distinct_conditions"
    label = Words("各级条件各不相同", "Each tier asks something of its own")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for n, ladder in enumerate(checked.program.ladders):
            yield from _repeated(ladder, f"/ladders/{n}")


def _repeated(ladder: Ladder, path: str) -> Iterator[Finding]:
    asked_above: dict[bytes, Tier] = {}
    for m, tier in reversed(list(enumerate(ladder.tiers))):
        if tier.condition is None:
            continue
        asked = orjson.dumps(tier.condition, option=orjson.OPT_SORT_KEYS)
        if asked in asked_above:
            higher = asked_above[asked].label
            yield warning(
                f"{path}/tiers/{m}/condition",
                f"“{tier.label.to('zh')}”的条件和更高的“{higher.to('zh')}”一样，"
                f"没有会员会停在“{tier.label.to('zh')}”。",
                f"{tier.label.to('en')} asks the same as the higher {higher.to('en')},"
                f" so no member will stay on {tier.label.to('en')}.",
            )
        asked_above.setdefault(asked, tier)
