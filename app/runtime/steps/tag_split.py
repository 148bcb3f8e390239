"""Sends members by the tags they have: the first of the list, or a way for several."""

from collections.abc import Sequence
from typing import Any

from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.steps.base import StepWork, Work
from app.storage import flow_batch, records


class TagSplit(StepWork):
    key = "tag_split"
    label = PROGRAM["tag_split"].label

    def advance(self, work: Work) -> None:
        chosen, kept = work.options, work.live.catalogue.members
        tokens = work.tokens()
        rows = records.find_rows(work.space, kept, [each.member_id for each in tokens])
        ways = {
            each.member_id: _way(
                rows.get(each.member_id, {}).get(chosen["field"]),
                chosen["tags"],
                apart=chosen["several"],
            )
            for each in tokens
        }
        flow_batch.set_way_of(work.space, work.step.key, ways)


def _way(held: Any, tags: Sequence[str], *, apart: bool) -> str:
    found = [each for each in tags if each in (held or ())]
    if len(found) > 1 and apart:
        return "several"
    return found[0] if found else "else"
