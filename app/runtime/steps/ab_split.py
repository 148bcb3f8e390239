"""Divides members by chance: a number made of the member and the step decides."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.steps.base import StepWork, Work
from app.storage import flow_batch


class AbSplit(StepWork):
    key = "ab_split"
    label = PROGRAM["ab_split"].label

    def advance(self, work: Work) -> None:
        flow, step = work.flow.flow.key, work.step.key
        variants = work.options["variants"]
        ways = {
            each.member_id: group_of(f"{flow}:{step}", each.member_id, variants)
            for each in work.tokens()
        }
        flow_batch.set_way_of(work.space, step, ways)


HELD_OUT = "holdout"
PERCENT = 100


def group_of(experiment: str, member_id: int, variants: Sequence[dict[str, Any]]) -> str:
    """Give a member's group: always the same, and of no meaning for any other experiment."""
    drawn = int.from_bytes(sha256(f"{experiment}:{member_id}".encode()).digest()[:8]) % PERCENT
    for each in variants:
        drawn -= each["percent"]
        if drawn < 0:
            return str(each["key"])
    return HELD_OUT
