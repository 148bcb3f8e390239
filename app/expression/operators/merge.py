"""`merge`: several lists or values as one list; for one record only."""

from functools import reduce

from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.offering import Offer
from app.expression.operator import Operator
from app.expression.ranges import unify
from app.expression.speaker import Speaker
from app.expression.tree import Apply, Typed
from app.expression.types import ListOf, Null, Type
from app.words import Words


class Merge(Operator):
    key = "merge"
    label = Words("合并列表", "joined lists")
    fewest = 0
    set_wise = False

    def offers(self) -> tuple[Offer, ...]:
        return ()

    def check(self, call: Call, checker: Checker) -> Typed:
        nodes = tuple(checker.argument(call, i) for i in range(len(call.arguments)))
        item: Type = Null()
        for node in nodes:
            kind = node.type.item if isinstance(node.type, ListOf) else node.type
            both = unify(item, kind)
            if both is None:
                return checker.unlike(node, item)
            item = both
        return Apply(
            path=call.path, type=ListOf(item, nullable=False), operator=self.key, arguments=nodes
        )

    def python(self, node: Apply, code: Coder) -> str:
        listed = "".join(
            f"({code.value(each)} or ()), "
            if isinstance(each.type, ListOf)
            else f"({code.value(each)},), "
            for each in node.arguments
        )
        return f"{code.constant(_merged)}(({listed}))"

    def phrase(self, node: Apply, say: Speaker) -> Words:
        return say.listed([say.words(each) for each in node.arguments])


def _merged(lists: tuple[list[object], ...]) -> list[object]:
    return reduce(lambda whole, each: [*whole, *each], lists, [])
