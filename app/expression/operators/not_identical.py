"""`!==`: as `!=`."""

from dataclasses import replace

from app.expression.equating import Inequality
from app.expression.offering import Offer
from app.words import Words


class NotIdentical(Inequality):
    key = "!=="
    label = Words("不等于", "is not")

    def offers(self) -> tuple[Offer, ...]:
        return tuple(replace(each, listed=False) for each in super().offers())
