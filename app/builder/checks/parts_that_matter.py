"""Each part of a condition makes a difference to somebody."""

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
from app.builder.proofs.parts import joint_of, said_part, without, written_place
from app.errors import Example, Finding
from app.expression.tree import Apply, Typed
from app.words import Words

MOST = 60
"""Parts of one condition that are asked about; that there are many is another check's to say."""


class PartsThatMatter(LogicalCheck):
    key = "parts_that_matter"
    label = Words("条件的每一部分都起作用", "Each part of a condition matters")

    def prove(self, proof: LadderProof, path: str) -> Iterator[Finding]:
        several = (tier_conditions, retentions, side_conditions, members_condition)
        for each in chain.from_iterable(find(proof.ladder) for find in several):
            if joint_of(each.tree) and _tells(proof, each.tree):
                yield from _Parts(proof, each, path).idle(each.tree)


def _tells(proof: LadderProof, tree: Typed) -> bool:
    return not proof.nobody(meets(tree)) and not proof.nobody(fails(tree))


class _Parts:
    """The parts of one condition; those that make no difference are taken out in turn."""

    def __init__(self, proof: LadderProof, placed: Placed, path: str) -> None:
        self.proof, self.placed, self.path = proof, placed, path
        self.out: frozenset[str] = frozenset()
        self.asked = 0

    def idle(self, node: Typed) -> Iterator[Finding]:
        joint = joint_of(node)
        if joint is None or not isinstance(node, Apply):
            return
        for each in reversed(node.arguments):  # Of two that say the same, the later one is told.
            self.asked += 1
            if self.asked > MOST:
                return
            if self._is_idle(each, joint):
                yield self._finding(each, joint)
                self.out |= {each.path}
            else:
                yield from self.idle(each)

    def _is_idle(self, part: Typed, joint: str) -> bool:
        there = without(self.placed.tree, self.out)
        less = without(self.placed.tree, self.out | {part.path})
        # Without a part of an `and` more members meet a condition, without one of an `or` fewer.
        if joint == "and":
            return self.proof.nobody(meets(less), fails(there))
        return self.proof.nobody(meets(there), fails(less))

    def _finding(self, part: Typed, joint: str) -> Finding:
        said = said_part(part, self.proof.ladder.scope)
        place = written_place(self.placed.document, part.path)
        why = self._why(part, joint)
        return warning(
            f"{self.path}{self.placed.place}{place}",
            f"“{said.zh}”不起作用：{why.zh}",
            f"“{said.en}” makes no difference: {why.en}",
            fix=Words("可以去掉。", "It can be left out."),
            example=self._example(part, joint),
        )

    def _why(self, part: Typed, joint: str) -> Words:
        if joint == "and":
            return Words(
                "满足其余条件的会员一定满足它。", "whoever meets the rest surely meets it."
            )
        if self.proof.nobody(meets(part)):
            return Words("没有会员能满足它。", "no member can meet it.")
        return Words(
            "满足它的会员已经满足其余的条件。", "whoever meets it has met the rest already."
        )

    def _example(self, part: Typed, joint: str) -> Example | None:
        if joint == "or":
            shown = self.proof.anybody([meets(part)], keep=1)
            if shown is not None:
                return shown
        return self.proof.anybody([meets(self.placed.tree)], keep=1)
