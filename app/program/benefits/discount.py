"""A discount on everything a member buys (专属折扣)."""

from app.program.benefits.base import BenefitKind, Category, Values, number
from app.program.field import Field
from app.program.fields.base import Reading
from app.words import Words

WHOLE = 100
TENTH = 10


class Discount(BenefitKind):
    key = "discount"
    label = Words("专属折扣", "Discount")
    about = Words("买什么都打折", "Less to pay on everything")
    icon = "percent"
    category = Category.ECONOMIC
    options = (
        Field(
            key="percent_off",
            kind="number",
            label=Words("减百分之几", "Percent off"),
            required=True,
            options={"min": 0, "max": WHOLE, "unit": "%"},
        ),
    )

    def sentence(self, values: Values, reading: Reading) -> Words:
        off = values["percent_off"]
        if off is None:
            return Words("", "")
        return Words(f"{number((WHOLE - off) / TENTH)} 折", f"{number(off)}% off")

    def strength(self, values: Values) -> float | None:
        found: float | None = values["percent_off"]
        return found
