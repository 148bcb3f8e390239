"""`===`: as `==`; types are alike before anything is compared."""

from app.expression.equating import Equality
from app.words import Words


class Identical(Equality):
    key = "==="
    label = Words("等于", "is")
