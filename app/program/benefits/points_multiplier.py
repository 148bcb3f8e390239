"""More points for the same purchase (积分加速)."""

from app.program.benefits.base import BenefitKind, Category, Values, number
from app.program.currencies import POINTS
from app.program.field import Field
from app.program.fields.base import Reading
from app.words import Words

MOST = 100


class PointsMultiplier(BenefitKind):
    key = "points_multiplier"
    label = Words("积分加速", "Points multiplier")
    about = Words("同样消费，积分更多", "More points for the same purchase")
    kept = Words("登阶记积分时自动按倍数算。", "Rungs multiplies points as they are entered.")
    icon = "zap"
    category = Category.ECONOMIC
    options = (
        Field(
            key="times",
            kind="number",
            label=Words("倍数", "Times"),
            required=True,
            options={"min": 0, "max": MOST},
        ),
        Field(
            key="currency",
            kind="text",
            label=Words("加速哪种数量", "Of which currency"),
            default=POINTS,
        ),
    )

    def sentence(self, values: Values, reading: Reading) -> Words:
        times = number(values["times"])
        return Words(f"{times} 倍积分", f"{times}× points") if times else Words("", "")

    def strength(self, values: Values) -> float | None:
        found: float | None = values["times"]
        return found
