"""Every promotion changes something that a member can see (C-14, d35)."""

from collections.abc import Iterator
from typing import Any

from app.builder.checks.base import Check, warning
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.ladder import Ladder, Tier
from app.program.program import Program
from app.words import Words


class TellingTiers(Check):
    key = "telling_tiers"
    label = Words("每升一级都多得一些", "Every tier gives more than the one below")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for n, ladder in enumerate(checked.program.ladders):
            if _speaks_of_benefits(ladder):
                yield from _alike(checked.program, ladder, f"/ladders/{n}")


def _speaks_of_benefits(ladder: Ladder) -> bool:
    """Say whether any tier gives something; one where none does is not finished yet."""
    return any(each.benefits or each.pack or each.recurring for each in ladder.tiers)


def _alike(program: Program, ladder: Ladder, path: str) -> Iterator[Finding]:
    for n, (lower, tier) in enumerate(zip(ladder.tiers, ladder.tiers[1:], strict=False), start=1):
        if tier.pack is not None and not tier.pack.is_empty:
            continue
        if _given(program, lower) != _given(program, tier):
            continue
        yield warning(
            f"{path}/tiers/{n}",
            f"“{tier.label.to('zh')}”和“{lower.label.to('zh')}”的权益一样，升级感觉不到变化。",
            f"{tier.label.to('en')} gives the same as {lower.label.to('en')}, so that a promotion"
            " changes nothing a member could see.",
            fix=Words("加一项权益、礼包或周期券。", "Add a benefit, a pack or a recurring coupon."),
        )


def _given(program: Program, tier: Tier) -> Any:
    """Give what a tier has, in a form that compares."""
    benefits = {}
    for each in tier.benefits:
        found = program.find_benefit(each.benefit)
        own = {} if found is None else found.options
        benefits[each.benefit] = {**own, **each.options}
    recurring = [(each.coupon, each.every, each.count) for each in tier.recurring]
    return benefits, sorted(recurring)
