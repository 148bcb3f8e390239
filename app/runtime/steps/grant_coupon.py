"""Issues coupons."""

from collections.abc import Sequence

from app.program.budget import Budget
from app.program.coupon import CouponDesign
from app.program.steps import STEP_KINDS as PROGRAM
from app.program.steps.base import REFUSED
from app.runtime.coupon_prices import is_budgeted
from app.runtime.coupons import Issuance, issue_within, lock_members, new_codes
from app.runtime.steps.base import StepWork, Work, lock_batch
from app.storage import coupon_sets, flow_batch
from app.storage.coupon_sets import Gift


class GrantCoupon(StepWork):
    key = "grant_coupon"
    label = PROGRAM["grant_coupon"].label

    def advance(self, work: Work) -> None:
        designs = {each.key: each for each in work.released.checked.program.coupons}
        design = designs.get(str(work.options["coupon"]))
        if design is None:
            return
        within = work.live.checked.program.budgets
        if is_budgeted(within, design):
            lock_batch(work)
            _give_each(work, design, within)
        elif design.most_each is None:
            _give_all(work, design)
        else:
            _give_each(work, design, within)


def _give_all(work: Work, design: CouponDesign) -> None:
    """Give to everybody alike: nothing has to be known of anybody."""
    today, calendar = work.moment.today, work.moment.calendar
    expires_on = design.valid.expires_on(today, calendar)
    if expires_on is not None and expires_on <= today:
        return
    gift = Gift(
        step=work.step.key,
        design=design.key,
        count=work.options["count"],
        issued_at=work.moment.now,
        starts_on=design.valid.starts_on(today),
        expires_on=expires_on,
    )
    members = flow_batch.count_at(work.space, gift.step)
    coupon_sets.lock_members_at(work.space, work.released.catalogue.members, gift.step)
    program_id = work.released.catalogue.program_id
    coupon_sets.give(work.space, program_id, gift, new_codes(members * gift.count))


def _give_each(work: Work, design: CouponDesign, within: Sequence[Budget]) -> None:
    """Give as many as each may still be given, and the budgets hold."""
    wanted = [
        Issuance(
            member_id=each.member_id,
            design=design.key,
            cause=f"flow:{each.run_id}:{work.step.key}:{each.visits}",
            count=work.options["count"],
        )
        for each in work.tokens()
    ]
    lock_members(work.space, work.released, wanted)
    done = issue_within(work.space, work.released, wanted, within, now=work.moment.now)
    flow_batch.set_way_of(work.space, work.step.key, dict.fromkeys(done.without(), REFUSED))
