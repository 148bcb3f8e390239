"""`!==`: as `!=`."""

from app.expression.equating import Inequality
from app.words import Words


class NotIdentical(Inequality):
    key = "!=="
    label = Words("不等于", "is not")
