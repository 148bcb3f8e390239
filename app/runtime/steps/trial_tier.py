"""Begins a trial for those who may."""

from app.errors import Conflict, Invalid, NotFound
from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.granting import start_trial
from app.runtime.steps.base import StepWork, Work
from app.storage import flow_batch


class TrialTier(StepWork):
    key = "trial_tier"
    label = PROGRAM["trial_tier"].label

    def advance(self, work: Work) -> None:
        chosen, refused = work.options, {}
        for each in work.tokens():
            try:
                start_trial(
                    work.space,
                    work.live,
                    each.member_id,
                    chosen["ladder"],
                    chosen["trial"],
                    now=work.moment.now,
                    by=f"flow:{work.flow.flow.key}",
                )
            except (Conflict, Invalid, NotFound):
                refused[each.member_id] = "refused"
        flow_batch.set_way_of(work.space, work.step.key, refused)
