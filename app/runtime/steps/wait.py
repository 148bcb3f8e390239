"""Lets members stay for a time, and through quiet hours."""

from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.steps.base import StepWork, Work
from app.runtime.waiting import after_quiet, length_of
from app.storage import flow_batch


class Wait(StepWork):
    key = "wait"
    label = PROGRAM["wait"].label
    decides = True

    def advance(self, work: Work) -> None:
        until = work.moment.now + length_of(work.options["time"])
        until = after_quiet(until, work.options["quiet"], work.moment.calendar.zone)
        flow_batch.rest(work.space, work.step.key, until=until)
