"""A feature or a service that only this tier has (解锁新功能、优先报名)."""

from app.program.benefits.base import BenefitKind, Category, Values, plain
from app.program.field import Field
from app.program.fields.base import Reading
from app.words import Words


class Unlocked(BenefitKind):
    key = "unlocked"
    label = Words("解锁功能", "Unlocked feature")
    about = Words("解锁一项功能或资格", "Something opens that is closed to others")
    icon = "lock-open"
    category = Category.SERVICE
    options = (
        Field(key="what", kind="text", label=Words("解锁什么", "What is unlocked"), required=True),
    )

    def sentence(self, values: Values, reading: Reading) -> Words:
        return plain(values["what"])
