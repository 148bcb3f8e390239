"""Ends a run."""

from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.steps.base import StepWork, Work


class End(StepWork):
    key = "end"
    label = PROGRAM["end"].label
    decides = True

    def advance(self, work: Work) -> None:
        work.choose([], "end")
