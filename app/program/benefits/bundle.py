"""Several things under one name (权益组合包); what is issued is set where it is issued."""

from app.program.benefits.base import BenefitKind, Category, Values, plain
from app.program.field import Field
from app.program.fields.base import Reading
from app.words import Words


class Bundle(BenefitKind):
    key = "bundle"
    label = Words("权益组合包", "Bundle")
    about = Words("几样东西合成一个名字", "Several things under one name")
    kept = Words(
        "选了券的，由自动化、礼包或周期券发放；其余由门店兑现。",
        "A coupon that is chosen goes out by an automation, a pack or a recurring coupon; the"
        " shop honours the rest.",
    )
    icon = "package"
    category = Category.BUNDLE
    coupon_option = "coupon"
    options = (
        Field(key="what", kind="text", label=Words("包含什么", "What is in it")),
        Field(key="coupon", kind="text", label=Words("包含哪种券", "Coupon in it")),
    )

    def sentence(self, values: Values, reading: Reading) -> Words:
        return plain(values["what"])
