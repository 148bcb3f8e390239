"""What `map`, `filter` and `reduce` share: they go through a list, for one record."""

from app.expression.offering import Offer
from app.expression.operator import Operator
from app.expression.speaker import Speaker
from app.expression.tree import Quantifier, Transform
from app.words import Words


class Transforming(Operator):
    fewest = most = 2
    set_wise = False

    def offers(self) -> tuple[Offer, ...]:
        return ()

    def phrase_over(self, node: Quantifier | Transform, say: Speaker) -> Words:
        assert isinstance(node, Transform)
        items, body = say.words(node.items), say.words(node.body)
        return Words(
            self.sentence.zh.format(items.zh, body.zh), self.sentence.en.format(items.en, body.en)
        )
