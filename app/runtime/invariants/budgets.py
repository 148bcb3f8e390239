"""What a budget has given is what was charged to it."""

from collections.abc import Sequence

from app.runtime.invariants.base import MOST, Invariant, Look, Wrong
from app.storage.budgets import miscounted
from app.words import Words


class Budgets(Invariant):
    key = "budgets"
    label = Words(
        "预算已用 = 已发出 − 已收回", "A budget's use is what it gave, less what came back"
    )
    advice = Words(
        "预算的已用数对不上：暂停用到它的规则，请开发者核对后再恢复。",
        "What a budget has used is off: pause the rules that draw on it until somebody has"
        " looked into it.",
    )
    by_member = False

    def wrong(self, look: Look) -> Sequence[Wrong]:
        found = miscounted(look.space.connection)
        return [
            Wrong(what=f"{each.budget} {each.difference:+,}")
            for each in found
            if each.program_id == look.program_id
        ][:MOST]
