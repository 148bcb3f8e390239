"""A coupon that is not used yet expires in so many days."""

from collections.abc import Mapping
from typing import Any

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.triggers.base import TIME, WHERE, TriggerKind, at_time, for_whom
from app.words import Words

USUAL = 3


class CouponExpiring(TriggerKind):
    key = "coupon_expiring"
    label = Words("券到期前", "Before a coupon expires")
    icon = "ticket"
    timed = stands = True
    options = (
        Option(
            key="coupon",
            label=Words("哪种券（不填：任何）", "Coupon (none: any)"),
            widget=Widget.COUPON,
        ),
        Option(
            key="days",
            label=Words("提前多少天", "Days before"),
            widget=Widget.WHOLE,
            default=USUAL,
            most=366,
        ),
        TIME,
        WHERE,
    )

    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        days = options.get("days", USUAL)
        coupon = Words("未使用的券", "an unused coupon")
        if options.get("coupon") is not None:
            coupon = naming.coupon(options["coupon"])
        said = Words(
            f"{coupon.zh}到期前 {days} 天 {at_time(options)}",
            f"{days} days before {coupon.en} expires, at {at_time(options)}",
        )
        return for_whom(said, options, naming)
