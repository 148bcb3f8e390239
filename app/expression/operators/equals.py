"""`==`: the same value, or both null."""

from app.expression.equating import Equality
from app.words import Words


class Equals(Equality):
    key = "=="
    label = Words("等于", "is")
