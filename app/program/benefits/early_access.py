"""New goods and sales before others (提前抢购、优先体验)."""

from app.program.benefits.base import BenefitKind, Category, Values, plain
from app.program.field import Field
from app.program.fields.base import Reading
from app.words import Words


class EarlyAccess(BenefitKind):
    key = "early_access"
    label = Words("抢先体验", "Early access")
    about = Words("新品、新功能先用", "What is new, before others")
    icon = "clock"
    category = Category.EXPERIENCE
    options = (Field(key="what", kind="text", label=Words("抢先什么", "To what")),)

    def sentence(self, values: Values, reading: Reading) -> Words:
        return plain(values["what"])
