"""Somebody can stay on each tier: none asks for as much as, or more than, one above it."""

from collections.abc import Iterator, Sequence

from app.builder.checks.base import LogicalCheck, warning
from app.builder.implications import implies, is_same
from app.builder.proofs.asking import LadderProof, fails, meets
from app.builder.proofs.conditions import Placed, tier_conditions
from app.errors import Example, Finding
from app.program.checked import CheckedProgram
from app.program.ladder import Ladder, Tier
from app.words import Words


class RoomOnEachTier(LogicalCheck):
    key = "room_on_each_tier"
    label = Words("每一级都有人会停在那里", "Somebody can stay on each tier")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for n, ladder in enumerate(checked.program.ladders):
            for m, tier in enumerate(ladder.tiers):
                higher = _read_off(ladder, m, tier)
                if higher is not None:
                    same = is_same(tier.condition, higher.condition)
                    path = f"/ladders/{n}/tiers/{m}/condition"
                    yield _finding(path, tier.label, higher.label, same=same)

    def prove(self, proof: LadderProof, path: str) -> Iterator[Finding]:
        tiers = list(tier_conditions(proof.ladder))
        for n, each in enumerate(tiers):
            above = tiers[n + 1 :]
            if above and _is_passed(proof, each, above) and not proof.nobody(meets(each.tree)):
                yield _shadowed(proof, each, above, path)


def _read_off(ladder: Ladder, position: int, tier: Tier) -> Tier | None:
    """Find a higher tier that whoever qualifies for this one qualifies for, too."""
    if tier.condition is None:
        return None
    above = [each for each in ladder.tiers[position + 1 :] if each.condition is not None]
    return next((each for each in above if implies(tier.condition, each.condition)), None)


def _is_passed(proof: LadderProof, tier: Placed, above: Sequence[Placed]) -> bool:
    return proof.nobody(meets(tier.tree), *(fails(each.tree) for each in above))


def _shadowed(proof: LadderProof, tier: Placed, above: Sequence[Placed], path: str) -> Finding:
    example = proof.anybody([meets(tier.tree)], keep=1)
    place = f"{path}{tier.place}"
    by = next((each for each in above if _is_passed(proof, tier, [each])), None)
    if by is not None:
        same = proof.nobody(meets(by.tree), fails(tier.tree))
        return _finding(place, tier.called, by.called, same=same, example=example)
    zh, en = tier.called.to("zh"), tier.called.to("en")
    return warning(
        place,
        f"满足“{zh}”条件的会员，总会满足某个更高等级的条件，所以没有会员会停在“{zh}”。",
        f"Whoever meets the condition of {en} always meets that of some higher tier,"
        f" so no member will stay on {en}.",
        example=example,
    )


def _finding(
    path: str, tier: Words, higher: Words, *, same: bool, example: Example | None = None
) -> Finding:
    zh, en = tier.to("zh"), tier.to("en")
    if same:
        return warning(
            path,
            f"“{zh}”的条件和更高的“{higher.to('zh')}”一样，没有会员会停在“{zh}”。",
            f"{en} asks the same as the higher {higher.to('en')}, so no member will stay on {en}.",
            example=example,
        )
    return warning(
        path,
        f"满足“{zh}”条件的会员，一定也满足更高的“{higher.to('zh')}”，所以没有会员会停在“{zh}”。",
        f"Whoever meets the condition of {en} also meets that of the higher"
        f" {higher.to('en')}, so no member will stay on {en}.",
        example=example,
    )
