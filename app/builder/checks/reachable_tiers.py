"""Each tier can be reached by somebody."""

from collections.abc import Iterator

from app.builder.checks.base import LogicalCheck, warning
from app.builder.proofs.asking import LadderProof, meets
from app.builder.proofs.conditions import Placed, tier_conditions
from app.builder.proofs.parts import contradiction_in, why_nobody
from app.errors import Finding
from app.words import Words


class ReachableTiers(LogicalCheck):
    key = "reachable_tiers"
    label = Words("每一级都有人能达到", "Somebody can reach each tier")

    def prove(self, proof: LadderProof, path: str) -> Iterator[Finding]:
        for each in tier_conditions(proof.ladder):
            if proof.nobody(meets(each.tree)):
                yield _unreachable(proof, each, path)


def _unreachable(proof: LadderProof, each: Placed, path: str) -> Finding:
    found = contradiction_in(proof, each.tree)
    why = why_nobody(proof, found)
    return warning(
        f"{path}{each.place}",
        f"没有会员能达到“{each.called.to('zh')}”：{why.zh}",
        f"No member can reach {each.called.to('en')}: {why.en}",
        example=found.example,
    )
