"""Ends a run that has come to what it was made for."""

from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.steps.base import StepWork, Work


class Goal(StepWork):
    key = "goal"
    label = PROGRAM["goal"].label
    decides = True

    def advance(self, work: Work) -> None:
        work.choose([], "goal")
