"""`in`: an item of a list, or a part of a text."""

from app.expression.checker import Call, Checker
from app.expression.containing import Containing
from app.expression.tree import Typed
from app.words import Words


class In(Containing):
    key = "in"
    label = Words("属于", "is one of")

    def check(self, call: Call, checker: Checker) -> Typed:
        return self.contained(call, checker, 1)
