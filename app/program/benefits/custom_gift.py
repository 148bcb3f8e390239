"""Something made or chosen for a member (定制礼品、纪念礼)."""

from app.program.benefits.base import BenefitKind, Category, Values, plain
from app.program.field import Field
from app.program.fields.base import Reading
from app.words import Words


class CustomGift(BenefitKind):
    key = "custom_gift"
    label = Words("定制礼品", "Gift")
    about = Words("按人定制的礼品", "A present made for them")
    icon = "gift"
    category = Category.EXPERIENCE
    options = (Field(key="what", kind="text", label=Words("送什么", "What it is")),)

    def sentence(self, values: Values, reading: Reading) -> Words:
        return plain(values["what"])
