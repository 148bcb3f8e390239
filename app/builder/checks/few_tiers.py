"""A ladder has few tiers: each should be worth reaching."""

from collections.abc import Iterator

from app.builder.checks.base import Check, warning
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.words import Words

MOST = 6


class FewTiers(Check):
    key = "few_tiers"
    label = Words(f"每个体系至多 {MOST} 级", f"At most {MOST} tiers on a ladder")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for n, ladder in enumerate(checked.program.ladders):
            count = len(ladder.tiers)
            if count > MOST:
                yield warning(
                    f"/ladders/{n}/tiers",
                    f"“{ladder.label.to('zh')}”有 {count} 级，差别容易看不清。建议至多 {MOST} 级。",
                    f"{ladder.label.to('en')} has {count} tiers, which are hard to tell apart."
                    f" Better at most {MOST}.",
                )
