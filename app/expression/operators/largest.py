"""`max`: the greatest of its values."""

from app.expression.extremes import Extremum
from app.expression.speaker import Speaker
from app.expression.tree import Apply
from app.words import Words


class Largest(Extremum):
    key = "max"
    label = Words("最大值", "the greatest of")
    word = "MAX"
    function = "max"

    def phrase(self, node: Apply, say: Speaker) -> Words:
        items = say.listed([say.beside(each, node.arguments[0]) for each in node.arguments])
        return Words(f"{items.zh}中的最大值", f"the greatest of {items.en}")
