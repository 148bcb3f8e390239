"""A goal on the way to a tier is reached before the tier is."""

from collections.abc import Iterator

from app.builder.checks.base import LogicalCheck, warning
from app.builder.proofs.asking import LadderProof, fails, meets
from app.errors import Finding
from app.program.ladder import Stage, Tier
from app.words import Words


class StagesOnTheWay(LogicalCheck):
    key = "stages_on_the_way"
    label = Words("阶段目标在升级之前达到", "Goals on the way come before the tier")

    def prove(self, proof: LadderProof, path: str) -> Iterator[Finding]:
        checked = proof.ladder
        for n, tier in enumerate(checked.ladder.tiers):
            for m, stage in enumerate(tier.stages):
                if tier.key in checked.conditions and _is_too_late(proof, tier, stage):
                    yield _too_late(proof, f"{path}/tiers/{n}/stages/{m}/condition", tier, stage)


def _is_too_late(proof: LadderProof, tier: Tier, stage: Stage) -> bool:
    goal = proof.ladder.stages[tier.key, stage.key].tree
    asked = proof.ladder.conditions[tier.key].tree
    return proof.nobody(meets(goal), fails(asked)) and not proof.nobody(meets(goal))


def _too_late(proof: LadderProof, path: str, tier: Tier, stage: Stage) -> Finding:
    goal = proof.ladder.stages[tier.key, stage.key].tree
    return warning(
        path,
        f"达到目标“{stage.label.to('zh')}”的会员已经满足“{tier.label.to('zh')}”的条件，"
        "它不是路上的一步。",
        f"Whoever reaches the goal {stage.label.to('en')} meets the condition of"
        f" {tier.label.to('en')} already; it is no step on the way.",
        example=proof.anybody([meets(goal)], keep=1),
    )
