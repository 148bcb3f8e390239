"""A higher tier is harder to reach than a lower one (E-9)."""

from collections.abc import Iterator

from app.builder.checks.base import Check, warning
from app.builder.implications import implies, is_same
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.ladder import Ladder, Tier
from app.words import Words


class HarderAbove(Check):
    key = "harder_above"
    label = Words("等级越高越难", "Higher tiers are harder to reach")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for n, ladder in enumerate(checked.program.ladders):
            for m, tier in enumerate(ladder.tiers):
                higher = _easier_above(ladder, m, tier)
                if higher is not None:
                    yield _finding(f"/ladders/{n}/tiers/{m}/condition", tier, higher)


def _easier_above(ladder: Ladder, position: int, tier: Tier) -> Tier | None:
    """Find a higher tier that whoever qualifies for this one qualifies for, too."""
    if tier.condition is None:
        return None
    above = (each for each in ladder.tiers[position + 1 :] if each.condition is not None)
    return next(
        (
            each
            for each in above
            if implies(tier.condition, each.condition)
            and not is_same(tier.condition, each.condition)
        ),
        None,
    )


def _finding(path: str, tier: Tier, higher: Tier) -> Finding:
    return warning(
        path,
        f"满足“{tier.label.to('zh')}”条件的会员，一定也满足更高的“{higher.label.to('zh')}”，"
        f"所以没有会员会停在“{tier.label.to('zh')}”。",
        f"Whoever meets the condition of {tier.label.to('en')} also meets that of the higher"
        f" {higher.label.to('en')}, so no member will stay on {tier.label.to('en')}.",
    )
