"""A coupon was used."""

from collections.abc import Mapping
from typing import Any

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.triggers.base import TriggerKind
from app.words import Words


class CouponUsed(TriggerKind):
    key = "coupon_used"
    label = Words("券被使用", "Coupon used")
    icon = "ticket-check"
    options = (
        Option(
            key="coupon",
            label=Words("哪种券（不填：任何）", "Coupon (none: any)"),
            widget=Widget.COUPON,
        ),
    )

    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        if options.get("coupon") is None:
            return Words("任何一张券使用时", "When any coupon is used")
        coupon = naming.coupon(options["coupon"])
        return Words(f"“{coupon.zh}”使用时", f"When {coupon.en} is used")
