"""Help comes first (优先客服、VIP 通道)."""

from app.program.benefits.base import BenefitKind, Category, Values, plain
from app.program.field import Field
from app.program.fields.base import Reading
from app.words import Words


class PriorityService(BenefitKind):
    key = "priority_service"
    label = Words("优先客服", "Priority service")
    about = Words("客服先接待", "Help that comes first")
    icon = "headphones"
    category = Category.SERVICE
    options = (Field(key="channel", kind="text", label=Words("专属渠道", "Channel")),)

    def sentence(self, values: Values, reading: Reading) -> Words:
        return plain(values["channel"])
