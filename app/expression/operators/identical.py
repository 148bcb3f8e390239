"""`===`: as `==`; types are alike before anything is compared."""

from dataclasses import replace

from app.expression.equating import Equality
from app.expression.offering import Offer
from app.words import Words


class Identical(Equality):
    key = "==="
    label = Words("等于", "is")

    def offers(self) -> tuple[Offer, ...]:
        return tuple(replace(each, listed=False) for each in super().offers())
