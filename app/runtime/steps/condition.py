"""Sends members one way or the other."""

from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.steps.base import StepWork, Work


class Condition(StepWork):
    key = "condition"
    label = PROGRAM["condition"].label
    decides = True

    def advance(self, work: Work) -> None:
        asked = work.flow.condition(work.step.key)
        work.choose([] if asked is None else [(work.meets(asked), "yes")], "no")
