"""Something to be had for it: 兑换券, 礼品券, 体验券."""

from app.program.coupons.base import CouponKind, Values
from app.program.field import Field
from app.program.fields.base import Reading
from app.words import Words


class Gift(CouponKind):
    key = "gift"
    label = Words("兑换券", "Gift coupon")
    about = Words("换一件东西或一次体验", "Something to be had for it, or to be tried")
    icon = "gift"
    options = (
        Field(key="what", kind="text", label=Words("兑换什么", "What it is for"), required=True),
    )

    def sentence(self, values: Values, reading: Reading) -> Words:
        what = values["what"]
        return Words(f"兑换{what}", f"{what}") if what else Words("", "")
