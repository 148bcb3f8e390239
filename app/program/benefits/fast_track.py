"""No waiting (快速通道)."""

from app.program.benefits.base import BenefitKind, Category, Values, plain
from app.program.field import Field
from app.program.fields.base import Reading
from app.words import Words


class FastTrack(BenefitKind):
    key = "fast_track"
    label = Words("快速通道", "Fast track")
    about = Words("不排队、先处理", "No waiting, served first")
    icon = "fast-forward"
    category = Category.SERVICE
    options = (Field(key="where", kind="text", label=Words("在哪里", "Where")),)

    def sentence(self, values: Values, reading: Reading) -> Words:
        return plain(values["where"])
