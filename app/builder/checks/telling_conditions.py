"""Each condition tells members apart: some meet it, and some do not."""

from collections.abc import Iterator
from itertools import chain

from app.builder.checks.base import LogicalCheck, warning
from app.builder.proofs.asking import LadderProof, fails, meets
from app.builder.proofs.conditions import (
    Placed,
    members_condition,
    retentions,
    side_conditions,
    tier_conditions,
)
from app.builder.proofs.parts import contradiction_in, why_nobody
from app.errors import Finding
from app.words import Words


class TellingConditions(LogicalCheck):
    key = "telling_conditions"
    label = Words("条件既有人满足，也有人不满足", "Some members meet a condition, some do not")
    of_nobody = True

    def prove(self, proof: LadderProof, path: str) -> Iterator[Finding]:
        for each in members_condition(proof.ladder):
            yield from _members(proof, each, path)
        if not proof.populated:
            return
        for each in side_conditions(proof.ladder):
            if proof.nobody(meets(each.tree)):
                yield _never(proof, each, path)
        several = (tier_conditions, retentions, side_conditions)
        for each in chain.from_iterable(find(proof.ladder) for find in several):
            if proof.nobody(fails(each.tree)):
                yield _always(proof, each, path)


def _members(proof: LadderProof, each: Placed, path: str) -> Iterator[Finding]:
    if not proof.populated:
        yield _never(proof, each, path, anywhere=True)
    elif proof.nobody(fails(each.tree), anywhere=True):
        yield warning(
            f"{path}{each.place}",
            f"每位会员都满足“{each.called.to('zh')}”的成员条件，可以不写。",
            f"Every member meets the condition of being on {each.called.to('en')};"
            " it can be left out.",
            example=proof.anybody([meets(each.tree)], keep=1),
        )


def _never(proof: LadderProof, each: Placed, path: str, *, anywhere: bool = False) -> Finding:
    found = contradiction_in(proof, each.tree, anywhere=anywhere)
    why = why_nobody(proof, found)
    return warning(
        f"{path}{each.place}",
        f"没有会员能满足“{each.called.to('zh')}”的条件：{why.zh}",
        f"No member can meet the condition of {each.called.to('en')}: {why.en}",
        example=found.example,
    )


def _always(proof: LadderProof, each: Placed, path: str) -> Finding:
    return warning(
        f"{path}{each.place}",
        f"“{each.called.to('zh')}”的条件人人都满足，等于没有条件。",
        f"Everybody meets the condition of {each.called.to('en')}, which is to have none.",
        example=proof.anybody([meets(each.tree)], keep=1),
    )
