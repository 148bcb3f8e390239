"""`min`: the least of its values."""

from app.expression.extremes import Extremum
from app.expression.speaker import Speaker
from app.expression.tree import Apply
from app.words import Words


class Smallest(Extremum):
    key = "min"
    label = Words("最小值", "the least of")
    word = "MIN"
    function = "min"

    def phrase(self, node: Apply, say: Speaker) -> Words:
        items = say.listed([say.beside(each, node.arguments[0]) for each in node.arguments])
        return Words(f"{items.zh}中的最小值", f"the least of {items.en}")
