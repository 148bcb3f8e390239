"""What is proved about random rules holds of every edge row; a made-up member is what was asked."""

import random
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest

from app.builder.proofs.asking import fails, meets
from app.builder.proofs.terms import Terms
from app.builder.proofs.theory import Theory
from app.builder.proofs.windows import Windows
from app.days import Moment
from app.expression.check import Checked, check
from app.expression.python import to_predicate
from app.expression.types import Boolean
from app.program.checked import CheckedLadder
from app.program.ladder import Ladder, Tier
from app.words import Words
from tests.expression.agreement import smaller
from tests.expression.edge_rows import MOMENTS, SCOPE, make_rows
from tests.expression.generated_rules import Writer

LABEL = Words("会员", "Members")
ROWS = make_rows(120, seed=7)
RULES = 60


def theory(*conditions: Checked) -> Theory:
    tiers = tuple(Tier(key=f"t{n}", label=LABEL) for n in range(len(conditions)))
    ladder = CheckedLadder(
        ladder=Ladder(key="other", label=LABEL, tiers=tiers),
        scope=SCOPE,
        members=None,
        conditions={tier.key: each for tier, each in zip(tiers, conditions, strict=True)},
        retention={},
        trials={},
        stages={},
    )
    terms = Terms.for_trees(each.tree for each in conditions)
    return Theory(ladder, MOMENTS[0].calendar, terms, Windows({}))


def met(rule: Checked, moment: Moment) -> list[bool]:
    materialised = {rank.normal_form: "cut" for rank in rule.ranks}
    function = to_predicate(rule, materialised=materialised)
    return [bool(function(row, moment)) for row in ROWS]


def conditions(seed: int) -> Iterator[tuple[Any, Checked]]:
    writer = Writer(random.Random(seed))
    while True:
        document = writer.boolean(writer.chance.choice([1, 2, 2, 3]))
        checked = check(document, SCOPE, expect=None, set_wise=True)
        if not checked.errors and isinstance(checked.type, Boolean):
            yield document, checked


def related(document: Any, chance: random.Random) -> Iterator[Checked]:
    """Give a few conditions that are much like one: something left out, or turned round."""
    found = list(smaller(document))
    chance.shuffle(found)
    turned = {"!": [document]}
    for each in [turned, *found[:4]]:
        checked = check(each, SCOPE, expect=None, set_wise=True)
        if not checked.errors and isinstance(checked.type, Boolean):
            yield checked


@pytest.mark.parametrize("seed", range(5))
def test_what_is_proved_of_a_rule_holds_of_every_row(seed: int) -> None:
    chance = random.Random(seed)
    proved = 0
    for document, rule in islice(conditions(seed), RULES):
        others = list(related(document, chance))
        proof = theory(rule, *others)
        answers = [[met(each, moment) for moment in MOMENTS] for each in (rule, *others)]
        if proof.nobody(meets(rule.tree)):
            proved += 1
            assert not any(any(found) for found in answers[0]), document
        if proof.nobody(fails(rule.tree)):
            proved += 1
            assert all(all(found) for found in answers[0]), document
        for other, theirs in zip(others, answers[1:], strict=True):
            pairs = [
                (one, two)
                for ours, also in zip(answers[0], theirs, strict=True)
                for one, two in zip(ours, also, strict=True)
            ]
            if proof.nobody(meets(rule.tree), fails(other.tree)):
                proved += 1
                assert not any(one and not two for one, two in pairs), (document, other.tree)
            if proof.nobody(meets(other.tree), fails(rule.tree)):
                proved += 1
                assert not any(two and not one for one, two in pairs), (document, other.tree)
            if proof.nobody(meets(rule.tree), meets(other.tree)):
                proved += 1
                assert not any(one and two for one, two in pairs), (document, other.tree)
    assert proved > RULES, "A test in which little is proved proves little."
