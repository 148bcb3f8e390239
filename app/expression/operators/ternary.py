"""`?:`: as `if` with one condition."""

from app.expression.branching import Branching
from app.words import Words


class Ternary(Branching):
    key = "?:"
    label = Words("如果", "if")
    most = 3
