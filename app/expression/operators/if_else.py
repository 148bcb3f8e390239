"""`if`: the value of the first branch whose condition is met."""

from app.expression.branching import Branching
from app.words import Words


class IfElse(Branching):
    key = "if"
    label = Words("如果", "if")
