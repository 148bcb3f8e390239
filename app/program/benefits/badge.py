"""A mark that others see (会员标识、成长勋章)."""

from app.program.benefits.base import BenefitKind, Category, Values, plain
from app.program.field import Field
from app.program.fields.base import Reading
from app.words import Words


class Badge(BenefitKind):
    key = "badge"
    label = Words("专属标识", "Badge")
    about = Words("别人看得见的标识、勋章", "A mark that others see")
    icon = "medal"
    category = Category.HONOUR
    options = (Field(key="name", kind="text", label=Words("徽章名称", "Name of the badge")),)

    def sentence(self, values: Values, reading: Reading) -> Words:
        return plain(values["name"])
