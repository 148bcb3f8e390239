"""One person who knows the member (专属管家、一对一咨询)."""

from app.program.benefits.base import BenefitKind, Category, Values, plain
from app.program.field import Field
from app.program.fields.base import Reading
from app.words import Words


class Concierge(BenefitKind):
    key = "concierge"
    label = Words("专属顾问", "Personal adviser")
    about = Words("一对一的人", "Somebody who knows them")
    icon = "user-round"
    category = Category.SERVICE
    options = (Field(key="who", kind="text", label=Words("由谁服务", "Who serves")),)

    def sentence(self, values: Values, reading: Reading) -> Words:
        return plain(values["who"])
