"""Something for the birthday (生日礼遇); an automation sends its coupon."""

from app.program.benefits.base import BenefitKind, Category, Values, plain
from app.program.field import Field
from app.program.fields.base import Reading
from app.words import Words


class BirthdayGift(BenefitKind):
    key = "birthday_gift"
    label = Words("生日礼遇", "Birthday gift")
    about = Words("生日时送的券或礼物", "A coupon or a present for the birthday")
    kept = Words(
        "选了券的，由自动化、礼包或周期券发放；其余由门店兑现。",
        "A coupon that is chosen goes out by an automation, a pack or a recurring coupon; the"
        " shop honours the rest.",
    )
    icon = "cake"
    category = Category.EXPERIENCE
    coupon_option = "coupon"
    options = (
        Field(key="coupon", kind="text", label=Words("送哪种券", "Coupon it brings")),
        Field(key="what", kind="text", label=Words("送什么", "What it is")),
    )

    def sentence(self, values: Values, reading: Reading) -> Words:
        return plain(values["what"])
