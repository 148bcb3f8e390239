"""`!=`: exactly the opposite of `==`."""

from app.expression.equating import Inequality
from app.words import Words


class Differs(Inequality):
    key = "!="
    label = Words("不等于", "is not")
