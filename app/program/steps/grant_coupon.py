"""Coupons are issued, once."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.flows import NEXT
from app.program.steps.base import ONWARD, REFUSED, USED_UP, Group, Options, StepKind
from app.words import Words


class GrantCoupon(StepKind):
    key = "grant_coupon"
    label = Words("发优惠券", "Give a coupon")
    icon = "ticket"
    group = Group.GIVE
    acts = True
    options = (
        Option(key="coupon", label=Words("优惠券", "Coupon"), widget=Widget.COUPON, required=True),
        Option(
            key="count",
            label=Words("张数", "How many"),
            widget=Widget.WHOLE,
            default=1,
            least=1,
            most=100,
        ),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        coupon, count = naming.coupon(options.get("coupon")), options.get("count") or 1
        if count == 1:
            return Words(f"发“{coupon.zh}”", f"Give {coupon.en}")
        return Words(f"发 {count} 张“{coupon.zh}”", f"Give {count} × {coupon.en}")

    def ways(self, options: Options) -> dict[str, Words]:
        return {NEXT: ONWARD, REFUSED: USED_UP}
