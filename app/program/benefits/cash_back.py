"""Part of what was spent comes back (购物返现)."""

from app.program.benefits.base import BenefitKind, Category, Values, number
from app.program.field import Field
from app.program.fields.base import Reading
from app.words import Words

WHOLE = 100


class CashBack(BenefitKind):
    key = "cash_back"
    label = Words("购物返现", "Cash back")
    about = Words("消费后返一部分", "A share of what was paid comes back")
    icon = "coins"
    category = Category.ECONOMIC
    options = (
        Field(
            key="percent",
            kind="number",
            label=Words("返百分之几", "Percent back"),
            required=True,
            options={"min": 0, "max": WHOLE, "unit": "%"},
        ),
    )

    def sentence(self, values: Values, reading: Reading) -> Words:
        back = number(values["percent"])
        return Words(f"返 {back}%", f"{back}% back") if back else Words("", "")

    def strength(self, values: Values) -> float | None:
        found: float | None = values["percent"]
        return found
