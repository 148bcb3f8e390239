"""Courses, reports and lectures (VIP 专属内容)."""

from app.program.benefits.base import BenefitKind, Category, Values, plain
from app.program.field import Field
from app.program.fields.base import Reading
from app.words import Words


class Content(BenefitKind):
    key = "content"
    label = Words("专属内容", "Exclusive content")
    about = Words("课程、报告、讲座", "Courses, reports, talks")
    icon = "book-open"
    category = Category.EXPERIENCE
    options = (Field(key="what", kind="text", label=Words("什么内容", "What content")),)

    def sentence(self, values: Values, reading: Reading) -> Words:
        return plain(values["what"])
