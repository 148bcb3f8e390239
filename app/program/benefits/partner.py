"""Something from another house (异业福利、合作伙伴福利)."""

from app.program.benefits.base import BenefitKind, Category, Values, plain
from app.program.field import Field
from app.program.fields.base import Reading
from app.words import Words


class Partner(BenefitKind):
    key = "partner"
    label = Words("合作伙伴福利", "Partner benefit")
    about = Words("合作伙伴给的福利", "What a partner gives")
    icon = "handshake"
    category = Category.BUNDLE
    options = (
        Field(key="partner", kind="text", label=Words("合作伙伴", "Partner")),
        Field(key="what", kind="text", label=Words("什么福利", "What it is")),
    )

    def sentence(self, values: Values, reading: Reading) -> Words:
        said = (values["partner"], values["what"])
        return plain(" · ".join(each for each in said if each))
