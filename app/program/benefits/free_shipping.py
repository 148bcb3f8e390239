"""Orders are sent free of charge (包邮)."""

from app.program.benefits.base import BenefitKind, Category, Values
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Reading
from app.words import Words

MINIMUM = Field(
    key="minimum",
    kind="money",
    label=Words("满多少元包邮", "From an order of"),
    options={"not_negative": True},
)


class FreeShipping(BenefitKind):
    key = "free_shipping"
    label = Words("包邮", "Free shipping")
    about = Words("订单免运费", "Orders are sent free of charge")
    icon = "truck"
    category = Category.ECONOMIC
    options = (MINIMUM,)

    def sentence(self, values: Values, reading: Reading) -> Words:
        least = values["minimum"]
        if not least:
            return Words("全部订单", "every order")
        money = FIELD_KINDS["money"].show(least, MINIMUM, "zh", reading)
        return Words(f"满 {money}", f"from {money}")

    def strength(self, values: Values) -> float | None:
        return -float(values["minimum"] or 0)
