"""`cat`: texts and whole numbers written one after the other; null where one of them is."""

from functools import reduce

from sqlalchemy import Text as SQLText
from sqlalchemy import cast

from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.offering import Offer
from app.expression.operator import Operator
from app.expression.speaker import Speaker
from app.expression.translator import Column, Translator
from app.expression.tree import Apply, Constant, Typed
from app.expression.types import Integer, Null, Text, is_textual, name_of
from app.words import Words


class Cat(Operator):
    key = "cat"
    label = Words("拼接", "joined texts")

    def offers(self) -> tuple[Offer, ...]:
        return ()

    def check(self, call: Call, checker: Checker) -> Typed:
        nodes = tuple(checker.argument(call, i) for i in range(len(call.arguments)))
        for node in nodes:
            if isinstance(node.type, Null):
                return Constant(path=call.path, type=Null(), value=None)
            if not (is_textual(node.type) or isinstance(node.type, Integer)):
                kind = name_of(node.type)
                return checker.wrong(
                    node.path,
                    f"只能拼接文本和整数，给出的是{kind.zh}。",
                    f"Only texts and whole numbers can be joined; this is a {kind.en}.",
                )
        nullable = any(node.type.nullable for node in nodes)
        return Apply(path=call.path, type=Text(nullable), operator=self.key, arguments=nodes)

    def python(self, node: Apply, code: Coder) -> str:
        kinds = [each.type for each in node.arguments]

        def write(*names: str) -> str:
            pieces = [
                f"str({name})" if isinstance(kind, Integer) else name
                for name, kind in zip(names, kinds, strict=True)
            ]
            return f"({' + '.join(pieces)})"

        return code.otherwise_null(node.arguments, write)

    def sql(self, node: Apply, translate: Translator) -> Column:
        columns = [_as_text(each, translate) for each in node.arguments]
        return reduce(lambda left, right: left.concat(right), columns)

    def phrase(self, node: Apply, say: Speaker) -> Words:
        parts = [say.words(each) for each in node.arguments]
        return Words("+".join(p.zh for p in parts), " + ".join(p.en for p in parts))


def _as_text(node: Typed, translate: Translator) -> Column:
    return cast(translate.value(node), SQLText())
