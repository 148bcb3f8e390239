"""`substr`: a part of a text; a negative start or length counts from the end."""

from sqlalchemy import Integer as SmallerInteger
from sqlalchemy import case, cast, func, literal

from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.dialects import extreme
from app.expression.offering import Offer
from app.expression.operator import Operator
from app.expression.translator import Column, Translator, bound
from app.expression.tree import Apply, Typed
from app.expression.types import Integer, Text
from app.words import Words


class Substr(Operator):
    key = "substr"
    label = Words("截取", "part of")
    fewest = 2
    most = 3
    sentence = Words("{0}的一部分", "part of {0}")

    def offers(self) -> tuple[Offer, ...]:
        return ()

    def check(self, call: Call, checker: Checker) -> Typed:
        text = checker.needs(call, 0, Text())
        nodes = [text]
        for index in range(1, len(call.arguments)):
            number = checker.needs(call, index, Integer())
            nodes.append(
                number if isinstance(number.type, Integer) else checker.unlike(number, Integer())
            )
        nullable = any(node.type.nullable for node in nodes)
        return Apply(path=call.path, type=Text(nullable), operator=self.key, arguments=tuple(nodes))

    def python(self, node: Apply, code: Coder) -> str:
        function = code.constant(part)
        return code.otherwise_null(node.arguments, lambda *names: f"{function}({', '.join(names)})")

    def sql(self, node: Apply, translate: Translator) -> Column:
        text, start, *rest = (translate.once(translate.value(each)) for each in node.arguments)
        length = translate.once(func.length(text))
        zero = bound(0)
        within = case(
            (start >= zero, extreme("MIN", [start, length])),
            else_=extreme("MAX", [start + length, zero]),
        )
        begin = translate.once(within)
        if not rest:
            return func.substr(text, _small(begin + literal(1)))
        (count,) = rest
        left = translate.once(length - begin)
        end = case(
            (count >= zero, extreme("MIN", [count, left])),
            else_=extreme("MAX", [count + left, zero]),
        )
        return func.substr(text, _small(begin + literal(1)), _small(end))


def _small(position: Column) -> Column:
    """Make a position within the text the small integer that PostgreSQL asks for."""
    return cast(position, SmallerInteger())


def part(text: str, start: int, count: int | None = None) -> str:
    length = len(text)
    begin = min(start, length) if start >= 0 else max(start + length, 0)
    if count is None:
        return text[begin:]
    end = begin + count if count >= 0 else count + length
    return text[begin : max(end, begin)]
