"""Micro-levels, trials and goals are where they can be used."""

from collections.abc import Iterator

from app.builder.checks.base import Check, warning
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.ladder import Ladder
from app.words import Words


class UsedExtras(Check):
    key = "used_extras"
    label = Words("微等级、体验和阶段目标都用得上", "Micro-levels, trials and goals can be used")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for n, ladder in enumerate(checked.program.ladders):
            if ladder.tiers:
                yield from _levels(ladder, f"/ladders/{n}")
                yield from _trials(ladder, f"/ladders/{n}")
                yield from _stages(ladder, f"/ladders/{n}")


def _levels(ladder: Ladder, path: str) -> Iterator[Finding]:
    top = ladder.tiers[-1]
    if top.levels > 1:
        yield warning(
            f"{path}/tiers/{len(ladder.tiers) - 1}/levels",
            f"“{top.label.to('zh')}”是最高一级，上面没有下一级，微等级不会显示。",
            f"{top.label.to('en')} is the highest tier: there is no way up to be shown in"
            " micro-levels.",
        )


def _trials(ladder: Ladder, path: str) -> Iterator[Finding]:
    lowest = ladder.tiers[0]
    for m, trial in enumerate(ladder.trials):
        if trial.tier == lowest.key:
            yield warning(
                f"{path}/trials/{m}/tier",
                f"每位会员至少在“{lowest.label.to('zh')}”，体验它没有意义。",
                f"Every member is on {lowest.label.to('en')} at least; there is nothing to try.",
            )


def _stages(ladder: Ladder, path: str) -> Iterator[Finding]:
    lowest = ladder.tiers[0]
    if lowest.stages:
        yield warning(
            f"{path}/tiers/0/stages",
            f"每位会员至少在“{lowest.label.to('zh')}”，通往它的阶段目标没有意义。",
            f"Every member is on {lowest.label.to('en')} at least; goals on the way there mean"
            " nothing.",
        )
