"""What `any_of` and `all_of` share: a list of texts against a list that is written down."""

from typing import ClassVar

from app.expression.checker import Call, Checker
from app.expression.operator import Operator
from app.expression.speaker import Speaker
from app.expression.tree import Apply, Constant, Typed, Variable
from app.expression.types import Boolean, ListOf, Null, is_textual
from app.words import Words


class AgainstList(Operator):
    fewest = most = 2
    phrase_words: ClassVar[Words]

    def check(self, call: Call, checker: Checker) -> Typed:
        value = checker.argument(call, 0)
        wanted = value.type if isinstance(value.type, ListOf) else None
        listed = checker.argument(call, 1, wanted)
        if isinstance(value.type, Null) or isinstance(listed.type, Null):
            return Constant(path=call.path, type=Boolean(nullable=False), value=False)
        if not isinstance(value.type, ListOf):
            return checker.unlike(value, ListOf(Null()))
        if not isinstance(listed, Constant) or not isinstance(listed.type, ListOf):
            return checker.wrong(
                call.at(1), "这里需要写明的列表。", "This must be a list that is written down."
            )
        if checker.set_wise and not is_textual(value.type.item):
            return checker.wrong(
                call.at(0),
                "成批条件只能比较文本列表。",
                "A condition over many compares lists of texts only.",
            )
        return Apply(
            path=call.path,
            type=Boolean(nullable=False),
            operator=call.operator,
            arguments=(value, listed),
        )

    def phrase(self, node: Apply, say: Speaker) -> Words:
        value = node.arguments[0]
        name = value.name if isinstance(value, Variable) else ""
        items = say.listed([say.option(name, str(each)) for each in items_of(node)])
        said = say.words(value)
        return Words(
            self.phrase_words.zh.format(said.zh, items.zh),
            self.phrase_words.en.format(said.en, items.en),
        )


def items_of(node: Apply) -> tuple[object, ...]:
    listed = node.arguments[1]
    assert isinstance(listed, Constant)
    assert isinstance(listed.value, tuple)
    return tuple(each for each in dict.fromkeys(listed.value) if each is not None)
