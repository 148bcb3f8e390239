"""Issues coupons."""

from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.coupons import Issuance, issue, lock_members
from app.runtime.steps.base import StepWork, Work


class GrantCoupon(StepWork):
    key = "grant_coupon"
    label = PROGRAM["grant_coupon"].label

    def advance(self, work: Work) -> None:
        chosen = work.options
        wanted = [
            Issuance(
                member_id=each.member_id,
                design=chosen["coupon"],
                cause=f"flow:{each.run_id}:{work.step.key}:{each.visits}",
                count=chosen["count"],
            )
            for each in work.tokens()
        ]
        lock_members(work.space, work.released, wanted)
        issue(work.space, work.released, wanted, now=work.moment.now)
