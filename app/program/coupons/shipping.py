"""One order is sent free of charge: 包邮券."""

from app.program.coupons.base import CouponKind, Values
from app.program.field import Field
from app.program.fields.base import Reading
from app.words import Words

MOST = Field(
    key="most",
    kind="money",
    label=Words("最多免多少运费", "At most"),
    options={"not_negative": True},
)


class Shipping(CouponKind):
    key = "shipping"
    label = Words("包邮券", "Free shipping")
    about = Words("一单免运费", "One order is sent free of charge")
    icon = "truck"
    options = (MOST,)

    def sentence(self, values: Values, reading: Reading) -> Words:
        return Words("包邮", "free shipping")

    def cost(self, values: Values) -> int | None:
        found: int | None = values["most"]
        return found
