"""Lets in members of whom a coupon expired unused."""

from collections.abc import Iterator

from app.program.checked_flows import CheckedFlow
from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.happenings import Happened
from app.runtime.triggers.base import Entering, TriggerWork, given, options


class CouponExpired(TriggerWork):
    key = "coupon_expired"
    label = PROGRAM["coupon_expired"].label

    def entering(self, flow: CheckedFlow, happened: Happened) -> Iterator[Entering]:
        wanted = options(flow)["coupon"]
        rows: list[tuple[int, int | None, int]] = [
            (each.member_id, None, each.coupon_id)
            for each in happened.expired
            if wanted in {None, each.design}
        ]
        yield from given(happened, "expired", rows, None)
