"""So much less to pay: 满减券, 代金券, 直减券."""

from app.program.coupons.base import CouponKind, Values
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Reading
from app.words import Words

AMOUNT = Field(
    key="amount",
    kind="money",
    label=Words("减多少元", "Amount off"),
    required=True,
    options={"not_negative": True},
)


class AmountOff(CouponKind):
    key = "amount_off"
    label = Words("满减券", "Amount off")
    about = Words("满多少减多少，或直接抵扣", "So much less to pay, from an order of so much")
    icon = "ticket"
    options = (AMOUNT,)

    def sentence(self, values: Values, reading: Reading) -> Words:
        money = FIELD_KINDS["money"].show(values["amount"], AMOUNT, "zh", reading)
        return Words(f"减 {money}", f"{money} off")

    def cost(self, values: Values) -> int | None:
        found: int | None = values["amount"]
        return found
