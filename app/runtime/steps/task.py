"""Lets members wait until a person has done something for them."""

from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.steps.base import StepWork, Work
from app.runtime.tasks_at_work import Asking, wait_for_people
from app.storage.tasks import ANY, TASK


class Task(StepWork):
    key = "task"
    label = PROGRAM["task"].label

    def advance(self, work: Work) -> None:
        chosen = work.options
        asking = Asking(
            kind=TASK,
            how=ANY,
            users=[chosen["user"]] if chosen["user"] else [],
            roles=[chosen["role"]],
            late="timeout",
        )
        wait_for_people(work, asking)
