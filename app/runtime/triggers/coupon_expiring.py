"""Lets in members who have an unused coupon that expires in so many days."""

from collections.abc import Iterator

from app.program.checked_flows import CheckedFlow
from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.triggers.base import Daily, Entering, Standing, named, options
from app.storage import soon_over


class CouponExpiring(Daily):
    key = "coupon_expiring"
    label = PROGRAM["coupon_expiring"].label

    def standing(self, flow: CheckedFlow, asked: Standing) -> Iterator[Entering]:
        chosen = options(flow)
        members = asked.live.catalogue.members.readable
        # The last day of use is the one before it cannot be used any more.
        last = asked.moment.today + chosen["days"] + 1
        over = soon_over.coupons(
            asked.space,
            asked.live.catalogue.program_id,
            chosen["coupon"],
            soon_over.Days(asked.moment.today + 1 if asked.begins else last, last),
        )
        day = soon_over.first_day(over, members.c.id)
        cause = named("expiring", chosen["coupon"] or "any", day)
        yield asked.those(cause, members.c.id.in_(soon_over.whose(over)), *asked.meets(flow))
