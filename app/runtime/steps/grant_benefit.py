"""Grants a benefit to members."""

from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.benefits import Granting, grant
from app.runtime.steps.base import StepWork, Work
from app.runtime.waiting import length_of


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
                reason=work.flow.flow.label.to("zh"),
                ends_at=None if time is None else now + length_of(time),
            )
            for each in work.tokens()
        ]
        grant(work.space, work.released, wanted, now=now, by=None)
