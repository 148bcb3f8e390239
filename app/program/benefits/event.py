"""Events for some alone (限定活动、会员见面会)."""

from app.program.benefits.base import BenefitKind, Category, Values, plain
from app.program.field import Field
from app.program.fields.base import Reading
from app.words import Words


class Event(BenefitKind):
    key = "event"
    label = Words("专属活动", "Exclusive event")
    about = Words("只请这一级的活动", "Occasions to which only they are asked")
    icon = "calendar"
    category = Category.EXPERIENCE
    options = (Field(key="what", kind="text", label=Words("什么活动", "Which event")),)

    def sentence(self, values: Values, reading: Reading) -> Words:
        return plain(values["what"])
