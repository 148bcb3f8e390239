"""Lets members wait until people have approved or refused."""

from app.program.steps import STEP_KINDS as PROGRAM
from app.program.task_options import USUAL_ROLE
from app.runtime.steps.base import StepWork, Work
from app.runtime.tasks_at_work import Asking, wait_for_people
from app.storage.tasks import APPROVAL


class Approval(StepWork):
    key = "approval"
    label = PROGRAM["approval"].label

    def advance(self, work: Work) -> None:
        chosen = work.options
        users = chosen["users"] or []
        # Where nobody is named it is for the usual role; named people are not joined by it.
        nobody = not users and not chosen["keeper"]
        asking = Asking(
            kind=APPROVAL,
            how=chosen["how"],
            users=users,
            roles=chosen["roles"] or ([USUAL_ROLE] if nobody else []),
            late=chosen["late"],
        )
        wait_for_people(work, asking)
