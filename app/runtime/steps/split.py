"""Sends members the first way whose condition they meet."""

from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.steps.base import StepWork, Work


class Split(StepWork):
    key = "split"
    label = PROGRAM["split"].label
    decides = True

    def advance(self, work: Work) -> None:
        ways = []
        for each in work.options["branches"]:
            asked = work.flow.condition(work.step.key, each["key"])
            if asked is not None:
                ways.append((work.meets(asked), str(each["key"])))
        work.choose(ways, "else")
