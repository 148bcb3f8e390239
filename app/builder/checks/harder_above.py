"""A higher tier is harder to reach than the one below it (E-9)."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from app.builder.checks.base import LogicalCheck, warning
from app.builder.proofs.asking import LadderProof, fails, meets
from app.builder.proofs.conditions import Placed, tier_conditions
from app.builder.proofs.members import names_in
from app.builder.proofs.parts import conjuncts, said_part
from app.errors import Example, Finding, Severity
from app.expression.tree import Typed
from app.words import Words


class HarderAbove(LogicalCheck):
    key = "harder_above"
    label = Words("等级越高越难", "Higher tiers are harder to reach")

    def prove(self, proof: LadderProof, path: str) -> Iterator[Finding]:
        reached = tier_conditions(proof.ladder)
        tiers = [each for each in reached if not proof.nobody(meets(each.tree))]
        for n, (lower, higher) in enumerate(pairwise(tiers)):
            above = [fails(each.tree) for each in tiers[n + 1 :]]
            if proof.nobody(meets(lower.tree), *above):
                continue  # Nobody stays on the lower one, which is another check's to say.
            example = proof.somebody(meets(higher.tree), fails(lower.tree))
            if example is not None:
                yield _finding(proof, f"{path}{higher.place}", lower, higher, example)


def _finding(
    proof: LadderProof, path: str, lower: Placed, higher: Placed, example: Example
) -> Finding:
    left_out = _left_out(proof, lower.tree, higher.tree)
    return (
        _partly(proof, path, lower, higher, example, left_out)
        if left_out
        else _easier(path, lower, higher, example)
    )


def _left_out(proof: LadderProof, lower: Typed, higher: Typed) -> list[Typed]:
    """Give what the lower tier asks and the higher one does not speak of at all.

    None where the higher tier is easier in what both speak of, or where they share nothing: then
    nothing shows that it is harder.
    """
    asked = list(conjuncts(lower))
    open_ = [each for each in asked if not proof.nobody(meets(higher), fails(each))]
    spoken_of = {each.key for each in names_in([higher])}
    shared = [each for each in open_ if spoken_of & {name.key for name in names_in([each])}]
    return open_ if not shared and len(open_) < len(asked) else []


def _easier(path: str, lower: Placed, higher: Placed, example: Example) -> Finding:
    high, low = higher.called, lower.called
    return warning(
        path,
        f"有的会员满足“{high.to('zh')}”，却不满足更低的“{low.to('zh')}”："
        f"“{high.to('zh')}”并不总是更难。",
        f"Some members meet the condition of {high.to('en')} and not that of the lower"
        f" {low.to('en')}: {high.to('en')} is not always harder.",
        fix=Words(
            f"若要逐级更难，让“{high.to('zh')}”也要求“{low.to('zh')}”所要求的。",
            f"If it should be harder, let {high.to('en')} ask what {low.to('en')} asks.",
        ),
        example=example,
    )


def _partly(
    proof: LadderProof,
    path: str,
    lower: Placed,
    higher: Placed,
    example: Example,
    left_out: list[Typed],
) -> Finding:
    said = [said_part(each, proof.ladder.scope) for each in left_out]
    high, low = higher.called, lower.called
    found = warning(
        path,
        f"“{high.to('zh')}”没有再要求“{'”“'.join(each.zh for each in said)}”："
        f"有的会员够“{high.to('zh')}”，却不够更低的“{low.to('zh')}”。",
        f"{high.to('en')} does not ask for “{'” and “'.join(each.en for each in said)}”: some"
        f" members qualify for {high.to('en')} and not for the lower {low.to('en')}.",
        example=example,
    )
    return replace(found, severity=Severity.NOTE)
