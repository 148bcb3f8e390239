"""A coupon expired unused."""

from collections.abc import Mapping
from typing import Any

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.triggers.base import TriggerKind
from app.words import Words


class CouponExpired(TriggerKind):
    key = "coupon_expired"
    label = Words("券过期", "Coupon expired")
    icon = "ticket-x"
    options = (
        Option(
            key="coupon",
            label=Words("哪种券（不填：任何）", "Coupon (none: any)"),
            widget=Widget.COUPON,
        ),
    )

    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        if options.get("coupon") is None:
            return Words("任何一张券过期时", "When any coupon expires unused")
        coupon = naming.coupon(options["coupon"])
        return Words(f"“{coupon.zh}”过期时", f"When {coupon.en} expires unused")
