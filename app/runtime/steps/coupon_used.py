"""Sends members by whether a coupon of this run was used."""

from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.steps.base import StepWork, Work
from app.storage.flow_batch import used_coupons


class CouponUsed(StepWork):
    key = "coupon_used"
    label = PROGRAM["coupon_used"].label
    decides = True

    def advance(self, work: Work) -> None:
        used = used_coupons(work.space, work.options["step"])
        work.choose([(used, "yes")], "no")
