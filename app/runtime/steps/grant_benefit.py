"""Grants a benefit to members."""

from app.program.steps import STEP_KINDS as PROGRAM
from app.program.steps.base import REFUSED
from app.runtime.benefits import Granting, grant
from app.runtime.steps.base import StepWork, Work, lock_batch
from app.runtime.waiting import length_of
from app.storage import flow_batch


class GrantBenefit(StepWork):
    key = "grant_benefit"
    label = PROGRAM["grant_benefit"].label

    def advance(self, work: Work) -> None:
        chosen, now = work.options, work.moment.now
        time = chosen["time"]
        wanted = [
            Granting(
                member_id=each.member_id,
                benefit=chosen["benefit"],
                cause=work.cause(each),
                reason=work.flow.flow.label.together,
                ends_at=None if time is None else now + length_of(time),
            )
            for each in work.tokens()
        ]
        within = work.live.checked.program.budgets
        if within:
            lock_batch(work)
        made = grant(work.space, work.released, wanted, now=now, by=None, budgets=within)
        refused = {each.member_id for each in wanted} - {each.member_id for each in made}
        flow_batch.set_way_of(work.space, work.step.key, dict.fromkeys(refused, REFUSED))
