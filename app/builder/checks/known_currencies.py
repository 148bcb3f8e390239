"""What is collected, made up or given is a currency of the programme."""

from collections.abc import Iterator
from difflib import get_close_matches

from app.builder.checks.base import Check
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.ladder import Ladder
from app.words import Words


class KnownCurrencies(Check):
    key = "known_currencies"
    label = Words("积分和成长值都认得", "Points and other currencies are known")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        known = [each.key for each in checked.program.currencies]
        for n, ladder in enumerate(checked.program.ladders):
            for place, named in named_by(ladder):
                if named not in known:
                    yield _unknown(f"/ladders/{n}{place}", named, known)


def named_by(ladder: Ladder) -> Iterator[tuple[str, str]]:
    if ladder.make_up is not None:
        yield "/make_up/currency", ladder.make_up.currency
    for m, tier in enumerate(ladder.tiers):
        for k, stage in enumerate(tier.stages):
            yield f"/tiers/{m}/stages/{k}/currency", stage.currency
        for k, points in enumerate(tier.pack.points if tier.pack else ()):
            yield f"/tiers/{m}/pack/points/{k}/currency", points.currency


def _unknown(path: str, named: str, known: list[str]) -> Finding:
    near = get_close_matches(named, known, n=1, cutoff=0.6)
    return Finding(
        path=path,
        message=Words(
            f"没有“{named}”这种积分或成长值。可用：{'、'.join(known)}。",
            f"There is no currency {named!r}. Known: {', '.join(known)}.",
        ),
        fix=Words(f"是指 {near[0]} 吗？", f"Is {near[0]!r} meant?") if near else None,
    )
