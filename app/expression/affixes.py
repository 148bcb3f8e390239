"""What `starts_with` and `ends_with` share: two texts, null-safe and two-valued."""

from typing import ClassVar

from sqlalchemy import func

from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.containing import FALSE
from app.expression.offering import Kind, Offer, operand, rule, value
from app.expression.operator import Operator
from app.expression.translator import Column, Translator
from app.expression.tree import Apply, Typed
from app.expression.types import Boolean, Null, Text
from app.words import Words


class Affix(Operator):
    fewest = most = 2
    method: ClassVar[str]
    negated: ClassVar[Words]

    def offers(self) -> tuple[Offer, ...]:
        return (rule(operand(Kind.TEXT), value(), negated=self.negated),)

    def check(self, call: Call, checker: Checker) -> Typed:
        nodes = (checker.needs(call, 0, Text()), checker.needs(call, 1, Text()))
        return Apply(
            path=call.path, type=Boolean(nullable=False), operator=call.operator, arguments=nodes
        )

    def python(self, node: Apply, code: Coder) -> str:
        test, (text, part) = code.strict(node.arguments)
        found = f"{text}.{self.method}({part})"
        return f"({found} if {test} else {code.no()})" if test else f"({found})"

    def sql(self, node: Apply, translate: Translator) -> Column:
        found = self.sql_true(node, translate)
        nullable = any(each.type.nullable for each in node.arguments)
        return func.coalesce(found, FALSE) if nullable else found

    def sql_true(self, node: Apply, translate: Translator) -> Column:
        if any(isinstance(each.type, Null) for each in node.arguments):
            return FALSE
        text, part = (translate.once(translate.value(each)) for each in node.arguments)
        return self.found(text, part)

    def found(self, text: Column, part: Column) -> Column:
        raise NotImplementedError
