"""What a member may be called (专属称号)."""

from app.program.benefits.base import BenefitKind, Category, Values, plain
from app.program.field import Field
from app.program.fields.base import Reading
from app.words import Words


class Title(BenefitKind):
    key = "title"
    label = Words("专属称号", "Title")
    about = Words("一个称号", "A title of honour")
    icon = "crown"
    category = Category.HONOUR
    options = (Field(key="title", kind="text", label=Words("称号", "Title"), required=True),)

    def sentence(self, values: Values, reading: Reading) -> Words:
        return plain(values["title"])
