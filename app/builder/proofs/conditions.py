"""Every condition of a ladder with its place and what it is called."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.expression.tree import Typed
from app.program.checked import CheckedLadder
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A condition where it is written."""

    place: str
    """Below the ladder."""
    called: Words
    """As in “of Gold”: the condition of what."""
    document: Any
    tree: Typed


def tier_conditions(ladder: CheckedLadder) -> Iterator[Placed]:
    """Give what it takes to rise, lowest tier first."""
    for n, tier in enumerate(ladder.ladder.tiers):
        if tier.key in ladder.conditions:
            yield Placed(
                place=f"/tiers/{n}/condition",
                called=tier.label,
                document=tier.condition,
                tree=ladder.conditions[tier.key].tree,
            )


def retentions(ladder: CheckedLadder) -> Iterator[Placed]:
    for n, tier in enumerate(ladder.ladder.tiers):
        if tier.key in ladder.retention:
            yield Placed(
                place=f"/tiers/{n}/retention",
                called=Words(f"{tier.label.to('zh')}的保级", f"staying on {tier.label.to('en')}"),
                document=tier.retention,
                tree=ladder.retention[tier.key].tree,
            )


def side_conditions(ladder: CheckedLadder) -> Iterator[Placed]:
    """Give the conditions of trials and of goals on the way."""
    for n, trial in enumerate(ladder.ladder.trials):
        if trial.key in ladder.trials:
            yield Placed(
                place=f"/trials/{n}/who",
                called=trial.label,
                document=trial.who,
                tree=ladder.trials[trial.key].tree,
            )
    for n, tier in enumerate(ladder.ladder.tiers):
        for m, stage in enumerate(tier.stages):
            if (tier.key, stage.key) in ladder.stages:
                yield Placed(
                    place=f"/tiers/{n}/stages/{m}/condition",
                    called=stage.label,
                    document=stage.condition,
                    tree=ladder.stages[tier.key, stage.key].tree,
                )


def members_condition(ladder: CheckedLadder) -> Iterator[Placed]:
    if ladder.members is not None:
        yield Placed(
            place="/members",
            called=ladder.ladder.label,
            document=ladder.ladder.members,
            tree=ladder.members.tree,
        )
