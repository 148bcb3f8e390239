"""What it takes to stay can be met, goes with what it takes to rise, and is not harder."""

from collections.abc import Iterator

from app.builder.checks.base import LogicalCheck, warning
from app.builder.proofs.asking import LadderProof, fails, meets
from app.builder.proofs.parts import contradiction_in, why_nobody
from app.errors import Finding
from app.expression.tree import Typed
from app.words import Words


class SoundRetention(LogicalCheck):
    key = "sound_retention"
    label = Words("保级做得到，也不比晋升更难", "A tier is kept more easily than reached")

    def prove(self, proof: LadderProof, path: str) -> Iterator[Finding]:
        checked = proof.ladder
        for n, tier in enumerate(checked.ladder.tiers):
            if tier.key in checked.retention and tier.key in checked.conditions:
                rise, stay = checked.conditions[tier.key].tree, checked.retention[tier.key].tree
                place = f"{path}/tiers/{n}/retention"
                yield from _of_tier(proof, tier.label, rise, stay, place)


def _of_tier(
    proof: LadderProof, tier: Words, rise: Typed, stay: Typed, path: str
) -> Iterator[Finding]:
    if proof.nobody(meets(stay)):
        yield _never(proof, tier, stay, path)
    elif proof.nobody(meets(rise)):
        return
    elif proof.nobody(meets(rise), meets(stay)):
        yield warning(
            path,
            f"升到“{tier.to('zh')}”的会员都不满足它的保级条件，下次考核就会降级。",
            f"Nobody who rises to {tier.to('en')} meets what it takes to stay there,"
            " so all fall at their next review.",
            example=proof.anybody([meets(rise)], keep=1),
        )
    elif proof.nobody(meets(stay), fails(rise)):
        yield from _harder(proof, tier, rise, stay, path)


def _never(proof: LadderProof, tier: Words, stay: Typed, path: str) -> Finding:
    found = contradiction_in(proof, stay)
    why = why_nobody(proof, found)
    return warning(
        path,
        f"没有会员能保住“{tier.to('zh')}”：{why.zh}",
        f"No member can stay on {tier.to('en')}: {why.en}",
        example=found.example,
    )


def _harder(
    proof: LadderProof, tier: Words, rise: Typed, stay: Typed, path: str
) -> Iterator[Finding]:
    example = proof.somebody(meets(rise), fails(stay))
    if example is not None:
        yield warning(
            path,
            f"保住“{tier.to('zh')}”比升到它还难：能保住的一定够晋升，够晋升的却不一定能保住。",
            f"Staying on {tier.to('en')} is harder than rising to it: whoever could stay could"
            " rise, and not the other way round.",
            example=example,
        )
