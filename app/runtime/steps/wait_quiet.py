"""Lets members stay until the quiet hours they came in are over."""

from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.steps.base import StepWork, Work
from app.runtime.waiting import after_quiet
from app.storage import flow_batch


class WaitQuiet(StepWork):
    key = "wait_quiet"
    label = PROGRAM["wait_quiet"].label
    decides = True

    def advance(self, work: Work) -> None:
        now = work.moment.now
        until = after_quiet(now, work.options["quiet"], work.moment.calendar.zone)
        if until > now:
            flow_batch.rest(work.space, work.step.key, until=until)
