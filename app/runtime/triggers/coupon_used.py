"""Lets in members who used a coupon."""

from collections.abc import Iterator

from app.program.checked_flows import CheckedFlow
from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.happenings import Happened
from app.runtime.triggers.base import Entering, TriggerWork, given, options


class CouponUsed(TriggerWork):
    key = "coupon_used"
    label = PROGRAM["coupon_used"].label

    def entering(self, flow: CheckedFlow, happened: Happened) -> Iterator[Entering]:
        wanted = options(flow)["coupon"]
        # One that was given back with its order and is used again is an occasion of its own.
        rows: list[tuple[int, int | None, int]] = [
            (each.member_id, None, new)
            for each, new in zip(
                happened.used, happened.space.take_ids(len(happened.used)), strict=True
            )
            if wanted in {None, each.design}
        ]
        yield from given(happened, "used", rows, None)
