"""A tier asks for few things at once: members should be able to say what they are working for."""

from collections.abc import Iterator
from typing import Any

from app.builder.checks.base import Check, warning
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.words import Words

MOST = 3
_JOINING = frozenset({"and", "or", "!", "!!"})


class FewConditions(Check):
    key = "few_conditions"
    label = Words(f"每级至多 {MOST} 个条件", f"At most {MOST} conditions for a tier")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for n, ladder in enumerate(checked.program.ladders):
            for m, tier in enumerate(ladder.tiers):
                count = _conditions_in(tier.condition)
                if count > MOST:
                    yield warning(
                        f"/ladders/{n}/tiers/{m}/condition",
                        f"“{tier.label.to('zh')}”有 {count} 个条件，会员很难记住。"
                        f"建议至多 {MOST} 个：一个主要目标，其余作为加速。",
                        f"{tier.label.to('en')} has {count} conditions, which members will hardly"
                        f" remember. Better at most {MOST}: one goal, the others to speed it up.",
                    )


def _conditions_in(rule: Any) -> int:
    """Count what is asked, whatever joins it."""
    waiting, count = [rule], 0
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict) and len(each) == 1 and _JOINING & each.keys():
            (given,) = each.values()
            waiting.extend(given if isinstance(given, list) else [given])
        elif each is not None:
            count += 1
    return count
