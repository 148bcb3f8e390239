"""A share less to pay: 折扣券."""

from app.program.coupons.base import CouponKind, Values
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Reading
from app.words import Words

WHOLE = 100
TENTH = 10
MOST = Field(
    key="most",
    kind="money",
    label=Words("最多减多少元", "At most"),
    options={"not_negative": True},
)


class PercentOff(CouponKind):
    key = "percent_off"
    label = Words("折扣券", "Percent off")
    about = Words("打几折，可以封顶", "A share less to pay, with a ceiling if need be")
    icon = "ticket-percent"
    options = (
        Field(
            key="percent_off",
            kind="number",
            label=Words("减百分之几", "Percent off"),
            required=True,
            options={"min": 0, "max": WHOLE, "unit": "%"},
        ),
        MOST,
    )

    def sentence(self, values: Values, reading: Reading) -> Words:
        off = values["percent_off"] or 0
        zh, en = f"{(WHOLE - off) / TENTH:.10g} 折", f"{off:.10g}% off"
        if values["most"]:
            money = FIELD_KINDS["money"].show(values["most"], MOST, "zh", reading)
            zh, en = f"{zh}，最多减 {money}", f"{en}, at most {money}"
        return Words(zh, en)

    def cost(self, values: Values) -> int | None:
        found: int | None = values["most"]
        return found
